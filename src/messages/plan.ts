import { planValue } from '../core/button.ts';
import type { People, Phase } from '../core/catalog.ts';
import type { MessageContent } from '../core/outgoing.ts';
import type { Plan, RolloutIn } from '../core/rollout.ts';
import { actions, andMore, type Block, button, context, fields, message, section } from './blocks.ts';
import { duration } from './figures.ts';
import { code, date, joined, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { fullImageName, imageName, inPlace, place } from './names.ts';
import { peopleList } from './people.ts';

const MOST_PHASES = 10;

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
    section(mrkdwn`📋 *Plan: ${place(rollout)}*`),
    fields([
      { label: 'Now', value: mrkdwn`${fullImageName(shown.live.image)} in ${code(shown.live.revision)}` },
      { label: 'Then', value: mrkdwn`${imageName(rollout.image)} in ${code(rollout.canary)}` },
    ]),
    section(steps(rollout.plan, rollout.stable.revision)),
    fields([
      rollout.plan.strategy === 'canary' ? { label: 'May press Advance', value: peopleList(shown.mayAdvance) } : null,
      { label: 'Rollback', value: rollbackReadiness(shown.rollbackTarget) },
    ]),
    notes(shown.notes),
    readOnly ? null : actions(`plan-${rollout.id}`, [confirmButton(rollout)]),
    context(readOnly ? mrkdwn`Only shown: nothing is started.` : expiry(rollout)),
  ];
  return message(
    sentence(shown),
    list.filter((block) => block !== null),
  );
}

function steps({ phases, strategy }: Plan, stable: string): Mrkdwn {
  if (strategy === 'replace') {
    const bake = phases.map((phase) => mrkdwn`Watch it for ${duration(phase.bakeMs)}`);
    return joined(
      [
        mrkdwn`*It is down while it is replaced:* the old one stops before the new one starts.`,
        mrkdwn`Stop ${code(stable)}, start the new one, verify it`,
        ...bake,
      ],
      '\n• ',
    );
  }
  const total = duration(phases.reduce((sum, phase) => sum + phase.bakeMs, 0));
  const lines = phases.slice(0, MOST_PHASES).map((phase, index) => phaseLine(phase, phases[index + 1]));
  const more = andMore(phases.length - MOST_PHASES);
  const all = [mrkdwn`*Phases*, ${total} in all at least`, ...lines, ...(more === '' ? [] : [mrkdwn`${more}`])];
  return joined(all, '\n• ');
}

function phaseLine(phase: Phase, next: Phase | undefined): Mrkdwn {
  const watch = mrkdwn`${phase.percent} % for ${duration(phase.bakeMs)}`;
  if (!next) return mrkdwn`${watch}, then done`;
  return phase.advance === 'auto'
    ? mrkdwn`${watch}, then ${next.percent} % by itself`
    : mrkdwn`${watch}, then somebody presses Advance to ${next.percent} %`;
}

function rollbackReadiness(target: PlanShown['rollbackTarget']): Mrkdwn {
  return target.ready
    ? mrkdwn`To ${code(target.revision)}, which is ready`
    : mrkdwn`*Will not be possible:* ${code(target.revision)} ${target.why ?? 'is not ready'}`;
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

function confirmButton(rollout: RolloutIn<'planned'>) {
  const value = planValue(rollout.id, rollout.plan.hash);
  return button({ action: 'confirm_plan', label: `Deploy to ${rollout.env}`, value, style: 'primary' });
}

function expiry(rollout: RolloutIn<'planned'>): Mrkdwn {
  return mrkdwn`Only you see this. The button works until ${date(rollout.expiresAtMs)}; any change before that voids it.`;
}

function sentence({ rollout, rollbackTarget, readOnly }: PlanShown): Mrkdwn {
  const back = rollbackTarget.ready ? mrkdwn`` : mrkdwn` A rollback will not be possible.`;
  const next = readOnly ? mrkdwn`` : mrkdwn` Press Deploy to ${rollout.env} to start it.`;
  return mrkdwn`Plan for ${inPlace(rollout)}: ${imageName(rollout.image)}.${back}${next}`;
}
