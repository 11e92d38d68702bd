import { describe, expect, test } from 'vitest';
import { exampleChannels, exampleUsers, exampleWorkspace } from '../../../sandbox/slack/example-workspace.ts';
import type { JsonObject } from '../../../sandbox/slack/json.ts';
import type { Workspace } from '../../../sandbox/slack/workspace.ts';
import { app, section, town } from './town.ts';

const { deploys: channelId } = exampleChannels;
const { ana } = exampleUsers;
const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (value: string) => ({ text: plain(value), value });
const options = [option('a'), option('b')];
const rich = { type: 'rich_text', elements: [] };

/** Every element that tells the app of a press, and what of it Slack sends in `actions[0]`. */
const elements: [type: string, fields: JsonObject, told: JsonObject][] = [
  ['button', { text: plain('Go'), value: 'g1' }, { text: plain('Go'), value: 'g1' }],
  ['overflow', { options }, { selected_option: option('b') }],
  ['static_select', { options }, { selected_option: option('b') }],
  ['external_select', {}, { selected_option: option('looked up') }],
  ['users_select', {}, { selected_user: ana }],
  ['conversations_select', {}, { selected_conversation: channelId }],
  ['channels_select', {}, { selected_channel: channelId }],
  ['multi_static_select', { options }, { selected_options: options }],
  ['multi_external_select', {}, { selected_options: [option('looked up')] }],
  ['multi_users_select', {}, { selected_users: [ana] }],
  ['multi_conversations_select', {}, { selected_conversations: [channelId] }],
  ['multi_channels_select', {}, { selected_channels: [channelId] }],
  ['radio_buttons', { options }, { selected_option: option('a') }],
  ['checkboxes', { options }, { selected_options: [] }],
  ['datepicker', {}, { selected_date: '2026-11-21' }],
  ['timepicker', {}, { selected_time: '16:40' }],
  ['datetimepicker', {}, { selected_date_time: 1_795_278_710 }],
  ['rich_text_input', {}, { rich_text_value: rich }],
];

/** What is typed stands only in forms and on the Home tab. */
const typed: [type: string, fields: JsonObject, told: JsonObject][] = [
  ['plain_text_input', {}, { value: 'slow' }],
  ['email_text_input', {}, { value: 'ana@example.com' }],
  ['url_text_input', {}, { value: 'https://example.com' }],
  ['number_input', { is_decimal_allowed: false }, { value: '5' }],
];

const at = { userId: ana, blockId: 'controls', actionId: 'act' };
const actionsWith = (element: JsonObject) => ({ type: 'actions', block_id: 'controls', elements: [element] });
const inputWith = (element: JsonObject) => ({
  ...{ type: 'input', block_id: 'controls', label: plain('What'), dispatch_action: true, element },
});
const toldOf = (type: string, told: JsonObject) => ({
  actions: [{ type, ...told, action_id: 'act', block_id: 'controls' }],
});

const newest = ({ conversations }: Workspace) => conversations.channel(channelId).last?.ts;

async function opened() {
  const workspace = exampleWorkspace(Date.now);
  workspace.directory.app.features = { ...workspace.directory.app.features, isHomeEnabled: true };
  const { slack, client } = await town({ workspace, limits: { isOn: false } });
  return { workspace, client, heard: app(slack) };
}

describe('the app is told of a press on every element', () => {
  test.for(elements)('of a message: %s', async ([type, fields, told]) => {
    const { workspace, client, heard } = await opened();
    const blocks = [actionsWith({ type, action_id: 'act', ...fields })];
    await client.apiCall('chat.postMessage', { channel: channelId, text: 'x', blocks });
    const { outcome } = await workspace.press({ ...at, channelId, messageTs: newest(workspace), element: told });
    expect([outcome, heard.map(({ payload }) => payload)]).toMatchObject(['answered', [toldOf(type, told)]]);
  });

  test.for([...elements, ...typed])('of a form: %s', async ([type, fields, told]) => {
    const { workspace, client, heard } = await opened();
    const element = { type, action_id: 'act', ...fields };
    const isTyped = typed.some(([each]) => each === type);
    const blocks = [isTyped ? inputWith(element) : actionsWith(element)];
    const view = { type: 'modal', title: plain('Deploy'), submit: plain('Plan'), blocks };
    await client.apiCall('views.open', { trigger_id: workspace.views.newTrigger(ana), view });
    const viewId = workspace.views.openOf(ana)?.id ?? '';
    await workspace.pressInView({ ...at, viewId, element: told });
    expect(heard.map(({ payload }) => payload)).toMatchObject([{ view: { id: viewId }, ...toldOf(type, told) }]);
  });

  test.for([...elements, ...typed])('of the Home tab: %s', async ([type, fields, told]) => {
    const { workspace, client, heard } = await opened();
    const element = { type, action_id: 'act', ...fields };
    const isTyped = typed.some(([each]) => each === type);
    const blocks = [isTyped ? inputWith(element) : actionsWith(element)];
    await client.apiCall('views.publish', { user_id: ana, view: { type: 'home', blocks } });
    const viewId = workspace.homeOf(ana)?.id ?? '';
    await workspace.pressInView({ ...at, viewId, element: told });
    expect(heard.map(({ payload }) => payload)).toMatchObject([{ view: { type: 'home' }, ...toldOf(type, told) }]);
  });

  test('beside a section too', async () => {
    const { workspace, client, heard } = await opened();
    const accessory = { type: 'overflow', action_id: 'act', options };
    const blocks = [{ ...section('Card'), block_id: 'controls', accessory }];
    await client.apiCall('chat.postMessage', { channel: channelId, text: 'x', blocks });
    await workspace.press({ ...at, channelId, messageTs: newest(workspace), value: 'b' });
    expect(heard[0]?.payload).toMatchObject(toldOf('overflow', { selected_option: option('b') }));
  });
});
