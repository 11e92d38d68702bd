import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inBatches } from '../../jobs/batches.ts';

let handled: (readonly number[])[];
let lost: number;
let isFailing: boolean;
/** What is being handled waits for this. */
let going: Promise<void>;

beforeEach(() => {
  vi.useFakeTimers();
  handled = [];
  lost = 0;
  isFailing = false;
  going = Promise.resolve();
});
afterEach(() => {
  vi.useRealTimers();
});

function batches() {
  const handle = async (batch: readonly number[]) => {
    handled.push(batch);
    await going;
    if (isFailing) throw new Error('no');
  };
  return inBatches<number>({
    ...{ handle, mostWaiting: 60_000 },
    onLost: (batch) => {
      lost += batch.length;
    },
  });
}

test('the first of many goes at once, those that come meanwhile together a second later', async () => {
  const { add } = batches();
  add([1]);
  expect(handled).toEqual([[1]]);
  add([2]);
  add([3, 4]);
  add([]);
  await vi.advanceTimersByTimeAsync(999);
  expect(handled).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(handled).toEqual([[1], [2, 3, 4]]);
});

test('who waits for what was added is not kept waiting by what comes after', async () => {
  const { add, settled } = batches();
  const { promise, resolve } = Promise.withResolvers<void>();
  going = promise;
  add([1]);
  let isSettled = false;
  const waiting = settled().then(() => {
    isSettled = true;
  });
  add([2]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(isSettled).toBe(false);
  resolve();
  await waiting;
  expect(handled).toEqual([[1]]);
});

test('what cannot be handled is given back, and keeps nobody waiting', async () => {
  const { add, settled } = batches();
  isFailing = true;
  add([1, 2]);
  await settled();
  expect(lost).toBe(2);
  isFailing = false;
  add([3]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(handled).toEqual([[1, 2], [3]]);
});

test('more than may wait does not: it is given back', async () => {
  const { add, settled } = batches();
  const { promise, resolve } = Promise.withResolvers<void>();
  going = promise;
  const many = Array.from({ length: 40_000 }, (_none, nth) => nth);
  add([1]);
  add(many);
  add(many);
  expect(lost).toBe(40_000);
  resolve();
  await vi.advanceTimersByTimeAsync(1_000);
  await settled();
  expect(handled.map(({ length }) => length)).toEqual([1, 40_000]);
});

test('without anything nobody waits', async () => {
  await batches().settled();
  expect(handled).toEqual([]);
});
