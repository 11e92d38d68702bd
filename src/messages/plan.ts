import { planValue } from '../core/button.ts';
import type { People } from '../core/catalog.ts';
import type { MessageContent } from '../core/outgoing.ts';
import { clip } from '../core/plain-text.ts';
import type { RolloutIn } from '../core/rollout.ts';
import { SLACK_LIMITS } from '../core/slack-limits.ts';
import { actions, type Block, button, type Confirm, context, type Field, fields, message, section } from './blocks.ts';
import { channel, code, date, joined, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { fullImageName, imageName, imageTag, inPlace, place, words } from './names.ts';
import { peopleList } from './people.ts';
import { leastTime, planPhases } from './plan-phases.ts';

export type PlanShown = {
  readonly rollout: RolloutIn<'planned'>;
  /** What serves now; `image` with digest or tag. */
  readonly live: { readonly image: string; readonly revision: string };
  readonly rollbackTarget: { readonly revision: string; readonly ready: boolean; readonly why: string | null };
  readonly mayAdvance: People;
  /** Whole sentences, one line each: session affinity, which image was chosen and why, … */
  readonly notes: readonly string[];
  /** For `/deploy plan`: nothing can be confirmed. */
  readonly readOnly: boolean;
};

/** What would be done, shown to the requester alone. The confirm holds for the plan's hash, so for exactly this. */
export function planMessage(shown: PlanShown): MessageContent {
  const { rollout, readOnly } = shown;
  const list: readonly (Block | null)[] = [
    section(mrkdwn`📋 *Plan: ${place(rollout)}* · ${imageTag(rollout.image)} · at least ${leastTime(rollout.plan)}`),
    fields([
      { label: 'Now', value: mrkdwn`${fullImageName(shown.live.image)}\n${code(shown.live.revision)}` },
      { label: 'Then', value: mrkdwn`${imageName(rollout.image)}\n${code(rollout.canary)}` },
    ]),
    section(planPhases(rollout.plan, rollout.stable.revision)),
    fields([
      mayPress(shown),
      { label: 'Rollback', value: rollbackReadiness(shown.rollbackTarget) },
      { label: 'Told in', value: channel(rollout.channel) },
      rollout.because === null ? null : { label: 'Reason', value: mrkdwn`${words(rollout.because)}` },
    ]),
    readOnly ? null : answeredFor(rollout.plan.checklist),
    notes(shown.notes),
    readOnly ? null : actions(`plan-${rollout.id}`, [confirmButton(rollout)]),
    context(readOnly ? mrkdwn`Only you see this. Nothing is started.` : expiry(rollout)),
  ];
  return message(
    sentence(shown),
    list.filter((block) => block !== null),
  );
}

/** Only where the plan has a press in it. */
function mayPress({ rollout, mayAdvance }: PlanShown): Field | null {
  const { strategy } = rollout.plan;
  if (strategy === 'replace') return null;
  return { label: strategy === 'canary' ? 'May press Advance' : 'May switch', value: peopleList(mayAdvance) };
}

function rollbackReadiness(target: PlanShown['rollbackTarget']): Mrkdwn {
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
      );
}

function answeredFor(checklist: readonly string[]): Block | null {
  if (checklist.length === 0) return null;
  const items = checklist.map((item) => mrkdwn`☑ ${item}`);
  // Ten of the longest sentences a catalog takes, with some of their signs escaped.
  return section(joined([mrkdwn`*By starting it you confirm*`, ...items], '\n'), 1200);
}

function confirmButton(rollout: RolloutIn<'planned'>) {
  const value = planValue(rollout.id, rollout.plan.hash);
  const label = `Deploy to ${rollout.env}`;
  const confirm = toConfirm(label, rollout);
  return button({ action: 'confirm_plan', label, value, style: 'primary', ...(confirm && { confirm }) });
}

/** Whoever answers for something says so in a press of its own. Sentences are all there or counted, never cut. */
function toConfirm(label: string, { service, env, plan }: RolloutIn<'planned'>): Confirm | null {
  const { checklist } = plan;
  if (checklist.length === 0) return null;
  const whole = `By starting it you confirm: ${checklist.join('; ')}.`;
  const counted = `By starting it you confirm all ${checklist.length} sentences of the list in the plan.`;
  return {
    title: clip(`Start ${service} in ${env}?`, SLACK_LIMITS.confirmTitle),
    text: whole.length > SLACK_LIMITS.confirmText ? counted : whole,
    yes: clip(label, SLACK_LIMITS.confirmButton),
    no: 'Not yet',
  };
}

function expiry(rollout: RolloutIn<'planned'>): Mrkdwn {
  return mrkdwn`Only you see this. The button works until ${date(rollout.expiresAtMs)}; any change before that voids it.`;
}

function sentence({ rollout, rollbackTarget, readOnly }: PlanShown): Mrkdwn {
  const back = rollbackTarget.ready ? mrkdwn`` : mrkdwn` A rollback will not be possible.`;
  const next = readOnly ? mrkdwn`` : mrkdwn` Press Deploy to ${rollout.env} to start it.`;
  const what = mrkdwn`${imageTag(rollout.image)}, which takes at least ${leastTime(rollout.plan)}`;
  return mrkdwn`Plan for ${inPlace(rollout)}: ${what}.${back}${next}`;
}
