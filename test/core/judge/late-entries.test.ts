import { expect, test } from 'vitest';
import type { Evidence } from '../../../src/core/evidence/evidence.ts';
import { evidenceOf, from, msAt, type Told, verdictOn } from './told.ts';

const LEAST_LATE_S = 5;
const MOST_LATE_S = 15;
const BUCKET_S = 5;

/** The tail stands all the while, and each entry comes 5 to 15 s late: the newest windows hold less than happened. */
function arriving(told: Told): Evidence {
  const whole = evidenceOf(told);
  const arrived = (atMs: number) => {
    const agoS = (msAt(told.seconds) - atMs) / 1_000 - BUCKET_S / 2;
    return Math.min(1, Math.max(0, (agoS - LEAST_LATE_S) / (MOST_LATE_S - LEAST_LATE_S)));
  };
  return {
    ...whole,
    buckets: whole.buckets.map((bucket) => ({ ...bucket, errors: Math.floor(bucket.errors * arrived(bucket.atMs)) })),
  };
}

test.for([
  [10, 30],
  [100, 25],
  [1_000, 25],
] as const)(
  'at %d/s windows whose entries are under way do not hide a total failure: seen within %d s',
  ([perSecond, withinS]) => {
    const failed = Array.from({ length: withinS }, (_, second) => second + 1).find((seconds) => {
      const told: Told = { seconds, perSecond, percent: 5, fails: from(0, 1) };
      return verdictOn(told, arriving(told)).kind === 'fail';
    });
    expect(failed).toBeLessThanOrEqual(withinS);
  },
);
