import type { Tally } from '../judge/seen.ts';
import type { Bucket } from './evidence.ts';

/** What the request log knows of a revision in a window: everything but how many requests there were. */
export type Bad = Omit<Tally, 'requests'>;

export const NOTHING_BAD: Bad = { errors: 0, refused: 0, slow: 0, verySlow: 0, failingClients: 0 };

/**
 * Bad requests by revision and by the window in which their bucket begins; windows begin at multiples of `windowMs`. A
 * bucket that came twice counts once, and nothing that began after `nowMs` counts.
 */
export function badByWindow(
  buckets: readonly Bucket[],
  { windowMs, nowMs }: { readonly windowMs: number; readonly nowMs: number },
): (revision: string | null, windowAtMs: number) => Bad {
  const single = new Map<string, Bucket>();
  for (const bucket of buckets) {
    if (bucket.atMs > nowMs) continue;
    const key = `${bucket.revision} ${bucket.atMs}`;
    const known = single.get(key);
    single.set(key, known ? { ...bucket, ...larger(bucket, known) } : bucket);
  }
  const byWindow = new Map<string, Bad>();
  for (const bucket of single.values()) {
    const key = `${bucket.revision} ${Math.floor(bucket.atMs / windowMs) * windowMs}`;
    byWindow.set(key, sumOf(byWindow.get(key) ?? NOTHING_BAD, bucket));
  }
  return (revision, windowAtMs) => byWindow.get(`${revision} ${windowAtMs}`) ?? NOTHING_BAD;
}

/** `requests` are what was counted or estimated; there were never fewer than the bad ones among them. */
export function tallyOf(requests: number, { errors, refused, slow, verySlow, failingClients }: Bad): Tally {
  return {
    requests: Math.max(requests, errors + refused, slow, verySlow),
    errors,
    refused,
    slow,
    verySlow,
    failingClients,
  };
}

/** Counts only grow: of two readings of one bucket each number's larger one is the later. */
function larger(one: Bad, other: Bad): Bad {
  return combined(one, other, Math.max);
}

function sumOf(one: Bad, other: Bad): Bad {
  return combined(one, other, (left, right) => left + right);
}

function combined(one: Bad, other: Bad, combine: (left: number, right: number) => number): Bad {
  return {
    errors: combine(one.errors, other.errors),
    refused: combine(one.refused, other.refused),
    slow: combine(one.slow, other.slow),
    verySlow: combine(one.verySlow, other.verySlow),
    failingClients: combine(one.failingClients, other.failingClients),
  };
}
