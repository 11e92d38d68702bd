import { WebAPIHTTPError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { expect, test } from 'vitest';
import { exampleChannels } from '../../../sandbox/slack/example-workspace.ts';
import type { SlackSandbox } from '../../../sandbox/slack/start.ts';
import { refusalOf, town } from './town.ts';

const { incidentsProd: channel } = exampleChannels;

function order(slack: SlackSandbox, body: unknown): Promise<Response> {
  return fetch(`${slack.url}/control`, { method: 'POST', body: JSON.stringify(body) });
}

test('a reply lost after the commit: the caller fails, the message stands', async () => {
  const { slack, client } = await town();
  slack.faults.next('chat.postMessage', 1, { kind: 'replyLost' });
  await expect(client.chat.postMessage({ channel, text: 'x' })).rejects.toThrow(WebAPIRequestError);
  expect((await client.conversations.history({ channel })).messages).toMatchObject([{ text: 'x' }]);
});

test('a status, a 429 and a code come for as many calls as ordered, and nothing is posted', async () => {
  const { slack, client } = await town();
  const post = () => client.chat.postMessage({ channel, text: 'x' });
  slack.faults.next('chat.postMessage', 2, { kind: 'status', status: 503 });
  slack.faults.next('chat.postMessage', 1, { kind: 'ratelimited', retryAfterSeconds: 7 });
  slack.faults.next('chat.postMessage', 1, { kind: 'error', code: 'fatal_error' });
  await expect(post()).rejects.toThrow(WebAPIHTTPError);
  await expect(post()).rejects.toThrow(WebAPIHTTPError);
  await expect(post()).rejects.toThrow(WebAPIRateLimitedError);
  expect(await refusalOf(post())).toBe('fatal_error');
  expect(slack.workspace.conversations.all(channel)).toEqual([]);
  await post();
  expect(slack.workspace.conversations.all(channel)).toHaveLength(1);
});

test('a slow call takes effect before its answer', async () => {
  const { slack, client } = await town();
  slack.faults.next('*', 1, { kind: 'delay', delayMs: 60 });
  const startedMs = performance.now();
  await client.chat.postMessage({ channel, text: 'x' });
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(55);
  expect(slack.log.of('chat.postMessage')[0]?.tookMs).toBeGreaterThanOrEqual(60);
});

test('while Slack is away every call fails, and works again afterwards', async () => {
  const { slack, client } = await town();
  slack.setAway(true);
  await expect(client.auth.test()).rejects.toThrow(WebAPIRequestError);
  slack.setAway(false);
  await expect(client.auth.test()).resolves.toMatchObject({ ok: true, team_id: 'T0SLIPWAY' });
});

test('the same faults can be ordered over HTTP, and a wrong order is refused', async () => {
  const { slack, client } = await town();
  const fault = { kind: 'error', code: 'fatal_error' };
  const switches = { historyLagMs: 40, takesRepliesToDeleted: true };
  expect((await order(slack, { faults: [{ method: 'auth.test', fault }], ...switches })).status).toBe(200);
  expect(await refusalOf(client.auth.test())).toBe('fatal_error');
  expect(slack.workspace.conversations).toMatchObject(switches);
  await order(slack, { away: true });
  await expect(client.auth.test()).rejects.toThrow(WebAPIRequestError);
  await order(slack, { away: false });
  expect((await order(slack, { everything: 'broken' })).status).toBe(400);
  const report = await fetch(`${slack.url}/control`).then((answer) => answer.json());
  expect(report).toMatchObject({ isAway: false, historyLagMs: 40, methods: [{ method: 'auth.test', refused: 1 }] });
});
