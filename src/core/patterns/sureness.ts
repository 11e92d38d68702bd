import { clumpSize } from '../judge/clumps.ts';
import type { Exposure } from './exposure.ts';
import { logEvidence, type Rate } from './raised.ts';
import type { BySide } from './sorted-tallies.ts';
import type { Tally } from './tally.ts';
import { requestsOf } from './times.ts';

/** How often all of a report's patterns together may be called new or raised without being so, however often one looks. */
const DOUBT = 0.05;
/** Still "no more often than stable", as the judge has it. */
const MARGIN = 1.5;
/** Nothing beside to tell a change of the hour from a change of the code. */
const MARGIN_ALONE = 3;
/** Stable beside that serves less than this part of what the subject serves is no comparison. */
const LEAST_BESIDE = 0.1;
const MINUTE_MS = 60_000;

/** What the numbers say of a pattern. */
export type Sureness = {
  readonly isOnStable: boolean;
  /** Surely more often per request than on stable. */
  readonly isSure: boolean;
  /** Logarithm of the e-value: more is surer. */
  readonly log: number;
};

export type Among = { readonly exposure: Exposure; readonly stableMs: number; readonly patterns: number };

/**
 * Of `patterns` that are looked at together each must be that much surer. It must hold against stable beside, where what
 * happens to both at once cancels out, and against beside and before together, where what is rare had time to show. What
 * stable has never shown needs to be surer by the number of patterns only over all that time: beside, the one thing that
 * could still be behind it is an outage that began for both just now.
 */
export function surenessOf(shown: BySide, { exposure, stableMs, patterns }: Among): Sureness {
  const stable = [...shown.beside, ...shown.before];
  const isOnStable = stable.some(({ errors, requests }) => errors > 0 || requests > 0);
  // Time says how long stable was silent; how often it speaks per request only requests can say.
  if (isOnStable && exposure.unit === 'ms') return { isOnStable, isSure: false, log: Number.NEGATIVE_INFINITY };
  const clump = clumpOf(stable, stableMs);
  const rate = (tallies: readonly Tally[], exposed: number): Rate => ({
    failing: requestsOf(tallies) / clump,
    exposure: exposed / clump,
  });
  const subject = rate(shown.subject, exposure.subject);
  const hasBeside = exposure.beside > 0 && exposure.beside >= LEAST_BESIDE * exposure.subject;
  const all = rate(stable, exposure.beside + exposure.before);
  const logAll = logEvidence(subject, all, hasBeside ? MARGIN : MARGIN_ALONE);
  const logBeside = hasBeside ? logEvidence(subject, rate(shown.beside, exposure.beside), MARGIN) : logAll;
  const needed = Math.log(patterns / DOUBT);
  const neededBeside = isOnStable ? needed : Math.log(1 / DOUBT);
  return { isOnStable, isSure: logAll >= needed && logBeside >= neededBeside, log: Math.min(logAll, logBeside) };
}

/** How many of stable's failing requests come together in a minute: so many are one piece of news. */
function clumpOf(stable: readonly Tally[], stableMs: number): number {
  const minutes = [...Map.groupBy(stable, ({ minuteMs }) => minuteMs).values()].map(requestsOf);
  return clumpSize({
    windows: Math.max(minutes.length, Math.round(stableMs / MINUTE_MS)),
    errors: requestsOf(stable),
    squares: minutes.reduce((sum, requests) => sum + requests * requests, 0),
  });
}
