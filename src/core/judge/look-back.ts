import { tailChance } from './chance.ts';
import type { Moment } from './moments.ts';
import type { Pair } from './tally.ts';
import { addTo, newPair, ratio } from './tally.ts';

/** The same while of both revisions, up to now. */
export type LookBack = Pair & {
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly isCounted: boolean;
};

/** 1, 3, 10 and 30 minutes of windows. */
export const SPANS = [12, 36, 120, 360] as const;

export type LookBacks = readonly [LookBack, LookBack, LookBack, LookBack];

export function lookBacks(moments: readonly Moment[], nowMs: number, windowMs: number): LookBacks {
  const back = (windows: number) => lookBack(moments, { sinceMs: nowMs - windows * windowMs, untilMs: nowMs });
  return [back(SPANS[0]), back(SPANS[1]), back(SPANS[2]), back(SPANS[3])];
}

/** What began within the span. */
export function lookBack(
  moments: readonly Moment[],
  { sinceMs, untilMs }: Pick<LookBack, 'sinceMs' | 'untilMs'>,
): LookBack {
  const sum = newPair();
  let isCounted = true;
  for (let index = moments.length - 1; index >= 0; index--) {
    const moment = moments[index];
    if (!moment || moment.atMs < sinceMs) break;
    if (moment.atMs >= untilMs) continue;
    addTo(sum, moment);
    isCounted &&= moment.isCounted;
  }
  return { ...sum, sinceMs, untilMs, isCounted };
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
