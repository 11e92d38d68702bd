import { afterAll, beforeAll, expect, test } from 'vitest';
import { exampleChannels, exampleUsers } from '../../sandbox/slack/example-workspace.ts';
import { type BoltTown, ephemeral, startBoltTown } from './bolt-town.ts';

let town: BoltTown;
beforeAll(async () => {
  town = await startBoltTown({ transport: 'socket', receivers: 2 });
});
afterAll(() => town.stop());

const typed = { userId: exampleUsers.ana, channelId: exampleChannels.deploys, command: '/deploy' };

test('over Socket Mode each command reaches one of two processes, once, and is answered', async () => {
  expect(town.slack.sockets.openSockets).toBe(2);
  town.answer = async () => ephemeral('Taken.');
  const texts = ['help', 'status', 'api-gateway prod', 'plan api-gateway prod'];
  const answers = await Promise.all(texts.map((text) => town.slack.workspace.command({ ...typed, text })));
  expect(answers.map(({ shown }) => shown?.content.text)).toEqual(texts.map(() => 'Taken.'));
  expect(town.heard.map((heard) => 'text' in heard && heard.text).sort()).toEqual([...texts].sort());
});

test('over Socket Mode a foreign team is acknowledged, so that it does not come again, and leaves nothing', async () => {
  town.heard.length = 0;
  const { shown, outcome } = await town.slack.workspace.command({
    ...typed,
    text: 'help',
    tampering: { teamId: 'T0OTHER' },
  });
  expect({ outcome, shown }).toEqual({ outcome: 'answered', shown: undefined });
  expect(town.heard).toEqual([]);
});

test('over Socket Mode an envelope that comes again is heard by either process, under the time of its first delivery', async () => {
  town.heard.length = 0;
  const { sent } = await town.slack.workspace.command({ ...typed, text: 'help' });
  if (!sent) throw new Error('nothing was sent');
  await expect.poll(() => Date.now()).toBeGreaterThan(town.heard[0]?.atMs ?? Infinity);
  for (const again of [await town.slack.replay(sent), await town.slack.replay(sent)]) {
    expect(again.outcome).toBe('answered');
  }
  expect(town.heard).toHaveLength(3);
  const logged = town.logged.filter((line) => line.includes(`"delivery":"${town.heard[0]?.transportId.slice(0, 12)}"`));
  expect(logged, 'each delivery is found in the logs').toHaveLength(3);
  expect(new Set(town.heard.map(({ atMs }) => atMs)).size).toBe(1);
});

test('over Socket Mode nothing is set going while Redis cannot say when an envelope first came', async () => {
  town.heard.length = 0;
  const seen = town.seen;
  town.seen = null;
  await town.slack.workspace.command({ ...typed, text: 'help' });
  town.seen = seen;
  expect(town.heard.map(({ allowance }) => allowance)).toEqual(['blocked']);
});

const answered = async () => (await town.slack.workspace.command({ ...typed, text: 'help' })).outcome;
const sockets = () => town.slack.sockets.openSockets;

test('sockets that broke are opened again, and commands come through', async () => {
  town.slack.sockets.cutAll();
  await expect.poll(sockets).toBe(0);
  await expect.poll(sockets, { timeout: 10_000 }).toBe(2);
  expect(await answered()).toBe('answered');
});

test('while Slack closes one socket for its refresh, the other process hears', async () => {
  town.slack.sockets.refresh(1);
  expect(await answered()).toBe('answered');
  await expect.poll(sockets, { timeout: 10_000 }).toBe(2);
});

test('after Slack was away, and then gave no sockets, both are there again', async () => {
  const refused = () => town.slack.log.of('apps.connections.open').filter(({ status }) => status === 503).length;
  town.slack.faults.next('apps.connections.open', 4, { kind: 'status', status: 503 });
  town.slack.setAway(true);
  await expect.poll(sockets).toBe(0);
  town.slack.setAway(false);
  await expect.poll(sockets, { timeout: 20_000 }).toBe(2);
  expect(refused()).toBe(4);
  expect(await answered()).toBe('answered');
});
