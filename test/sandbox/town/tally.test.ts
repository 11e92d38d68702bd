import { describe, expect, test } from 'vitest';
import { Tally } from '../../../sandbox/town/tally.ts';

const NOW_MS = 1_800_000_000_000;

describe('a revision that got ten requests a second for two minutes, and failed all of the last five seconds', () => {
  const tally = new Tally();
  for (let second = 120; second > 0; second -= 1) {
    for (let request = 0; request < 10; request += 1) {
      tally.add('r1', second <= 5 ? 503 : 200, NOW_MS - second * 1000 + request);
    }
  }

  test('has failed half of the last ten', () => {
    expect(tally.now('r1', NOW_MS)).toEqual({ requestsPerSecond: 10, errorShare: 0.5 });
  });

  test('has a minute of history in slices of three seconds, the failures last', () => {
    const history = tally.history('r1', NOW_MS);
    expect(history).toHaveLength(20);
    expect(history.slice(0, 18)).toEqual(Array(18).fill({ requests: 30, errors: 0 }));
    expect(history.slice(18)).toEqual([
      { requests: 30, errors: 20 },
      { requests: 30, errors: 30 },
    ]);
  });

  test('is silent a minute later', () => {
    expect(tally.now('r1', NOW_MS + 60_000)).toEqual({ requestsPerSecond: 0, errorShare: 0 });
  });

  test('tells nothing of another', () => {
    expect(tally.now('r2', NOW_MS)).toEqual({ requestsPerSecond: 0, errorShare: 0 });
  });
});
