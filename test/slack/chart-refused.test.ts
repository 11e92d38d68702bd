import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { exampleApp, exampleChannels, exampleTokens } from '../../sandbox/slack/example-workspace.ts';
import { type SlackSandbox, startSlack } from '../../sandbox/slack/start.ts';
import type { PostOutcome } from '../../src/core/outgoing.ts';
import type { Thread } from '../../src/ports/slack.ts';
import { slackThread } from '../../src/slack/thread.ts';
import { webClient } from '../../src/slack/web-client.ts';
import { silent } from './bolt-town.ts';

let slack: SlackSandbox;
let thread: Thread;
beforeAll(async () => {
  slack = await startSlack({ limits: { isOn: false } });
  const client = webClient({ botToken: exampleTokens.bot, apiUrl: slack.apiUrl, log: silent });
  thread = slackThread(client, { botId: exampleApp.botId });
});
afterAll(() => slack.stop());
beforeEach(() => slack.faults.clear());

const channel = exampleChannels.incidentsProd;
const text = 'What it shows.';
const section = { type: 'section', text: { type: 'mrkdwn', text } };
const point = (label: string) => ({ label, value: 1 });
const chartOver = (categories: readonly string[]) => ({
  ...{ type: 'data_visualization', title: '5xx' },
  chart: {
    type: 'line',
    series: [{ name: 'Canary', data: [point('1'), point('2')] }],
    axis_config: { categories },
  },
});

let made = 0;
function post(chart = chartOver(['1', '2'])): Promise<PostOutcome> {
  made += 1;
  return thread.post({
    ...{ channel, threadTs: null, broadcast: false, oid: `chart-${made}` },
    ...{ text, blocks: [section, chart] },
  });
}

const refuse = (times: number) =>
  slack.faults.next('chat.postMessage', times, { kind: 'error', code: 'invalid_blocks' });

function blocksOf(outcome: PostOutcome): readonly unknown[] {
  if (outcome.kind !== 'sent') throw new Error(`not sent: ${JSON.stringify(outcome)}`);
  return slack.workspace.conversations.message(channel, outcome.ts).content.blocks.map((block) => block['type']);
}

test('a chart stands where the workspace takes it', async () => {
  expect(blocksOf(await post())).toEqual(['section', 'data_visualization']);
});

test('where it does not, everything else stands', async () => {
  refuse(1);
  const outcome = await post();
  expect(outcome).not.toHaveProperty('plain');
  expect(blocksOf(outcome)).toEqual(['section']);
});

test("one that is none of Slack's is left out before it is sent", async () => {
  expect(blocksOf(await post(chartOver(['1'])))).toEqual(['section']);
});

test('words alone stand where no block is taken', async () => {
  refuse(2);
  expect(await post()).toMatchObject({ kind: 'sent', plain: 'invalid_blocks' });
});

test('a table is left out in the same way', async () => {
  const table = { type: 'table', rows: [[{ type: 'raw_text', text: '#4' }]], column_settings: [] };
  const shown = { text, blocks: [section, table], channel, threadTs: null, broadcast: false };
  expect(blocksOf(await thread.post({ ...shown, oid: 'table-taken' }))).toEqual(['section', 'table']);
  refuse(1);
  expect(blocksOf(await thread.post({ ...shown, oid: 'table-refused' }))).toEqual(['section']);
});

test('an edit leaves it out in the same way', async () => {
  const posted = await post();
  if (posted.kind !== 'sent') throw new Error('not sent');
  slack.faults.next('chat.update', 1, { kind: 'error', code: 'invalid_blocks' });
  const outcome = await thread.edit({ channel, ts: posted.ts, text, blocks: [section, chartOver(['1', '2'])] });
  expect(blocksOf(outcome)).toEqual(['section']);
});
