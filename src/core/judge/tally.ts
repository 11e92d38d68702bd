import type { Tally } from './seen.ts';

/** Canary and stable over the same time. */
export type Pair = { readonly canary: Tally; readonly stable: Tally };

const NOTHING: Tally = { requests: 0, errors: 0, refused: 0, slow: 0, verySlow: 0, failingClients: 0 };
export const NONE: Pair = { canary: NOTHING, stable: NOTHING };

/**
 * A tally that can be counted with, whatever arrived: no number is negative, infinite or no number at all, and there
 * are never more bad requests than requests (an estimate of them may be too low). The same one where it is in order.
 */
export function sane(tally: Tally): Tally {
  return isSane(tally) ? tally : mended(tally);
}

function isSane({ requests, errors, refused, slow, verySlow, failingClients }: Tally): boolean {
  const sum = requests + errors + refused + slow + verySlow + failingClients;
  const least = Math.min(errors, refused, slow, verySlow, failingClients);
  return Number.isFinite(sum) && least >= 0 && requests >= errors && requests >= slow && slow >= verySlow;
}

function mended(tally: Tally): Tally {
  const errors = amount(tally.errors);
  const slow = amount(tally.slow);
  return {
    requests: Math.max(amount(tally.requests), errors, slow),
    errors,
    refused: amount(tally.refused),
    slow,
    verySlow: Math.min(slow, amount(tally.verySlow)),
    failingClients: amount(tally.failingClients),
  };
}

function amount(value: number): number {
  return Number.isFinite(value) && value > 0 ? value : 0;
}

/** A tally that is being added up in place: hundreds of windows are at every look. */
type Growing = { -readonly [Name in keyof Tally]: Tally[Name] };

/** Sums that grow; whoever reads them takes them for a `Pair`. */
export type GrowingPair = { readonly canary: Growing; readonly stable: Growing };

export function newPair(): GrowingPair {
  return { canary: { ...NOTHING }, stable: { ...NOTHING } };
}

export function addTo(sum: GrowingPair, { canary, stable }: Pair): void {
  addTally(sum.canary, canary);
  addTally(sum.stable, stable);
}

function addTally(sum: Growing, other: Tally): void {
  sum.requests += other.requests;
  sum.errors += other.errors;
  sum.refused += other.refused;
  sum.slow += other.slow;
  sum.verySlow += other.verySlow;
  sum.failingClients += other.failingClients;
}

/** `part` of `whole`, 0 where there is no whole. */
export function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
