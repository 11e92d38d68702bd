import { expect, test } from 'vitest';
import { exampleChannels, exampleUsers } from '../../sandbox/slack/example-workspace.ts';
import { memoryTurns } from '../fakes/outbox.ts';
import { slackOnClock } from '../fakes/slack.ts';

const channel = exampleChannels.incidentsProd;

function town() {
  let nowMs = Date.UTC(2026, 10, 21);
  const now = () => nowMs;
  const slack = slackOnClock(now);
  const turns = memoryTurns(now);
  const wait = (ms: number) => {
    nowMs += ms;
  };
  return { ...slack, turns, wait, one: slack.side(turns), other: slack.side(turns) };
}

test.each([
  ['chat.postMessage', { channel, text: 'Hello.' }],
  ['conversations.history', { channel }],
  ['chat.postEphemeral', { channel, user: exampleUsers.ana, text: 'Hello.' }],
  ['users.info', { user: exampleUsers.ana }],
])("Slack's 429 for %s holds it for all workers for as long as Slack says", async (method, args) => {
  const { faults, log, turns, one, other, wait } = town();
  faults.next(method, 1, { kind: 'ratelimited', retryAfterSeconds: 17 });
  await expect(one.client.apiCall(method, args)).rejects.toMatchObject({ retryAfter: 17 });
  const call = { method, channel: 'C0OTHER', key: null, urgent: true };
  expect(await turns.take(call)).toBe(17_000);
  wait(16_000);
  if (method !== 'chat.postMessage') {
    await expect(other.client.apiCall(method, args)).rejects.toMatchObject({ retryAfter: 1 });
    expect(log.of(method)).toHaveLength(1);
  }
  wait(1_000);
  await other.client.apiCall(method, args);
  expect(log.of(method)).toHaveLength(2);
});

test('a call of another method is not held', async () => {
  const { turns, one } = town();
  await turns.hold('conversations.history', null, 60_000);
  await expect(one.client.apiCall('conversations.replies', { channel, ts: '1.1' })).rejects.toThrow('thread_not_found');
});

test('the outbox takes its own turns, for it knows what is urgent: the client takes none for it', async () => {
  const { turns, one, log } = town();
  await turns.hold('chat.postMessage', null, 60_000);
  await one.client.apiCall('chat.postMessage', { channel, text: 'Hello.' });
  expect(log.of('chat.postMessage')).toHaveLength(1);
});

test('a refused turn is told as Slack would tell it: an ephemeral message is tried again later by its job', async () => {
  const { turns, one, wait, workspace } = town();
  await turns.hold('chat.postEphemeral', null, 3_000);
  const to = { channel, userId: exampleUsers.ana, responseUrl: null };
  await expect(one.replies.send(to, { text: 'Paused.', blocks: [] })).rejects.toMatchObject({ retryAfter: 3 });
  wait(3_000);
  await one.replies.send(to, { text: 'Paused.', blocks: [] });
  expect(workspace.shownTo(exampleUsers.ana).map(({ content }) => content.text)).toEqual(['Paused.']);
});
