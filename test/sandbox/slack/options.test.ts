import { describe, expect, test } from 'vitest';
import { exampleChannels, exampleUsers } from '../../../sandbox/slack/example-workspace.ts';
import { app, section, silence, town } from './town.ts';

const { incidentsProd: channelId } = exampleChannels;
const { ana } = exampleUsers;
const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (value: string, text = value) => ({ text: plain(text), value });
const many = (count: number) => Array.from({ length: count }, (_, index) => option(`v${index}`));

/** A message with an external select, its app, and a person who types into it. */
async function withMenu(answer: () => unknown, min: { min_query_length?: number } = { min_query_length: 0 }) {
  const { slack, client } = await town();
  const heard = app(slack, answer);
  const accessory = { type: 'external_select' as const, action_id: 'image', placeholder: plain('Image'), ...min };
  const blocks = [{ ...section('Image'), block_id: 'pick', accessory }];
  const { ts = '' } = await client.chat.postMessage({ channel: channelId, text: 'x', blocks });
  const look = (typed: string) =>
    slack.workspace.options({ userId: ana, at: { channelId, ts }, blockId: 'pick', actionId: 'image', typed });
  return { slack, client, heard, look, ts };
}

test('a menu on a message asks the app for what was typed', async () => {
  const { heard, look, ts } = await withMenu(() => ({ options: [option('v2.1.0')] }));
  expect(await look('v2')).toMatchObject({ options: [option('v2.1.0')], groups: [], because: null });
  expect(heard[0]?.payload).toMatchObject({
    ...{ type: 'block_suggestion', value: 'v2', block_id: 'pick', action_id: 'image', user: { id: ana } },
    container: { type: 'message', message_ts: ts },
  });
  expect(heard[0]?.payload).not.toHaveProperty('trigger_id');
});

test('a menu in a form is asked about with the form', async () => {
  const { slack, client } = await town();
  const heard = app(slack, () => ({ option_groups: [{ label: plain('Live'), options: [option('a')] }] }));
  const element = { type: 'external_select' as const, action_id: 'image', min_query_length: 0 };
  const view = {
    ...{ type: 'modal' as const, title: plain('Deploy'), submit: plain('Plan') },
    blocks: [{ type: 'input' as const, block_id: 'pick', label: plain('Image'), element }],
  };
  const opened = await client.views.open({ trigger_id: slack.workspace.views.newTrigger(ana), view });
  const viewId = opened.view?.id ?? '';
  const at = { userId: ana, at: { viewId }, blockId: 'pick', actionId: 'image', typed: '' };
  expect((await slack.workspace.options(at)).groups).toEqual([{ label: 'Live', options: [option('a')] }]);
  expect(heard[0]?.payload).toMatchObject({ container: { type: 'view', view_id: viewId }, view: { id: viewId } });
});

describe('an answer that Slack cannot show is an empty list with a word why', () => {
  test.for<[string, unknown, string]>([
    ['101 options', { options: many(101) }, 'No result'],
    ['text of 76 characters', { options: [option('v', 'x'.repeat(76))] }, 'No result'],
    ['a value of 76 characters', { options: [option('x'.repeat(76))] }, 'No result'],
    ['options and groups', { options: many(1), option_groups: [] }, 'No result'],
    ['no options at all', {}, 'No result'],
    ['nothing in time', silence, 'operation_timeout'],
  ])('%s', async ([, answer, because]) => {
    const { look } = await withMenu(() => answer);
    const offered = await look('v');
    expect(offered.options).toEqual([]);
    expect(offered.because).toContain(because);
  });

  test('100 options of 75 characters are fine, and so is an empty list', async () => {
    const { look } = await withMenu(() => ({ options: many(100).map(({ value }) => option(value, 'x'.repeat(75))) }));
    expect((await look('v')).options).toHaveLength(100);
    const empty = await withMenu(() => ({ options: [] }));
    expect((await empty.look('v')).because).toBeNull();
  });
});

test.for<[string, { min_query_length?: number }, string, number]>([
  ['too little typed for the app', { min_query_length: 2 }, 'v', 0],
  ['enough', { min_query_length: 2 }, 'v2', 1],
  ['three are needed when the app does not say', {}, 'v2', 0],
])('the app is asked from so many characters on: %s', async ([, min, typed, asked]) => {
  const { heard, look } = await withMenu(() => ({ options: [] }), min);
  await look(typed);
  expect(heard).toHaveLength(asked);
});

test('a menu of a message that is deleted meanwhile is gone', async () => {
  const { client, look, heard, ts } = await withMenu(() => ({ options: [] }));
  await client.chat.delete({ channel: channelId, ts });
  expect((await look('v')).because).toBe('This menu is gone.');
  expect(heard).toEqual([]);
});
