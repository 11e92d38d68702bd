import { planValue } from '../core/button.ts';
import { can } from '../core/can.ts';
import type { People } from '../core/catalog.ts';
import type { MessageContent } from '../core/outgoing.ts';
import type { Forecast } from '../core/planner.ts';
import type { Rollout, RolloutIn } from '../core/rollout.ts';
import { actions, type Block, button, context, type Field, fields, message, section } from './blocks.ts';
import { channel, code, date, joined, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { fullImageName, imageName, imageTag, inPlace, place, words } from './names.ts';
import { peopleList } from './people.ts';
import { answeredFor, toConfirm } from './plan-answers.ts';
import { behindButtons, behindSentence, runsNow, whatEachDoes } from './plan-behind.ts';
import { forecastShown } from './plan-forecast.ts';
import { leastTime, planPhases } from './plan-phases.ts';

export type PlanShown = {
  readonly rollout: RolloutIn<'planned'>;
  /** What serves now; `image` with digest or tag. */
  /** null when nothing serves. */
  readonly live: { readonly image: string; readonly revision: string } | null;
  /** null for a first deploy. */
  readonly rollbackTarget: { readonly revision: string; readonly ready: boolean; readonly why: string | null } | null;
  /** What the phases can be expected to prove; null where there is nothing to compare with. */
  readonly forecast: Forecast | null;
  readonly mayAdvance: People;
  /** Whole sentences, one line each: session affinity, which image was chosen and why, … */
  readonly notes: readonly string[];
  /** What runs there now: the plan can only supersede it or wait for it. */
  readonly behind: Rollout | null;
  /** For `/deploy plan`: nothing can be confirmed. */
  readonly readOnly: boolean;
};

/** So that there is room within one message for the checklist and for what runs now. */
const LONGEST = { title: 600, notes: 1500, forecast: 1500 } as const;

/** What would be done, shown to the requester alone. The confirm holds for the plan's hash, so for exactly this. */
export function planMessage(shown: PlanShown): MessageContent {
  const { rollout, behind, readOnly } = shown;
  const list: readonly (Block | null)[] = [
    section(
      mrkdwn`📋 *Plan: ${place(rollout)}* · ${imageTag(rollout.image)} · at least ${leastTime(rollout.plan)}`,
      LONGEST.title,
    ),
    behind === null ? null : runsNow(behind, { withLink: !readOnly }),
    fields([
      {
        label: behind === null ? 'Now' : 'Stable',
        value: shown.live
          ? mrkdwn`${fullImageName(shown.live.image)}\n${code(shown.live.revision)}`
          : mrkdwn`Nothing has served yet`,
      },
      { label: 'Then', value: mrkdwn`${imageName(rollout.image)}\n${code(rollout.canary)}` },
    ]),
    section(planPhases(rollout.plan, rollout.stable?.revision ?? null)),
    forecast(shown.forecast),
    fields([
      mayPress(shown),
      { label: 'Rollback', value: rollbackReadiness(shown.rollbackTarget) },
      { label: 'Told in', value: channel(rollout.channel) },
      rollout.because === null ? null : { label: 'Reason', value: mrkdwn`${words(rollout.because)}` },
    ]),
    readOnly ? null : answeredFor(rollout.plan.checklist),
    notes(shown.notes),
    readOnly || behind === null ? null : section(whatEachDoes(rollout, behind)),
    readOnly ? null : actions(`plan-${rollout.id}`, behind ? behindButtons(rollout, behind) : [confirmButton(rollout)]),
    context(readOnly ? mrkdwn`Only you see this. Nothing is started.` : expiry(shown)),
  ];
  return message(
    sentence(shown),
    list.filter((block) => block !== null),
  );
}

function forecast(of: Forecast | null): Block | null {
  if (of === null) return null;
  const { expected, remarks } = forecastShown(of);
  return section(remarks === null ? expected : joined([expected, remarks], '\n'), LONGEST.forecast);
}

/** Only where the plan has a press in it. */
function mayPress({ rollout, mayAdvance }: PlanShown): Field | null {
  const { strategy } = rollout.plan;
  if (strategy === 'replace') return null;
  return { label: strategy === 'canary' ? 'May press Advance' : 'May switch', value: peopleList(mayAdvance) };
}

function rollbackReadiness(target: PlanShown['rollbackTarget']): Mrkdwn {
  if (target === null) return mrkdwn`⚠️ *Will not be possible*\nNothing served before`;
  return target.ready
    ? mrkdwn`Ready\n${code(target.revision)}`
    : mrkdwn`⚠️ *Will not be possible*\n${code(target.revision)} ${target.why ?? 'is not ready'}`;
}

function notes(list: readonly string[]): Block | null {
  return list.length === 0
    ? null
    : section(
        joined(
          list.map((note) => mrkdwn`• ${note}`),
          '\n',
        ),
        LONGEST.notes,
      );
}

function confirmButton(rollout: RolloutIn<'planned'>) {
  const value = planValue(rollout.id, rollout.plan.hash);
  const label = `Deploy to ${rollout.env}`;
  const confirm = toConfirm({ does: 'Start', label, effect: '' }, rollout);
  return button({ action: 'confirm_plan', label, value, style: 'primary', ...(confirm && { confirm }) });
}

function expiry({ rollout, behind }: PlanShown): Mrkdwn {
  const both = behind !== null && can('supersede', behind);
  return mrkdwn`Only you see this. ${both ? 'The buttons work' : 'The button works'} until ${date(rollout.expiresAtMs)}; any change before that voids it.`;
}

function sentence({ rollout, rollbackTarget, behind, readOnly }: PlanShown): Mrkdwn {
  const back = rollbackTarget?.ready ? mrkdwn`` : mrkdwn` A rollback will not be possible.`;
  const press = behind ? behindSentence(behind) : mrkdwn` Press Deploy to ${rollout.env} to start it.`;
  const next = readOnly ? mrkdwn`` : press;
  const what = mrkdwn`${imageTag(rollout.image)}, which takes at least ${leastTime(rollout.plan)}`;
  return mrkdwn`Plan for ${inPlace(rollout)}: ${what}.${back}${next}`;
}
