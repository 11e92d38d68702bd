import type { Tally } from './seen.ts';

/** Canary and stable over the same time. */
export type Pair = { readonly canary: Tally; readonly stable: Tally };

export const NOTHING: Tally = { requests: 0, errors: 0, refused: 0, slow: 0, verySlow: 0, failingClients: 0 };
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

export function plus(one: Tally, other: Tally): Tally {
  return {
    requests: one.requests + other.requests,
    errors: one.errors + other.errors,
    refused: one.refused + other.refused,
    slow: one.slow + other.slow,
    verySlow: one.verySlow + other.verySlow,
    failingClients: one.failingClients + other.failingClients,
  };
}

export function both(one: Pair, other: Pair): Pair {
  return { canary: plus(one.canary, other.canary), stable: plus(one.stable, other.stable) };
}

/** `part` of `whole`, 0 where there is no whole. */
export function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
