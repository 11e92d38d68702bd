import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Outgoing } from '../../src/core/outgoing.ts';
import { keysOf } from '../../src/redis/keys.ts';
import { redisOutbox } from '../../src/redis/outbox.ts';
import { redisRollouts } from '../../src/redis/rollouts.ts';
import { T0 } from '../messages/rollouts.ts';
import { commitOf, deploying, line } from './commits.ts';
import { type RedisTown, redisTown } from './town.ts';

const CHANNEL = 'C0INCIDENT';

let town: RedisTown;
beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());

async function channel(oids: readonly string[] = []) {
  const { space, queues } = await town.place();
  let nowMs = T0;
  const now = () => nowMs;
  const one = deploying();
  const messages: Outgoing[] = oids.map((oid) => line(one, oid));
  if (messages.length > 0) await redisRollouts(space, queues, now).commit(commitOf(one, 0, { messages }));
  const outbox = redisOutbox(space, { now, onUnreadable: ({ rowId }) => expect.fail(`unreadable ${rowId}`) });
  return {
    outbox,
    rows: () => outbox.rows(CHANNEL),
    oids: async () => (await outbox.rows(CHANNEL)).map(({ message }) => message.oid),
    isDirty: async () => (await space.client.zscore(keysOf(space.prefix).dirty, CHANNEL)) !== null,
    wait: (ms: number) => {
      nowMs += ms;
    },
  };
}

describe('the rows of a channel', () => {
  test('stand in the order in which they were committed', async () => {
    const { oids } = await channel(['a', 'b', 'c']);
    expect(await oids()).toEqual(['a', 'b', 'c']);
  });

  test('are none where nothing was said', async () => {
    const { rows } = await channel();
    expect(await rows()).toEqual([]);
  });
});

describe('settling', () => {
  test('removes rows and mark and remembers the time stamp, and leaves the others', async () => {
    const { outbox, rows, oids, isDirty } = await channel(['a', 'b', 'c']);
    await outbox.markSending(CHANNEL, 'a', T0);
    const rowIds = (await rows()).slice(0, 2).map(({ rowId }) => rowId);
    await outbox.settle(CHANNEL, { oid: 'a', rowIds, key: 'card-1', ts: '1.5' });
    expect(await oids()).toEqual(['c']);
    expect(await outbox.sendingSinceMs(CHANNEL, 'a')).toBeNull();
    expect(await outbox.sentTs('card-1')).toBe('1.5');
    expect(await isDirty()).toBe(true);
  });

  test('the last row makes the channel clean', async () => {
    const { outbox, rows, isDirty } = await channel(['a']);
    expect(await isDirty()).toBe(true);
    const rowIds = (await rows()).map(({ rowId }) => rowId);
    await outbox.settle(CHANNEL, { oid: 'a', rowIds, key: null, ts: null });
    expect(await isDirty()).toBe(false);
    expect(await outbox.sentTs('a')).toBeNull();
  });

  test('twice is settling once', async () => {
    const { outbox, rows, oids } = await channel(['a', 'b']);
    const rowIds = (await rows()).slice(0, 1).map(({ rowId }) => rowId);
    const done = { oid: 'a', rowIds, key: 'card-1', ts: '1.5' };
    await outbox.settle(CHANNEL, done);
    await outbox.settle(CHANNEL, done);
    expect(await oids()).toEqual(['b']);
    expect(await outbox.sentTs('card-1')).toBe('1.5');
  });
});

test('whose thread it is, is known by the time stamp of every card, and of nothing else', async () => {
  const { space, queues } = await town.place();
  const rollouts = redisRollouts(space, queues, () => T0);
  const outbox = redisOutbox(space, { now: () => T0, onUnreadable: ({ rowId }) => expect.fail(`unreadable ${rowId}`) });
  const settled = (key: string | null, ts: string | null) => outbox.settle(CHANNEL, { oid: 'a', rowIds: [], key, ts });
  await settled('card-0a1b2c3d4e', '1.5');
  await settled('line-0a1b2c3d4e-2-started-1', '1.6');
  await settled('card-0a1b2c3d4e', '1.7');
  await settled(null, null);
  const known = await Promise.all(['1.5', '1.6', '1.7', ''].map((ts) => rollouts.byThread(CHANNEL, ts)));
  expect(known).toEqual(['0a1b2c3d4e', null, '0a1b2c3d4e', null]);
  expect(await rollouts.byThread('C0OTHER', '1.5')).toBeNull();
});

test('a send that began is known until it is settled or taken back', async () => {
  const { outbox } = await channel(['a']);
  expect(await outbox.sendingSinceMs(CHANNEL, 'a')).toBeNull();
  await outbox.markSending(CHANNEL, 'a', T0 + 3);
  expect(await outbox.sendingSinceMs(CHANNEL, 'a')).toBe(T0 + 3);
  expect(await outbox.sendingSinceMs('C0OTHER', 'a')).toBeNull();
  await outbox.unmarkSending(CHANNEL, 'a');
  expect(await outbox.sendingSinceMs(CHANNEL, 'a')).toBeNull();
});

describe("Slack's limits", () => {
  test.for([
    ['chat.postMessage', 3, 1_000],
    ['chat.update', 10, 1_715],
  ] as const)('%s: a burst of %i, then one every %i ms', async ([method, burst, everyMs]) => {
    const { outbox, wait } = await channel();
    for (let turn = 0; turn < burst; turn++) expect(await outbox.turn(method, CHANNEL)).toBe(0);
    expect(await outbox.turn(method, CHANNEL), 'a wait is not a turn').toBe(everyMs);
    expect(await outbox.turn(method, CHANNEL)).toBe(everyMs);
    wait(everyMs - 1);
    expect(await outbox.turn(method, CHANNEL)).toBe(1);
    wait(1);
    expect(await outbox.turn(method, CHANNEL)).toBe(0);
    expect(await outbox.turn(method, CHANNEL)).toBe(everyMs);
  });

  test('posts are counted per channel, edits for the whole workspace', async () => {
    const { outbox } = await channel();
    for (let turn = 0; turn < 3; turn++) await outbox.turn('chat.postMessage', CHANNEL);
    expect(await outbox.turn('chat.postMessage', 'C0OTHER')).toBe(0);
    for (let turn = 0; turn < 10; turn++) await outbox.turn('chat.update', CHANNEL);
    expect(await outbox.turn('chat.update', 'C0OTHER')).toBeGreaterThan(0);
  });

  test('at most 45 edits leave in a minute, the first burst with them', async () => {
    const { outbox, wait } = await channel();
    let sent = 0;
    for (let elapsedMs = 0; elapsedMs < 60_000; elapsedMs += 100) {
      if ((await outbox.turn('chat.update', CHANNEL)) === 0) sent += 1;
      wait(100);
    }
    expect(sent).toBeLessThanOrEqual(45);
    expect(sent).toBeGreaterThan(40);
  });
});
