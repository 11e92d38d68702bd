import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepSweeping } from '../../jobs/sweep.ts';

const HOUR_MS = 3_600_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A worker whose sweeps end when the test says so. */
function sweeping() {
  const sweeps: PromiseWithResolvers<number>[] = [];
  const logged: string[] = [];
  const sweep = () => {
    const begun = Promise.withResolvers<number>();
    sweeps.push(begun);
    return begun.promise;
  };
  const stop = new AbortController();
  const bells = { sweep, lookNow: async () => undefined, ringChannel: async () => undefined };
  keepSweeping({ bells, log: (event) => logged.push(event) }, stop.signal);
  return { sweeps, logged, stop };
}

test('a worker sweeps every three seconds, also after a sweep that failed, and tells what it rang', async () => {
  const { sweeps, logged, stop } = sweeping();
  await vi.advanceTimersByTimeAsync(3_000);
  sweeps.at(-1)?.reject(new Error('Redis went away'));
  await vi.advanceTimersByTimeAsync(3_000);
  sweeps.at(-1)?.resolve(2);
  await vi.advanceTimersByTimeAsync(3_000);
  expect([sweeps.length, logged]).toEqual([3, ['sweep.failed', 'sweep.rang']]);
  stop.abort();
  sweeps.at(-1)?.resolve(0);
  await vi.advanceTimersByTimeAsync(HOUR_MS);
  expect(sweeps).toHaveLength(3);
});

test('while Redis is away a sweep waits for it, not one for every three seconds of an hour', async () => {
  const { sweeps, stop } = sweeping();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sweeps).toHaveLength(1);
  sweeps.at(-1)?.resolve(0);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(sweeps).toHaveLength(2);
  stop.abort();
});

test('a sweep that never ends keeps nobody from the next for more than a minute', async () => {
  const { sweeps, stop } = sweeping();
  await vi.advanceTimersByTimeAsync(HOUR_MS);
  expect(sweeps).toHaveLength(60);
  stop.abort();
});
