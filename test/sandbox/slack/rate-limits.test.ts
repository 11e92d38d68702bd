import { WebAPIRateLimitedError } from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import { exampleChannels } from '../../../sandbox/slack/example-workspace.ts';
import { stoppedClock, town } from './town.ts';

const { incidentsProd: channel, deploys } = exampleChannels;

async function retryAfterOf(call: Promise<unknown>): Promise<number | undefined> {
  const failure: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (failure === undefined) return undefined;
  if (failure instanceof WebAPIRateLimitedError) return failure.retryAfter;
  throw failure;
}

describe('rate limits', () => {
  test('one message a second and channel after a burst of three; other channels are not held up', async () => {
    const clock = stoppedClock();
    const { client } = await town({ now: clock.now });
    const post = (where: string) => retryAfterOf(client.chat.postMessage({ channel: where, text: 'x' }));
    expect([await post(channel), await post(channel), await post(channel)]).toEqual([undefined, undefined, undefined]);
    expect(await post(channel)).toBe(1);
    expect(await post(deploys)).toBeUndefined();
    clock.advance(1000);
    expect(await post(channel)).toBeUndefined();
    expect(await post(channel)).toBe(1);
  });

  test('50 edits a minute for the whole workspace; other methods are not held up', async () => {
    const clock = stoppedClock();
    const { slack, client } = await town({ now: clock.now });
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'x' });
    const edit = () => retryAfterOf(client.chat.update({ channel, ts, text: 'y' }));
    for (let count = 0; count < 50; count += 1) expect(await edit()).toBeUndefined();
    expect(await edit()).toBe(60);
    expect(await retryAfterOf(client.conversations.history({ channel }))).toBeUndefined();
    clock.advance(60_000);
    expect(await edit()).toBeUndefined();
    expect(slack.log.summary().find(({ method }) => method === 'chat.update')).toMatchObject({
      calls: 52,
      rateLimited: 1,
    });
  });

  test('the factor makes Slack more generous and says so', async () => {
    const clock = stoppedClock();
    const { slack, client } = await town({ now: clock.now, limits: { factor: 10 } });
    const post = () => retryAfterOf(client.chat.postMessage({ channel, text: 'x' }));
    for (let count = 0; count < 3; count += 1) await post();
    expect(await post()).toBe(1);
    clock.advance(100);
    expect(await post()).toBeUndefined();
    expect(slack.limitsLine).toBe('Slack rate limits: 10 times as generous as Slack');
  });

  test('switched off, nothing is held up', async () => {
    const { slack, client } = await town({ now: stoppedClock().now, limits: { isOn: false } });
    const post = () => retryAfterOf(client.chat.postMessage({ channel, text: 'x' }));
    for (let count = 0; count < 20; count += 1) expect(await post()).toBeUndefined();
    expect(slack.limitsLine).toBe('Slack rate limits: off');
  });
});
