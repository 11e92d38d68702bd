import type { Phase } from '../core/catalog.ts';
import type { Share } from '../core/foreign.ts';
import type { Rollout } from '../core/rollout.ts';
import { canaryPercent, hasEnded, isPreview } from '../core/rollout.ts';
import { bold, joined, type Mrkdwn, mrkdwn } from './mrkdwn.ts';

const CELLS = 10;

/** "▰▰▰▱▱▱▱▱▱▱" for 25 %. Any share above nothing shows one cell. */
export function bar(percent: number): string {
  const full = percent <= 0 ? 0 : Math.max(1, Math.round((percent / 100) * CELLS));
  return `${'▰'.repeat(full)}${'▱'.repeat(CELLS - full)}`;
}

/** "5 → *25* → 50 → 100 %", the phase of `percent` in bold. */
export function phaseTrail(phases: readonly Phase[], percent: number): Mrkdwn {
  const steps = phases.map((phase) => {
    const step = mrkdwn`${phase.percent}`;
    return phase.percent === percent ? bold(step) : step;
  });
  return mrkdwn`${joined(steps, ' → ')} %`;
}

/** The phase that the rollout is in (while traffic moves: the one it moves to); null before the first and after the end. */
export function phaseNow(rollout: Rollout): { readonly phase: Phase; readonly index: number } | null {
  if (hasEnded(rollout) || !('phaseIndex' in rollout)) return null;
  const phase = rollout.plan.phases[rollout.phaseIndex];
  return phase ? { phase, index: rollout.phaseIndex } : null;
}

/** The share that follows the phase the rollout is in; null in the last one. */
export function nextPercent(rollout: Rollout): number | null {
  const now = phaseNow(rollout);
  return now ? (rollout.plan.phases[now.index + 1]?.percent ?? null) : null;
}

/** What the button says that moves a waiting rollout on. */
export function pressLabel(rollout: Rollout): string {
  const next = nextPercent(rollout);
  if (next === null) return 'Finish rollout';
  return isPreview(rollout) ? `Switch to ${next} %` : `Advance canary to ${next} %`;
}

/** What the judge judged last: the phase in hand, else the one whose share was real last. */
export function judgedPhase(rollout: Rollout): Phase | null {
  const lastPercent = rollout.marks.at(-1)?.percent;
  return rollout.plan.phases.find((phase) => phase.percent === lastPercent) ?? null;
}

/** The canary's share as the card shows it: a rollback without a rollout starts from all traffic. */
export function shownPercent(rollout: Rollout): number {
  if (rollout.state === 'rollingBack') return rollout.step === 'report' ? 0 : rollout.fromPercent;
  if (rollout.state === 'stuck' && rollout.kind === 'rollback') return 100;
  return shareByOthers(rollout, rollout.canary) ?? canaryPercent(rollout);
}

/** What a revision has where others have decided that; null where this rollout did. */
export function shareByOthers(rollout: Rollout, revision: string): number | null {
  const shares = sharesByOthers(rollout);
  return shares && (shares.find((one) => one.revision === revision)?.percent ?? 0);
}

function sharesByOthers(rollout: Rollout): readonly Share[] | null {
  if (rollout.state === 'aborted') return rollout.leftAs;
  return rollout.state === 'paused' ? (rollout.foreign?.traffic?.now ?? null) : null;
}

/** A rollback of what nobody had been sent to: there is no traffic that came back. */
export function hadNoUsers(rollout: Rollout): boolean {
  return rollout.kind === 'deploy' && !hasMovedTraffic(rollout);
}

/** Users have felt it: the canary had traffic, or the old revision was stopped. */
export function hasMovedTraffic(rollout: Rollout): boolean {
  return rollout.marks.length > 0 || rollout.downtimeMs !== null;
}
