import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Outgoing } from '../../src/core/outgoing.ts';
import type { Outbox } from '../../src/ports/memory.ts';
import { keysOf } from '../../src/redis/keys.ts';
import { redisOutbox } from '../../src/redis/outbox.ts';
import { redisRollouts } from '../../src/redis/rollouts.ts';
import { memoryOutbox } from '../fakes/outbox.ts';
import { T0 } from '../messages/rollouts.ts';
import { commitOf, deploying, line } from './commits.ts';
import { type RedisTown, redisTown } from './town.ts';

const CHANNEL = 'C0INCIDENT';
const NOTHING = { oid: '', rowIds: [], key: null, ts: null, print: null };

let town: RedisTown;
beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());

async function redisChannel() {
  const { space, queues } = await town.place();
  let nowMs = T0;
  const now = () => nowMs;
  const one = deploying();
  const rollouts = redisRollouts(space, queues, now);
  const outbox = redisOutbox(space, { now, onUnreadable: ({ rowId }) => expect.fail(`unreadable ${rowId}`) });
  let version = 0;
  return {
    outbox,
    space,
    add: async (...messages: readonly Outgoing[]) => {
      await rollouts.commit(commitOf(one, version, { messages }));
      version += 1;
    },
    wait: (ms: number) => {
      nowMs += ms;
    },
    now,
    isDirty: async () => (await space.client.zscore(keysOf(space.prefix).dirty, CHANNEL)) !== null,
  };
}

async function memoryChannel() {
  let nowMs = T0;
  const outbox = memoryOutbox(() => nowMs);
  return {
    outbox,
    add: async (...messages: readonly Outgoing[]) => outbox.add(...messages),
    wait: (ms: number) => {
      nowMs += ms;
    },
    now: () => nowMs,
  };
}

type Channel = {
  readonly outbox: Outbox;
  readonly add: (...messages: readonly Outgoing[]) => Promise<void>;
  readonly wait: (ms: number) => void;
  readonly now: () => number;
};
const said = (...oids: readonly string[]) => oids.map((oid) => line(deploying(), oid));
const edited = (key: string, text: string): Outgoing => ({
  ...{ op: 'edit', key, text, urgent: false, oid: `edit-${text}`, channel: CHANNEL, blocks: [] },
});
const oidsOf = async ({ outbox }: Channel) => (await outbox.rows(CHANNEL)).map(({ message }) => message.oid);

async function sendOf({ outbox }: Channel, oid: string) {
  const row = (await outbox.rows(CHANNEL)).find(({ message }) => message.oid === oid);
  if (!row) throw new Error(`no row of ${oid}`);
  return { oid, rowId: row.rowId, atMs: row.atMs, instead: null, redraws: null, withinMs: 10_000 };
}

describe.each<[string, () => Promise<Channel>]>([
  ['in Redis', redisChannel],
  ['in memory', memoryChannel],
])('the outbox %s', (_where, open) => {
  test('holds the rows of a channel in the order in which they were committed, and none where nothing was said', async () => {
    const channel = await open();
    await channel.add(...said('a', 'b'));
    await channel.add(...said('c'));
    expect(await oidsOf(channel)).toEqual(['a', 'b', 'c']);
    expect(await channel.outbox.rows('C0OTHER')).toEqual([]);
  });

  test('holds of the edits of one message the newest alone, however many there were', async () => {
    const channel = await open();
    await channel.add(edited('card-1', 'x'), edited('card-2', 'other'), ...said('a'), edited('card-1', 'y'));
    await channel.add(edited('card-1', 'z'));
    expect(await oidsOf(channel)).toEqual(['edit-other', 'a', 'edit-z']);
  });

  test('settling removes rows and mark and remembers the time stamp, once or twice, and leaves the others', async () => {
    const channel = await open();
    const { outbox } = channel;
    await channel.add(...said('a', 'b'));
    const send = await sendOf(channel, 'a');
    await outbox.begin(CHANNEL, send);
    const done = { ...NOTHING, oid: 'a', rowIds: [send.rowId], key: 'card-1', ts: '1.5' };
    await outbox.settle(CHANNEL, done);
    await outbox.settle(CHANNEL, done);
    expect(await oidsOf(channel)).toEqual(['b']);
    expect(await outbox.sentTs('card-1')).toBe('1.5');
    expect(await outbox.doubt(CHANNEL, send)).toBeNull();
  });

  test('knows a send that began, until it is taken back', async () => {
    const channel = await open();
    const { outbox } = channel;
    await channel.add(...said('a'));
    const send = await sendOf(channel, 'a');
    expect(await outbox.doubt(CHANNEL, send)).toBeNull();
    const begun = await outbox.begin(CHANNEL, send);
    expect(begun).toMatchObject({ sinceMs: channel.now(), overAtMs: channel.now() + 10_000 });
    expect(await outbox.doubt(CHANNEL, send)).toEqual(begun);
    if (begun) await outbox.takeBack(CHANNEL, 'a', begun);
    expect(await outbox.doubt(CHANNEL, send)).toBeNull();
  });

  test('counts the doubt from the end of the call, and looks from its beginning', async () => {
    const channel = await open();
    const { outbox } = channel;
    await channel.add(...said('a'));
    const send = await sendOf(channel, 'a');
    const begun = await outbox.begin(CHANNEL, send);
    channel.wait(4_000);
    if (begun) await outbox.leaveInDoubt(CHANNEL, 'a', begun);
    const doubt = { sinceMs: channel.now() - 4_000, overAtMs: channel.now() };
    expect(await outbox.doubt(CHANNEL, send)).toMatchObject(doubt);
    channel.wait(20_000);
    const instead = await outbox.doubt(CHANNEL, send);
    const again = await outbox.begin(CHANNEL, { ...send, instead });
    expect(again?.sinceMs, 'the first of its calls may still be found').toBe(doubt.sinceMs);
  });

  test('of two who send the same one begins, and none whose row is gone', async () => {
    const channel = await open();
    const { outbox } = channel;
    await channel.add(...said('a', 'b'));
    const send = await sendOf(channel, 'a');
    const both = await Promise.all([outbox.begin(CHANNEL, send), outbox.begin(CHANNEL, send)]);
    expect(both.filter((one) => one !== null)).toHaveLength(1);
    await outbox.settle(CHANNEL, { ...NOTHING, oid: 'a', rowIds: [send.rowId] });
    expect(await outbox.begin(CHANNEL, send)).toBeNull();
  });

  test('of two who look into the same doubt one goes on, and who was late takes nothing back', async () => {
    const channel = await open();
    const { outbox } = channel;
    await channel.add(...said('a'));
    const send = await sendOf(channel, 'a');
    const dead = await outbox.begin(CHANNEL, send);
    const instead = await outbox.doubt(CHANNEL, send);
    const next = { ...send, instead };
    const [first, second] = await Promise.all([outbox.begin(CHANNEL, next), outbox.begin(CHANNEL, next)]);
    const goesOn = first ?? second;
    expect([first, second].filter((one) => one === null)).toHaveLength(1);
    if (dead) await outbox.takeBack(CHANNEL, 'a', dead);
    if (dead) await outbox.leaveInDoubt(CHANNEL, 'a', dead);
    expect(await outbox.doubt(CHANNEL, send)).toEqual(goesOn);
  });

  test('knows the print of what Slack took last, until the message is drawn anew', async () => {
    const channel = await open();
    const { outbox } = channel;
    await channel.add(edited('card-1', 'x'));
    const send = await sendOf(channel, 'edit-x');
    expect(await outbox.printOf('card-1')).toBeNull();
    await outbox.settle(CHANNEL, { ...NOTHING, key: 'card-1', print: 'p1' });
    expect(await outbox.printOf('card-1')).toBe('p1');
    await outbox.begin(CHANNEL, { ...send, redraws: 'card-1' });
    expect(await outbox.printOf('card-1')).toBeNull();
  });

  test('does not know what a message shows once a send ends that another one had taken the place of', async () => {
    const channel = await open();
    const { outbox } = channel;
    await channel.add(edited('card-1', 'x'));
    const send = { ...(await sendOf(channel, 'edit-x')), redraws: 'card-1' };
    const stopped = await outbox.begin(CHANNEL, send);
    const next = await outbox.begin(CHANNEL, { ...send, instead: stopped });
    const done = { ...NOTHING, oid: 'edit-x', key: 'card-1' };
    if (stopped) await outbox.settle(CHANNEL, { ...done, print: 'stopped', begun: stopped });
    expect([await outbox.printOf('card-1'), await outbox.doubt(CHANNEL, send)]).toEqual([null, next]);
    if (next) await outbox.settle(CHANNEL, { ...done, print: 'next', begun: next });
    expect([await outbox.printOf('card-1'), await outbox.doubt(CHANNEL, send)]).toEqual(['next', null]);
    if (stopped) await outbox.settle(CHANNEL, { ...done, print: 'stopped', begun: stopped });
    expect(await outbox.printOf('card-1')).toBeNull();
  });

  test('keeps the first value of a name until it is forgotten', async () => {
    const { outbox } = await open();
    expect(await Promise.all([outbox.first('n', 'a'), outbox.first('n', 'b')])).toEqual(['a', 'a']);
    await outbox.forget('n');
    expect(await outbox.first('n', 'b')).toBe('b');
  });
});

test('a row more urgent than the first 300 is not hidden by them, nor an edit behind them', async () => {
  const channel = await redisChannel();
  const many = Array.from({ length: 650 }, (_, index) => `row-${index}`);
  await channel.add(...said(...many), edited('card-1', 'last'));
  const oids = await oidsOf(channel);
  expect(oids).toHaveLength(651);
  expect(oids.at(-1)).toBe('edit-last');
});

test('a day of looks with Slack away fills nothing: each reading leaves one edit of a card', async () => {
  const { space, outbox } = await redisChannel();
  const stream = keysOf(space.prefix).outbox(CHANNEL);
  const pipeline = space.client.pipeline();
  for (let look = 0; look < 8_640; look++) pipeline.xadd(stream, '*', 'm', JSON.stringify(edited('card-1', `${look}`)));
  await pipeline.exec();
  expect((await outbox.rows(CHANNEL)).map(({ message }) => message.text)).toEqual(['8639']);
  expect(await space.client.xlen(stream)).toBe(1);
});

test('a channel is dirty until its last row is settled', async () => {
  const channel = await redisChannel();
  await channel.add(...said('a', 'b'));
  const rowIds = (await channel.outbox.rows(CHANNEL)).map(({ rowId }) => rowId);
  await channel.outbox.settle(CHANNEL, { ...NOTHING, rowIds: rowIds.slice(0, 1) });
  expect(await channel.isDirty()).toBe(true);
  await channel.outbox.settle(CHANNEL, { ...NOTHING, rowIds });
  expect(await channel.isDirty()).toBe(false);
});

test('whose thread it is, is known by the time stamp of every card, and of nothing else', async () => {
  const { space, queues } = await town.place();
  const rollouts = redisRollouts(space, queues, () => T0);
  const outbox = redisOutbox(space, { now: () => T0, onUnreadable: ({ rowId }) => expect.fail(`unreadable ${rowId}`) });
  const settled = (key: string | null, ts: string | null) => outbox.settle(CHANNEL, { ...NOTHING, oid: 'a', key, ts });
  await settled('card-0a1b2c3d4e', '1.5');
  await settled('line-0a1b2c3d4e-2-started-1', '1.6');
  await settled('card-0a1b2c3d4e', '1.7');
  await settled(null, null);
  const known = await Promise.all(['1.5', '1.6', '1.7', ''].map((ts) => rollouts.byThread(CHANNEL, ts)));
  expect(known).toEqual(['0a1b2c3d4e', null, '0a1b2c3d4e', null]);
  expect(await rollouts.byThread('C0OTHER', '1.5')).toBeNull();
});

test('a mark of an older Slipway is the time alone', async () => {
  const channel = await redisChannel();
  await channel.add(...said('a'));
  await channel.space.client.hset(keysOf(channel.space.prefix).sending(CHANNEL), 'a', String(T0 + 3));
  const send = await sendOf(channel, 'a');
  expect(await channel.outbox.doubt(CHANNEL, send)).toMatchObject({ sinceMs: T0 + 3, overAtMs: T0 + 3 });
});
