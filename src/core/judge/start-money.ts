import type { JudgeParams } from './params.ts';
import { MINUTE } from './params.ts';

/**
 * When a wager's money comes into play; it sums to at most 1. Much at the beginning and at each shift, when faults begin, and
 * the rest minute after minute as 10 ÷ ((j + 9)(j + 10)), which sums to 1 over all j.
 */
export type StartMoney = { left: number; shiftsSeen: number; minutes: number; nextMinuteAtMs: number | null };

const AT_START = 0.4;
const AT_SHIFT = 0.12;
const BY_MINUTES = 0.24;

export function newStartMoney(): StartMoney {
  return { left: 1, shiftsSeen: 0, minutes: 0, nextMinuteAtMs: null };
}

/** How much comes into play before the window at `atMs`, `shifts` of the rollout being behind it. */
export function dueAt(
  start: StartMoney,
  { atMs, shifts, windowMs }: { readonly atMs: number; readonly shifts: number; readonly windowMs: number },
): number {
  let due = start.nextMinuteAtMs === null ? AT_START : 0;
  if (start.nextMinuteAtMs === null) start.shiftsSeen = shifts;
  if (shifts > start.shiftsSeen) {
    due += AT_SHIFT * (shifts - start.shiftsSeen);
    start.shiftsSeen = shifts;
  }
  if (start.nextMinuteAtMs === null || atMs >= start.nextMinuteAtMs) {
    start.minutes += 1;
    start.nextMinuteAtMs = atMs + MINUTE * windowMs;
    due += (BY_MINUTES * 10) / ((start.minutes + 9) * (start.minutes + 10));
  }
  const given = Math.min(due, start.left);
  start.left -= given;
  return given;
}

/** Money over this is proof enough at the given chance of being wrong. */
export function bar({ alpha }: Pick<JudgeParams, 'alpha'>): number {
  return 1 / alpha;
}
