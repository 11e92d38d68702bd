import { afterAll, beforeAll, expect, test } from 'vitest';
import { exampleApp, exampleChannels, exampleUsers } from '../../sandbox/slack/example-workspace.ts';
import type { Answer } from '../../src/core/answer.ts';
import { type BoltTown, ephemeral, startBoltTown } from './bolt-town.ts';
import { sendCommand, sendEvent } from './event-over-http.ts';

let town: BoltTown;
beforeAll(async () => {
  town = await startBoltTown({ transport: 'http' });
});
afterAll(() => town.stop());

const { ana } = exampleUsers;
const channelId = exampleChannels.deploys;

/** Over HTTP Bolt itself answers a request that has had no answer for three seconds. */
test('what is found out after Slack has stopped waiting is shown all the same', { timeout: 10_000 }, async () => {
  const { slack, urls } = town;
  const [url = ''] = urls;
  const found = Promise.withResolvers<void>();
  const filled: string[] = [];
  const answers: Readonly<Record<string, Answer>> = {
    status: ephemeral('All is well.'),
    form: { kind: 'opened', fill: async () => void filled.push('form') },
    abort: ephemeral('Aborted.'),
  };
  town.answer = async () => {
    const said = town.heard.at(-1);
    await found.promise;
    return answers[said && 'text' in said ? said.text : ''] ?? { kind: 'nothing' };
  };
  const responseUrl = slack.workspace.responseUrls.issue({
    channelId,
    userId: ana,
    threadTs: undefined,
    original: undefined,
  });
  const text = `<@${exampleApp.botUserId}> abort`;
  const event = { type: 'app_mention', user: ana, channel: channelId, ts: (Date.now() / 1000).toFixed(6), text };

  await Promise.all([
    sendCommand(slack, url, 'status', responseUrl),
    sendCommand(slack, url, 'form', responseUrl),
    sendEvent(slack, url, event),
  ]);
  const givenUp = () => town.logged.filter((line) => line.includes('not acknowledged within 3 seconds'));
  await expect.poll(givenUp).toHaveLength(3);
  found.resolve();
  const shown = () => slack.workspace.shownTo(ana).map((one) => one.content.text);
  await expect.poll(() => shown().toSorted()).toEqual(['Aborted.', 'All is well.']);
  await expect.poll(() => filled).toEqual(['form']);
});
