import { tailChance } from './chance.ts';
import type { Moment } from './moments.ts';
import type { Pair } from './tally.ts';
import { addTo, newPair, ratio } from './tally.ts';

/** The same while of both revisions, up to now. */
export type LookBack = Pair & {
  readonly sinceMs: number;
  readonly untilMs: number;
  /** Windows in which the canary had errors. */
  readonly failingWindows: number;
  /** The same in slots of four windows: how spread its errors are. */
  readonly failingSlots: number;
  readonly isCounted: boolean;
};

/** 1, 3, 10 and 30 minutes of windows. */
export const SPANS = [12, 36, 120, 360] as const;
const SLOT = 4;

export type LookBacks = readonly [LookBack, LookBack, LookBack, LookBack];

export function lookBacks(moments: readonly Moment[], nowMs: number, windowMs: number): LookBacks {
  const back = (windows: number) =>
    lookBack(moments, { sinceMs: nowMs - windows * windowMs, untilMs: nowMs }, windowMs);
  return [back(SPANS[0]), back(SPANS[1]), back(SPANS[2]), back(SPANS[3])];
}

/** What began within the span. */
export function lookBack(
  moments: readonly Moment[],
  { sinceMs, untilMs }: Pick<LookBack, 'sinceMs' | 'untilMs'>,
  windowMs: number,
): LookBack {
  const sum = newPair();
  let failingWindows = 0;
  let isCounted = true;
  const slots = new Set<number>();
  for (let index = moments.length - 1; index >= 0; index--) {
    const moment = moments[index];
    if (!moment || moment.atMs < sinceMs) break;
    if (moment.atMs >= untilMs) continue;
    addTo(sum, moment);
    isCounted &&= moment.isCounted;
    if (moment.canary.errors === 0) continue;
    failingWindows += 1;
    slots.add(Math.floor(moment.atMs / (SLOT * windowMs)));
  }
  return { ...sum, sinceMs, untilMs, failingWindows, failingSlots: slots.size, isCounted };
}

/** The look-back in which the canary's part of what is bad is least likely to be chance: the one that is worth quoting. */
export function clearest(
  spans: readonly LookBack[],
  what: 'errors' | 'slow' | 'verySlow' | 'refused',
): LookBack | null {
  let best: LookBack | null = null;
  let least = 2;
  for (const span of spans) {
    const { canary, stable } = span;
    if (canary[what] === 0) continue;
    const fair = Math.min(0.999, ratio(canary.requests, canary.requests + stable.requests));
    const chance = tailChance(canary[what], canary[what] + stable[what], fair);
    if (chance < least * 0.99) [best, least] = [span, chance];
  }
  return best;
}
