import { expect, onTestFinished, test } from 'vitest';
import { exampleTokens } from '../../../sandbox/slack/example-workspace.ts';
import { grant, stoppedClock, town } from './town.ts';

/**
 * How many calls of each method Slack takes in a minute, from its pages; null where no number is told. chat.postMessage
 * has limits of its own.
 */
const aMinute: [method: string, calls: number | null][] = [
  ['auth.test', null],
  ['chat.update', 50],
  ['chat.delete', 50],
  ['chat.postEphemeral', 100],
  ['chat.getPermalink', null],
  ['conversations.info', 50],
  ['conversations.members', 100],
  ['conversations.history', 50],
  ['conversations.replies', 50],
  ['conversations.open', 50],
  ['users.info', 100],
  ['users.list', 20],
  ['usergroups.list', 20],
  ['usergroups.users.list', 20],
  ['views.open', 100],
  ['views.push', 100],
  ['views.update', 100],
  ['views.publish', 100],
  ['files.getUploadURLExternal', 100],
  ['files.completeUploadExternal', 100],
  ['reactions.add', 50],
  ['reactions.remove', 20],
  ['reactions.get', 50],
  ['pins.add', 20],
  ['pins.remove', 20],
  ['pins.list', 20],
];

/** What the product's manifest does not ask for, so that its scopes are not what refuses. */
const more = ['im:write', 'pins:read', 'pins:write', 'reactions:read', 'files:write', 'reactions:write'];

test.for(aMinute)('%s: %s a minute, and not one more', async ([method, calls]) => {
  const { slack } = await town({ now: stoppedClock().now });
  grant(slack, ...more);
  // Without arguments each of them is refused, which counts like any other call.
  const call = () => slack.api.call(method, exampleTokens.bot, {}).body['error'];
  for (let count = 0; count < (calls ?? 500); count += 1) expect(call()).not.toBe('ratelimited');
  expect(call() === 'ratelimited').toBe(calls !== null);
});

test('300 messages a minute in all channels together', async () => {
  const clock = stoppedClock();
  const { slack } = await town({ now: clock.now });
  const post = (channel: string) =>
    slack.api.call('chat.postMessage', exampleTokens.bot, { channel, text: 'x' }).status;
  for (let count = 0; count < 300; count += 1) expect(post(`C${count}`)).toBe(200);
  expect(post('C300')).toBe(429);
});

test('ten sockets of one app', async () => {
  const { slack } = await town();
  const address = () => slack.api.call('apps.connections.open', exampleTokens.app, {}).body;
  for (let count = 0; count < 10; count += 1) {
    const socket = new WebSocket(String(address()['url']));
    onTestFinished(() => socket.close());
    await new Promise((resolve) => socket.addEventListener('open', resolve));
  }
  expect(address()).toMatchObject({ ok: false, error: 'too_many_websockets' });
});
