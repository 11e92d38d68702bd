import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Outbox } from '../../src/ports/memory.ts';
import { keysOf } from '../../src/redis/keys.ts';
import { redisOutbox } from '../../src/redis/outbox.ts';
import { memoryOutbox } from '../fakes/outbox.ts';
import { T0 } from '../messages/rollouts.ts';
import { deploying, line } from './commits.ts';
import { type RedisTown, redisTown } from './town.ts';

const CHANNEL = 'C0INCIDENT';
const NOTHING = { oid: '', rowIds: [], key: null, ts: null, print: null };

let town: RedisTown;
beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());

const said = (oid: string) => ({ ...line(deploying(), oid), channel: CHANNEL });
const oidsOf = async (outbox: Outbox) => (await outbox.rows(CHANNEL)).map(({ message }) => message.oid);

async function inRedis() {
  const { space } = await town.place();
  const outbox = redisOutbox(space, { now: () => T0, onUnreadable: ({ rowId }) => expect.fail(`unreadable ${rowId}`) });
  return { outbox, space };
}

describe.each<[string, () => Promise<{ readonly outbox: Outbox }>]>([
  ['in Redis', inRedis],
  ['in memory', async () => ({ outbox: memoryOutbox(() => T0) })],
])('the outbox %s', (_where, open) => {
  test('takes a message that no commit tells once, also when it has left', async () => {
    const { outbox } = await open();
    for (const oid of ['muted', 'muted', 'other']) await outbox.tellOnce(said(oid));
    expect(await oidsOf(outbox)).toEqual(['muted', 'other']);
    const rowIds = (await outbox.rows(CHANNEL)).map(({ rowId }) => rowId);
    await outbox.settle(CHANNEL, { ...NOTHING, rowIds });
    await outbox.tellOnce(said('muted'));
    expect(await oidsOf(outbox)).toEqual([]);
  });

  test('keeps the first value of a name, and knows which names have none', async () => {
    const { outbox } = await open();
    expect(await outbox.standing('file-1')).toBeNull();
    expect(await outbox.first('file-1', 'F1')).toBe('F1');
    expect(await outbox.first('file-1', 'F2')).toBe('F1');
    expect(await outbox.standing('file-1')).toBe('F1');
    await outbox.forget('file-1');
    expect(await outbox.standing('file-1')).toBeNull();
  });
});

test('a message that no commit tells marks its channel, so that a sweep finds what no bell told of', async () => {
  const { outbox, space } = await inRedis();
  await outbox.tellOnce(said('muted'));
  expect(await space.client.zscore(keysOf(space.prefix).dirty, CHANNEL)).not.toBeNull();
});
