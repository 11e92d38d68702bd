import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drainChannel } from '../../jobs/notify.ts';
import { exampleChannels } from '../../sandbox/slack/example-workspace.ts';
import type { Outgoing } from '../../src/core/outgoing.ts';
import type { RedisSpace } from '../../src/redis/connect.ts';
import { keysOf } from '../../src/redis/keys.ts';
import { redisOutbox } from '../../src/redis/outbox.ts';
import { redisTurns } from '../../src/redis/turns.ts';
import { around } from '../fakes/interleave.ts';
import { slackOnClock } from '../fakes/slack.ts';
import { T0 } from '../messages/rollouts.ts';
import { type RedisTown, redisTown } from './town.ts';

type World = Parameters<typeof drainChannel>[1];

const channel = exampleChannels.incidentsProd;
const CARD = 'card-0a1b2c3d4e';
const base = { channel, blocks: [], urgent: false, broadcast: false } as const;
const card: Outgoing = { ...base, op: 'post', oid: 'root', text: 'card', key: CARD, threadKey: null };
const line = (text: string): Outgoing => ({ ...base, op: 'post', oid: text, text, key: `l-${text}`, threadKey: CARD });
const edit = (text: string): Outgoing => ({ ...base, op: 'edit', oid: `edit-${text}`, text, key: CARD });

let town: RedisTown;
let shared: RedisSpace;
let places = 0;
beforeAll(async () => {
  town = await redisTown();
  shared = (await town.place()).space;
});
afterAll(() => town.stop());

/** One real Redis, one emulated Slack, and two senders that share both. */
async function twoSenders(messages: readonly Outgoing[]) {
  places += 1;
  const space = { ...shared, prefix: `{two${places}}` };
  let nowMs = T0;
  const now = () => nowMs;
  const slack = slackOnClock(now, { isOn: false });
  const outbox = redisOutbox(space, { now, onUnreadable: ({ rowId }) => expect.fail(`unreadable ${rowId}`) });
  const rows = keysOf(space.prefix).outbox(channel);
  const add = async (...more: readonly Outgoing[]) => {
    for (const message of more) await space.client.xadd(rows, '*', 'm', JSON.stringify(message));
  };
  await add(...messages);
  const sender = (): World => {
    const turns = redisTurns(space, now);
    const log = () => undefined;
    return { ...slack.side(turns), outbox, rollouts: { read: async () => null }, now, log };
  };
  const wait = (ms: number) => {
    nowMs += ms;
  };
  const finish = async (world: World) => {
    for (let turns = 0; turns < 200; turns++) {
      const waitMs = await drainChannel(channel, world);
      if (waitMs === null) return;
      wait(waitMs);
    }
    throw new Error('the channel is never empty');
  };
  const shown = () => slack.workspace.conversations.all(channel).map(({ content }) => content.text);
  return { slack, sender, add, wait, finish, shown };
}

/** A process that is stopped at its call number `atCall`, as SIGSTOP stops it, and goes on when it is let. */
function stoppedAt(world: World, atCall: number) {
  const goesOn = Promise.withResolvers<void>();
  const stands = Promise.withResolvers<void>();
  let calls = 0;
  const stop = async () => {
    calls += 1;
    if (calls !== atCall) return;
    stands.resolve();
    await goesOn.promise;
  };
  const hooks = { before: stop, after: () => undefined };
  const { post, edit: editMessage, ...looks } = world.thread;
  const thread: World['thread'] = {
    ...around(looks, hooks),
    // It stops with the call on its way: Slack has it, and who called has not heard.
    post: async (message) => {
      const outcome = await post(message);
      await stop();
      return outcome;
    },
    edit: async (message) => {
      const outcome = await editMessage(message);
      await stop();
      return outcome;
    },
  };
  const of = { ...world, outbox: around(world.outbox, hooks), turns: around(world.turns, hooks), thread };
  return { world: of, stands: stands.promise, goOn: goesOn.resolve };
}

const someMessages = fc.uniqueArray(
  fc.oneof(fc.constantFrom('one', 'two', 'three').map(line), fc.constantFrom('x', 'y').map(edit)),
  { maxLength: 4, selector: ({ oid }) => oid },
);

test('a sender that is stopped past its lock, wherever, and goes on later posts nothing twice and draws nothing old', async () => {
  await fc.assert(
    fc.asyncProperty(someMessages, fc.integer({ min: 1, max: 30 }), async (more, atCall) => {
      const two = await twoSenders([card, ...more]);
      const stopped = stoppedAt(two.sender(), atCall);
      const drained = drainChannel(channel, stopped.world);
      await Promise.race([stopped.stands, drained]);
      two.wait(15_000);
      await two.add(edit('newest'));
      await two.finish(two.sender());
      stopped.goOn();
      await drained;
      await two.finish(two.sender());
      const lines = more.filter(({ op }) => op === 'post').map(({ text }) => text);
      expect(two.shown()).toEqual(['newest', ...lines]);
    }),
    { numRuns: 100 },
  );
});

test('two drains of one channel at once post every message once, in order', async () => {
  const of = [card, line('one'), line('two'), edit('x'), line('three')];
  const two = await twoSenders(of);
  const [one, other] = [two.sender(), two.sender()];
  for (let turns = 0; turns < 100; turns++) {
    const [first, second] = await Promise.all([drainChannel(channel, one), drainChannel(channel, other)]);
    if (first === null && second === null) break;
    two.wait(Math.min(first ?? 2_000, second ?? 2_000));
  }
  expect(two.shown()).toEqual(['x', 'one', 'two', 'three']);
});

test('a sender that was stopped between its mark and its call does not call', async () => {
  const two = await twoSenders([card]);
  const slow = two.sender();
  const begin: World['outbox']['begin'] = async (...args) => {
    const begun = await slow.outbox.begin(...args);
    two.wait(2_001);
    return begun;
  };
  await drainChannel(channel, { ...slow, outbox: { ...slow.outbox, begin } });
  expect(two.slack.log.of('chat.postMessage')).toEqual([]);
  await two.finish(two.sender());
  expect(two.shown()).toEqual(['card']);
});

test.each([
  ['below the grace: once', 9_000, 1],
  ['above it: nothing is lost, but it may stand there twice', 30_000, 2],
])("a reply that was lost, with a history of Slack's that lags %s", async (_how, historyLagMs, times) => {
  const two = await twoSenders([card]);
  two.slack.workspace.conversations.historyLagMs = historyLagMs;
  two.slack.faults.next('chat.postMessage', 1, { kind: 'replyLost' });
  await two.finish(two.sender());
  expect(two.shown()).toEqual(Array.from({ length: times }, () => 'card'));
});
