import { describe, expect, test } from 'vitest';
import {
  exampleApp,
  exampleChannels,
  exampleUsers,
  exampleWorkspace,
} from '../../../sandbox/slack/example-workspace.ts';
import { app, section, silence, town } from './town.ts';

const { deploys: channelId, random } = exampleChannels;
const { ana, eve } = exampleUsers;
const row = (kind: 'global' | 'message', callbackId: string) => ({
  kind,
  callbackId,
  name: callbackId,
  description: '',
});

async function offering(answer?: () => unknown) {
  const workspace = exampleWorkspace(Date.now);
  const shortcuts = [row('global', 'deploy'), row('message', 'undo')];
  workspace.directory.app.features = { ...exampleApp.features, shortcuts };
  const { slack, client } = await town({ workspace });
  const heard = app(slack, answer);
  return { workspace, client, heard };
}

describe('a shortcut of the app', () => {
  test('from the menu of Slack brings a trigger, and no channel', async () => {
    const { workspace, client, heard } = await offering();
    await workspace.shortcut({ userId: ana, callbackId: 'deploy' });
    const payload = heard[0]?.payload;
    expect(payload).toMatchObject({ type: 'shortcut', callback_id: 'deploy', user: { id: ana } });
    expect(payload).not.toHaveProperty('channel');
    const view = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'x' }, blocks: [section('x')] };
    await client.views.open({ trigger_id: String(payload?.['trigger_id']), view });
    expect(workspace.modalsOf(ana)).toHaveLength(1);
  });

  test('from the menu of a message brings the message, and a URL to answer in its thread', async () => {
    const { workspace, client, heard } = await offering();
    const { ts = '' } = await client.chat.postMessage({ channel: channelId, text: 'card' });
    const reply = workspace.conversations.post({
      ...{ channelId, userId: ana, threadTs: ts },
      content: { text: 'line', blocks: [], attachments: [], metadata: undefined },
    });
    await workspace.shortcut({ userId: ana, callbackId: 'undo', message: { channelId, ts: reply.ts } });
    const payload = heard[0]?.payload;
    expect(payload).toMatchObject({
      ...{ type: 'message_action', callback_id: 'undo', message_ts: reply.ts, channel: { id: channelId } },
      message: { text: 'line', thread_ts: ts },
    });
    const told = await fetch(String(payload?.['response_url']), { method: 'POST', body: '{"text":"Done"}' });
    expect([told.status, workspace.shownTo(ana)[0]?.content.text]).toEqual([200, 'Done']);
  });

  test.for<[string, { userId: string; callbackId: string; message?: { channelId: string; ts: string } }]>([
    ['that the manifest does not have', { userId: ana, callbackId: 'launch' }],
    ['for messages, chosen without one', { userId: ana, callbackId: 'undo' }],
    ['for everywhere, chosen on a message', { userId: ana, callbackId: 'deploy', message: { channelId, ts: '1.0' } }],
    ['by somebody of another company', { userId: eve, callbackId: 'deploy' }],
  ])('%s is not available', async ([, act]) => {
    const { workspace, heard } = await offering();
    expect((await workspace.shortcut(act)).because).toBe('This shortcut is not available to you.');
    expect(heard).toEqual([]);
  });

  test.for<[string, { channelId: string; ts: string }, string]>([
    ['that is gone', { channelId, ts: '1.000001' }, 'message_not_found'],
    ['in a channel that one is not in', { channelId: random, ts: '1.000001' }, 'not_in_channel'],
  ])('on a message %s fails', async ([, message, code]) => {
    const { workspace } = await offering();
    workspace.directory.channel(random).memberIds.delete(ana);
    await expect(workspace.shortcut({ userId: ana, callbackId: 'undo', message })).rejects.toThrow(code);
  });

  test('that the app does not answer tells the person', async () => {
    const { workspace } = await offering(() => silence);
    expect((await workspace.shortcut({ userId: ana, callbackId: 'deploy' })).because).toContain('operation_timeout');
  });
});
