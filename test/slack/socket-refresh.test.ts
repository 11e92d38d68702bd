import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { exampleChannels, exampleUsers } from '../../sandbox/slack/example-workspace.ts';
import { type BoltTown, ephemeral, startBoltTown } from './bolt-town.ts';

/** One process alone: nobody else is there to hear while it changes its socket. */
let town: BoltTown;
beforeAll(async () => {
  town = await startBoltTown({ transport: 'socket' });
});
afterAll(() => town.stop());
beforeEach(() => {
  town.heard.length = 0;
  town.answer = async () => ephemeral('Taken.');
});

const typed = { userId: exampleUsers.ana, channelId: exampleChannels.deploys, command: '/deploy' };
const type = (text: string) => town.slack.workspace.command({ ...typed, text });
const sockets = () => town.slack.sockets.openSockets;
const untilRenewed = () => expect.poll(sockets, { timeout: 5_000 }).toBe(1);

test.each([
  ['while the socket is being changed', async () => undefined],
  ['once the socket is changed', untilRenewed],
])('what is in hand when Slack asks for a new socket gets its answer %s', async (_when, wait) => {
  const opened = () => town.slack.log.of('apps.connections.open').length;
  const before = opened();
  const found = Promise.withResolvers<void>();
  town.answer = async () => {
    await found.promise;
    return ephemeral('Taken.');
  };
  const inHand = type('advance');
  await expect.poll(() => town.heard).toHaveLength(1);
  town.slack.sockets.refresh();
  await expect.poll(opened, { interval: 1 }).toBe(before + 1);
  await wait();
  found.resolve();
  expect(await inHand).toMatchObject({ outcome: 'answered', shown: { content: { text: 'Taken.' } } });
  await untilRenewed();
});

test('the new socket stands at once, and every command after it is heard once', async () => {
  for (const round of ['1', '2', '3']) {
    town.slack.sockets.refresh();
    const startedMs = performance.now();
    await untilRenewed();
    expect(performance.now() - startedMs, 'the SDK alone would wait longer').toBeLessThan(1_500);
    const texts = ['a', 'b', 'c'].map((text) => `status ${text}${round}`);
    const answers = await Promise.all(texts.map(type));
    expect(answers.map(({ outcome }) => outcome)).toEqual(texts.map(() => 'answered'));
    expect(town.heard.splice(0).map((heard) => 'text' in heard && heard.text)).toEqual(texts);
  }
});

test('an old socket that Slack closes before the new one stands makes no second one', { timeout: 10_000 }, async () => {
  const opened = () => town.slack.log.of('apps.connections.open').length;
  const before = opened();
  // Longer than the client alone waits before it opens a socket in place of one that closed.
  town.slack.faults.next('apps.connections.open', 1, { kind: 'delay', delayMs: 2_500 });
  town.slack.sockets.refresh();
  await expect.poll(opened, { interval: 1 }).toBe(before + 1);
  town.slack.sockets.cutAll();
  await expect.poll(sockets).toBe(0);
  await untilRenewed();
  expect(opened()).toBe(before + 1);
  expect((await type('help')).outcome).toBe('answered');
});

test('a refresh for which Slack has no new socket to give is waited out', async () => {
  town.slack.faults.next('apps.connections.open', 3, { kind: 'status', status: 503 });
  town.slack.sockets.refresh();
  await expect.poll(sockets, { timeout: 10_000 }).toBe(1);
  expect((await type('help')).outcome).toBe('answered');
});

test('a request that cannot be acknowledged, because its socket broke, does not end the process', async () => {
  const found = Promise.withResolvers<void>();
  town.answer = async () => {
    await found.promise;
    return ephemeral('Taken.');
  };
  const inHand = type('advance');
  await expect.poll(() => town.heard).toHaveLength(1);
  town.slack.sockets.cutAll();
  await expect.poll(sockets).toBe(0);
  found.resolve();
  // Either the next socket comes in time for the answer, or Slack tells the person.
  expect(['answered', 'operation_timeout']).toContain((await inHand).outcome);
  await expect.poll(sockets, { timeout: 10_000 }).toBe(1);
  town.answer = async () => ephemeral('Taken.');
  expect((await type('help')).outcome).toBe('answered');
});
