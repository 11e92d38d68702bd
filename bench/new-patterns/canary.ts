import type { Random } from '../../sandbox/google/seeded-random.ts';
import { meanShare } from '../../src/core/evidence/split.ts';
import { MAY_BE_RAISED, MESSAGES, OUTAGE, PLANTED, rateOf } from './messages.ts';
import { poisson } from './poisson.ts';
import { MINUTE_MS, START_MS } from './time.ts';
import type { World } from './worlds.ts';

export const CANARY = 'shop-r2';
export const STABLE = 'shop-r1';
export const HISTORY_MINUTES = 60;
/** What happens is drawn in pieces of this length; looks are as far apart. */
export const PIECE_MS = 30_000;
/** What the burst of stable shows. */
const OF_BURST = 3;

/** What one revision did in one piece of time: its requests, and how many of them showed what. */
export type Piece = {
  readonly revision: string;
  readonly atMs: number;
  readonly requests: number;
  readonly shown: ReadonlyMap<string, number>;
};

/** A canary and the hour before it, drawn by lot. */
export function played(world: World, random: Random): readonly Piece[] {
  const first = -HISTORY_MINUTES;
  const pieces = ((world.minutes - first) * MINUTE_MS) / PIECE_MS;
  return Array.from({ length: pieces }, (_none, index) => START_MS + first * MINUTE_MS + index * PIECE_MS).flatMap(
    (atMs) => {
      const share = meanShare(world.shifts, { fromMs: atMs, untilMs: atMs + PIECE_MS });
      const all = (world.perSecond * world.volume(minuteOf(atMs)) * PIECE_MS) / 1_000;
      return [
        pieceOf(world, random, { revision: CANARY, atMs, requests: Math.round(all * share) }),
        pieceOf(world, random, { revision: STABLE, atMs, requests: Math.round(all * (1 - share)) }),
      ].filter(({ requests }) => requests > 0);
    },
  );
}

function minuteOf(atMs: number): number {
  return (atMs - START_MS) / MINUTE_MS;
}

function pieceOf(world: World, random: Random, served: Omit<Piece, 'shown'>): Piece {
  const { revision, atMs, requests } = served;
  const minute = minuteOf(atMs);
  const isCanary = revision === CANARY;
  const shown = new Map<string, number>();
  const show = (key: string, times: number) => {
    if (times > 0) shown.set(key, (shown.get(key) ?? 0) + times);
  };
  for (const [index, { key }] of MESSAGES.entries()) {
    const often = isCanary && key === MAY_BE_RAISED.key ? world.raised : 1;
    const mean = requests * rateOf(index) * often * world.trouble(minute);
    show(key, poisson(random, mean / world.clump) * world.clump);
  }
  if (isCanary) show(PLANTED.key, poisson(random, requests * world.planted));
  if (world.outage && minute >= world.outage.minute) show(OUTAGE.key, poisson(random, requests * world.outage.share));
  if (world.burst && !isCanary && minute === world.burst.minute) {
    for (const { key } of MESSAGES.slice(-OF_BURST)) show(key, poisson(random, world.burst.requests / OF_BURST));
  }
  return { ...served, shown };
}
