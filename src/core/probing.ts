import type { Probes } from './catalog.ts';
import { sureBelow } from './judge/chance.ts';
import { DEFAULT_PARAMS } from './judge/params.ts';
import type { Rollout } from './rollout.ts';

/**
 * How the requests to the new revision's own URL went, before it had users. They speak for their own paths, and are no
 * evidence of what users meet.
 */
export type Probed = {
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly sent: number;
  readonly failed: number;
  /** Of these, how many when half of all had been sent: by then it was warm. */
  readonly failedWarm: number;
  readonly slowestMs: number;
  /** What came of the first that failed; null where none did. */
  readonly firstFailure: string | null;
};

/** What came of one: `failure` in words, null where it was answered as it should be. */
export type ProbeOutcome = { readonly failure: string | null; readonly tookMs: number };

/** One or two are an accident, whatever their share. */
const MIN_FAILED = 3;
/** They are looked at again and again while they are sent: each look has to be the surer. */
const DOUBT_TO_FAIL = 0.01;
const DOUBT = 0.05;

/**
 * What is asked of the new revision before it has users; null where nothing is. A single writer and a first deploy serve
 * from the moment they start: there is no time before their users.
 */
export function probesOf({ plan, stable }: Pick<Rollout, 'plan' | 'stable'>): Probes | null {
  return plan.singleWriter || stable === null ? null : plan.judging.probes;
}

/** The paths of the next probes, in turn and at most `most`; none when all have been sent. */
export function nextProbes({ paths, requests }: Probes, probed: Probed | null, most: number): readonly string[] {
  const sent = probed?.sent ?? 0;
  const length = Math.max(0, Math.min(most, requests - sent));
  return Array.from({ length }, (_, index) => paths[(sent + index) % paths.length] ?? '/');
}

/** The first half of them warms it. */
function cold({ requests }: Probes): number {
  return Math.floor(requests / 2);
}

/** `sinceMs` and `untilMs`: when these were sent, and when the last of them had ended. */
export function withOutcomes(
  probes: Probes,
  { probed, outcomes }: { readonly probed: Probed | null; readonly outcomes: readonly ProbeOutcome[] },
  { sinceMs, untilMs }: Pick<Probed, 'sinceMs' | 'untilMs'>,
): Probed {
  const failures = outcomes.map(({ failure }) => failure).filter((failure) => failure !== null);
  const warm = outcomes.slice(Math.max(0, cold(probes) - (probed?.sent ?? 0)));
  return {
    sinceMs: probed?.sinceMs ?? sinceMs,
    untilMs,
    sent: (probed?.sent ?? 0) + outcomes.length,
    failed: (probed?.failed ?? 0) + failures.length,
    failedWarm: (probed?.failedWarm ?? 0) + warm.filter(({ failure }) => failure !== null).length,
    slowestMs: Math.max(probed?.slowestMs ?? 0, ...outcomes.map(({ tookMs }) => tookMs)),
    firstFailure: probed?.firstFailure ?? failures[0] ?? null,
  };
}

/** The share of failures that the first phase with users allows: what surely fails more often gets none. */
export function mostThatMayFail({ phases }: Rollout['plan']): number {
  return phases.find(({ percent }) => percent > 0)?.criteria.maxErrorShare ?? 1;
}

/**
 * True when they surely fail more often than `most`, 0…1 (Clopper and Pearson, 99 %). A new instance may stumble until it is
 * warm, and probes are there to warm it: in their first half only gross failures count, as after a shift of traffic.
 */
export function failsTooOften(probes: Probes, { sent, failed, failedWarm }: Probed, most: number): boolean {
  const isGross = isSurelyAbove(failed, sent, DEFAULT_PARAMS.coldShare);
  return isGross || isSurelyAbove(failedWarm, sent - cold(probes), most);
}

function isSurelyAbove(failed: number, sent: number, share: number): boolean {
  // So few were answered well.
  return failed >= MIN_FAILED && 1 - sureBelow(sent - failed, sent, DOUBT_TO_FAIL) > share;
}

/** The share of failures on these paths that is excluded, 95 % sure. */
export function excludedBy({ failed, sent }: Probed): number {
  return sureBelow(failed, sent, DOUBT);
}
