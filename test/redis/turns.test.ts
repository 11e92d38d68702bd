import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { redisTurns } from '../../src/redis/turns.ts';
import { T0 } from '../messages/rollouts.ts';
import { type RedisTown, redisTown } from './town.ts';

let town: RedisTown;
beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());

const CALM = { channel: 'C0PROD', key: null, urgent: false };
const URGENT = { ...CALM, urgent: true };

/** Two workers on one Redis, and the clock that both have. */
async function workers(pace = 1) {
  const { space } = await town.place();
  let nowMs = T0;
  const now = () => nowMs;
  const wait = (ms: number) => {
    nowMs += ms;
  };
  return { one: redisTurns(space, now, pace), other: redisTurns(space, now, pace), wait };
}

describe("Slack's limits", () => {
  test('one post a second and channel after a burst of three, whichever worker asks', async () => {
    const { one, other, wait } = await workers();
    const call = { ...CALM, method: 'chat.postMessage' };
    expect(await Promise.all([one.take(call), other.take(call), one.take(call)])).toEqual([0, 0, 0]);
    expect(await other.take(call), 'a wait is not a turn').toBe(1_000);
    wait(999);
    expect(await one.take(call)).toBe(1);
    wait(1);
    expect(await other.take(call)).toBe(0);
    expect(await one.take(call)).toBe(1_000);
    expect(await one.take({ ...call, channel: 'C0OTHER' })).toBe(0);
  });

  test('one edit of a message in 3 s', async () => {
    const { one, other, wait } = await workers();
    const call = { ...CALM, method: 'chat.update', key: 'card-1' };
    expect(await one.take(call)).toBe(0);
    expect(await other.take(call)).toBe(3_000);
    expect(await other.take({ ...call, key: 'card-2' })).toBe(0);
    wait(3_000);
    expect(await other.take(call)).toBe(0);
  });

  test.for([
    ['chat.update', 45, 50],
    ['conversations.history', 45, 50],
    ['conversations.replies', 45, 50],
    ['chat.postEphemeral', 95, 100],
    ['views.publish', 95, 100],
    ['chat.getPermalink', 260, 300],
    ['chat.postMessage', 260, 300],
  ] as const)('%s: at most %i in any minute and workspace, of the %i that Slack takes', async ([method, most]) => {
    const { one, wait } = await workers();
    const atMs: number[] = [];
    for (let elapsedMs = 0; elapsedMs < 120_000; elapsedMs += 100) {
      const message = `${elapsedMs}`;
      if ((await one.take({ method, channel: message, key: message, urgent: true })) === 0) atMs.push(elapsedMs);
      wait(100);
    }
    const inMinute = atMs.map((from) => atMs.filter((one_) => one_ >= from && one_ < from + 60_000).length);
    expect(Math.max(...inMinute)).toBeLessThanOrEqual(most);
    expect(Math.max(...inMinute)).toBeGreaterThan(most * 0.9);
  });

  test('a pace of ten is ten times as fast', async () => {
    const { one } = await workers(10);
    const call = { ...CALM, method: 'chat.update', key: 'card-1' };
    await one.take(call);
    expect(await one.take(call)).toBe(300);
  });
});

test('where the workspace is short of turns, what is urgent still has some, in whatever channel', async () => {
  const { one, other } = await workers();
  const calm = (key: string) => ({ ...CALM, method: 'chat.update', key });
  let taken = 0;
  while ((await one.take(calm(`card-${taken}`))) === 0) taken += 1;
  expect(taken).toBe(6);
  const urgent = { ...URGENT, method: 'chat.update', channel: 'C0INCIDENT' };
  expect(await other.take({ ...urgent, key: 'card-bad' })).toBe(0);
  expect(await other.take({ ...urgent, key: 'card-worse' })).toBe(0);
  expect(await one.take(calm('card-again'))).toBeGreaterThan(0);
});

describe('a hold', () => {
  test('stops the method for every worker, or one channel of it, for as long as Slack said', async () => {
    const { one, other, wait } = await workers();
    const call = { ...URGENT, method: 'chat.postMessage' };
    await one.hold('chat.postMessage', null, 30_000);
    await other.hold('chat.postMessage', null, 5_000);
    await one.hold('chat.update', 'C0PROD', 60_000);
    expect(await other.take(call)).toBe(30_000);
    expect(await other.take({ ...call, method: 'chat.update' })).toBe(60_000);
    expect(await other.take({ ...call, method: 'chat.update', channel: 'C0OTHER' })).toBe(0);
    wait(30_000);
    expect(await other.take(call)).toBe(0);
  });

  test('is all that a method without a budget waits for', async () => {
    const { one, other } = await workers();
    const call = { ...CALM, method: 'users.info' };
    for (let calls = 0; calls < 200; calls++) expect(await one.take(call)).toBe(0);
    await one.hold('users.info', null, 1_000);
    expect(await other.take(call)).toBe(1_000);
  });
});
