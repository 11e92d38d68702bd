import type { Bucket, Minute } from '../evidence/evidence.ts';
import { type Dice, drawn } from './dice.ts';
import type { PastMinute } from './past.ts';

/** How the traffic of one sampling period is shared out. `share`: the canary's, 0…1. */
export type Shares = {
  readonly canary: string;
  readonly stable: string;
  readonly share: number;
  readonly windowMs: number;
};

/** A period as two revisions would have shown it that are the same. */
export type Split = { readonly minutes: readonly Minute[]; readonly buckets: readonly Bucket[] };

/**
 * Gives each request to one of two identical revisions by lot. Monitoring does not say when in its period a request failed:
 * failures come when the request log saw some of that period, so that a burst stays one. What it does not have, and what
 * was slow, is spread evenly over the period, where a burst of seconds becomes a bad minute.
 */
export function splitOf({ failedAtMs, ...minute }: PastMinute, shares: Shares, dice: Dice): Split {
  const { canary, stable, share } = shares;
  const part = (count: number) => drawn(dice, count, share);
  const errors = part(minute.errors);
  const one = {
    errors,
    requests: errors + part(Math.max(0, minute.requests - minute.errors)),
    slow: levelOf(minute.slow, part),
    verySlow: levelOf(minute.verySlow, part),
  };
  const own: Minute = { ...minute, revision: canary, ...one };
  const rest: Minute = { ...minute, revision: stable, ...leftOf(minute, one) };
  const sides = share >= 1 ? [own] : [own, rest];
  const moments = { windowMs: shares.windowMs, failedAtMs, dice };
  return { minutes: sides, buckets: sides.flatMap((side) => bucketsOf(side, moments)) };
}

type Level = Minute['slow'];
type Counted = Pick<Minute, 'requests' | 'errors' | 'slow' | 'verySlow'>;

function levelOf({ surely, possibly }: Level, part: (count: number) => number): Level {
  const sure = part(surely);
  return { surely: sure, possibly: sure + part(Math.max(0, possibly - surely)) };
}

function leftOf(all: Counted, taken: Counted): Counted {
  const level = (one: Level, other: Level) => ({
    surely: one.surely - other.surely,
    possibly: one.possibly - other.possibly,
  });
  return {
    requests: all.requests - taken.requests,
    errors: all.errors - taken.errors,
    slow: level(all.slow, taken.slow),
    verySlow: level(all.verySlow, taken.verySlow),
  };
}

type Moments = { readonly windowMs: number; readonly failedAtMs: readonly number[]; readonly dice: Dice };
type Kind = 'errors' | 'slow' | 'verySlow';

/** What the request log would have told of it. Each failure is taken for a client of its own. */
function bucketsOf(side: Minute, { windowMs, failedAtMs, dice }: Moments): readonly Bucket[] {
  const count = Math.max(1, Math.floor(side.lengthMs / windowMs));
  const counts = Array.from({ length: count }, () => ({ errors: 0, slow: 0, verySlow: 0 }));
  const anyOf = (length: number) => Math.min(length - 1, Math.floor(dice() * length));
  const windowOf = (atMs: number) => Math.min(count - 1, Math.floor((atMs - side.atMs) / windowMs));
  const put = (howMany: number, where: () => number, ...kinds: readonly Kind[]) => {
    for (let one = 0; one < howMany; one++) {
      const into = counts[where()];
      if (into) for (const kind of kinds) into[kind] += 1;
    }
  };
  const anywhere = () => anyOf(count);
  const whenSeen = () => windowOf(failedAtMs[anyOf(failedAtMs.length)] ?? side.atMs);
  const verySlow = Math.min(side.verySlow.surely, side.slow.surely);
  put(side.errors, failedAtMs.length > 0 ? whenSeen : anywhere, 'errors');
  put(verySlow, anywhere, 'slow', 'verySlow');
  put(side.slow.surely - verySlow, anywhere, 'slow');
  return counts.flatMap((known, index) => {
    if (known.errors + known.slow === 0) return [];
    const atMs = side.atMs + index * windowMs;
    return [{ revision: side.revision, atMs, ...known, refused: 0, failingClients: known.errors }];
  });
}
