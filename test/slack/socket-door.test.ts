import { afterAll, beforeAll, expect, test } from 'vitest';
import { exampleChannels, exampleUsers } from '../../sandbox/slack/example-workspace.ts';
import { ephemeral, openDoor, type SlackDoor } from './slack-door.ts';

let door: SlackDoor;
beforeAll(async () => {
  door = await openDoor({ transport: 'socket', receivers: 2 });
});
afterAll(() => door.stop());

const typed = { userId: exampleUsers.ana, channelId: exampleChannels.deploys, command: '/deploy' };

test('over Socket Mode each command reaches one of two processes, once, and is answered', async () => {
  expect(door.slack.sockets.openSockets).toBe(2);
  door.answer = async () => ephemeral('Taken.');
  const texts = ['help', 'status', 'api-gateway prod', 'plan api-gateway prod'];
  const answers = await Promise.all(texts.map((text) => door.slack.workspace.command({ ...typed, text })));
  expect(answers.map(({ shown }) => shown?.content.text)).toEqual(texts.map(() => 'Taken.'));
  expect(door.heard.map((heard) => 'text' in heard && heard.text).sort()).toEqual([...texts].sort());
});

test('over Socket Mode a foreign team is acknowledged, so that it does not come again, and leaves nothing', async () => {
  door.heard.length = 0;
  const { shown, outcome } = await door.slack.workspace.command({
    ...typed,
    text: 'help',
    tampering: { teamId: 'T0OTHER' },
  });
  expect({ outcome, shown }).toEqual({ outcome: 'answered', shown: undefined });
  expect(door.heard).toEqual([]);
});

test('over Socket Mode an envelope that comes again is heard by either process, under the time of its first delivery', async () => {
  door.heard.length = 0;
  const { sent } = await door.slack.workspace.command({ ...typed, text: 'help' });
  if (!sent) throw new Error('nothing was sent');
  await expect.poll(() => Date.now()).toBeGreaterThan(door.heard[0]?.atMs ?? Infinity);
  for (const again of [await door.slack.replay(sent), await door.slack.replay(sent)]) {
    expect(again.outcome).toBe('answered');
  }
  expect(door.heard).toHaveLength(3);
  const logged = door.logged.filter((line) => line.includes(`"delivery":"${door.heard[0]?.transportId.slice(0, 12)}"`));
  expect(logged, 'each delivery is found in the logs').toHaveLength(3);
  expect(new Set(door.heard.map(({ atMs }) => atMs)).size).toBe(1);
});

test('over Socket Mode nothing is set going while Redis cannot say when an envelope first came', async () => {
  door.heard.length = 0;
  const seen = door.seen;
  door.seen = null;
  await door.slack.workspace.command({ ...typed, text: 'help' });
  door.seen = seen;
  expect(door.heard.map(({ allowance }) => allowance)).toEqual(['blocked']);
});

const answered = async () => (await door.slack.workspace.command({ ...typed, text: 'help' })).outcome;
const sockets = () => door.slack.sockets.openSockets;

test('sockets that broke are opened again, and commands come through', async () => {
  door.slack.sockets.cutAll();
  await expect.poll(sockets).toBe(0);
  await expect.poll(sockets, { timeout: 10_000 }).toBe(2);
  expect(await answered()).toBe('answered');
});

test('while Slack closes one socket for its refresh, the other process hears', async () => {
  door.slack.sockets.refresh(1);
  expect(await answered()).toBe('answered');
  await expect.poll(sockets, { timeout: 10_000 }).toBe(2);
});

test('after Slack was away, and then gave no sockets, both are there again', async () => {
  const refused = () => door.slack.log.of('apps.connections.open').filter(({ status }) => status === 503).length;
  door.slack.faults.next('apps.connections.open', 4, { kind: 'status', status: 503 });
  door.slack.setAway(true);
  await expect.poll(sockets).toBe(0);
  door.slack.setAway(false);
  await expect.poll(sockets, { timeout: 20_000 }).toBe(2);
  expect(refused()).toBe(4);
  expect(await answered()).toBe('answered');
});
