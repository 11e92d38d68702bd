import { clumpOf, type Lengths } from './clump.ts';
import type { Exposure } from './exposure.ts';
import { logEvidence, type Rate } from './raised.ts';
import type { BySide } from './sorted-tallies.ts';
import type { Tally } from './tally.ts';
import { requestsOf } from './times.ts';

/** How often all of a report's patterns together may be called new or raised without being so, however often one looks. */
const DOUBT = 0.05;
/** Still "no more often than stable": instances, caches and clients differ a little. */
const MARGIN = 1.25;
/** Nothing beside to tell a change of the hour from a change of the code. */
const MARGIN_ALONE = 3;
/** Stable beside that serves less than this part of what the subject serves is no comparison. */
const LEAST_BESIDE = 0.1;

/** What the numbers say of a pattern. */
export type Sureness = {
  readonly isOnStable: boolean;
  /** Surely more often per request than on stable. */
  readonly isSure: boolean;
  /** Logarithm of the e-value: more is surer. */
  readonly log: number;
};

export type Among = {
  readonly exposure: Exposure;
  readonly lengths: Lengths;
  readonly usualClump: number;
  /** Of any side: each might have been called new or raised. */
  readonly patterns: number;
};

/**
 * Of `patterns` that are looked at together each must be that much surer. It must hold against stable beside, where what
 * happens to both at once cancels out, and against beside and before together, where what is rare had time to show. What
 * stable has never shown needs to be surer by the number of patterns only over all that time: beside, the one thing that
 * could still be behind it is an outage that began for both just now.
 */
export function surenessOf(shown: BySide, { exposure, lengths, usualClump, patterns }: Among): Sureness {
  const stable = [...shown.beside, ...shown.before];
  const isOnStable = stable.some(({ errors, requests }) => errors > 0 || requests > 0);
  // Time says how long stable was silent; how often it speaks per request only requests can say.
  if (isOnStable && exposure.unit === 'ms') return { isOnStable, isSure: false, log: Number.NEGATIVE_INFINITY };
  const clump = clumpOf(shown, lengths, usualClump);
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
