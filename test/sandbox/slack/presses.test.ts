import { describe, expect, test } from 'vitest';
import type { Receipt } from '../../../sandbox/slack/delivery.ts';
import { exampleChannels, exampleUsers } from '../../../sandbox/slack/example-workspace.ts';
import { app, button, section, silence, town } from './town.ts';

const { incidentsProd: channelId } = exampleChannels;
const { ana, bo } = exampleUsers;
const card = (value: string) => [section(value), { type: 'actions' as const, elements: [button('go', 'Go', value)] }];

async function withCard(answer?: () => unknown) {
  const { slack, client } = await town();
  const heard = app(slack, answer);
  const { ts = '' } = await client.chat.postMessage({ channel: channelId, text: 'card', blocks: card('g1') });
  const press = (value?: string) =>
    slack.workspace.press({ userId: ana, channelId, messageTs: ts, actionId: 'go', ...(value ? { value } : {}) });
  return { workspace: slack.workspace, client, heard, ts, press };
}

describe('a press on a message that changes meanwhile', () => {
  test('delivers what the person saw, with the message as it is now', async () => {
    const { client, heard, ts, press } = await withCard();
    await client.chat.update({ channel: channelId, ts, text: 'half way', blocks: card('g2') });
    await press('g1');
    expect(heard[0]?.payload).toMatchObject({ actions: [{ value: 'g1' }], message: { text: 'half way' } });
  });

  test('that is deleted while the app thinks is answered all the same', async () => {
    const { workspace, ts, press } = await withCard(() => {
      workspace.conversations.remove(workspace.conversations.message(channelId, ts));
    });
    expect(await press()).toMatchObject({ outcome: 'answered', because: null });
  });

  test('that was deleted is refused in words, and sent to nobody', async () => {
    const { client, heard, ts, press } = await withCard();
    await client.chat.delete({ channel: channelId, ts });
    expect(await press()).toMatchObject({ outcome: 'not_sent', because: expect.stringContaining('deleted') });
    expect(heard).toEqual([]);
  });
});

describe('a press that the app does not take', () => {
  const nobody: Receipt = { ...silence, outcome: 'dispatch_failed' };
  test.for<[string, Receipt, RegExp]>([
    ['in 3 seconds: the person is told to look before trying again', silence, /operation_timeout.*look before/],
    ['at all: the person may try again', nobody, /dispatch_failed.*[Tt]ry again/],
  ])('%s', async ([, receipt, words]) => {
    const { workspace, press } = await withCard(() => receipt);
    expect(await press()).toMatchObject({
      ...{ outcome: receipt.outcome, because: expect.stringMatching(words), shown: undefined },
    });
    expect(workspace.shownTo(ana)).toEqual([]);
  });
});

test('what only one person sees is gone with a reload, and nobody else loses anything', async () => {
  const { workspace, client } = await withCard();
  for (const user of [ana, bo]) await client.chat.postEphemeral({ channel: channelId, user, text: 'for you' });
  const view = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'x' }, blocks: [section('x')] };
  await client.views.open({ trigger_id: workspace.views.newTrigger(ana), view });
  workspace.reload(ana);
  expect([workspace.shownTo(ana), workspace.modalsOf(ana)]).toEqual([[], []]);
  expect(workspace.shownTo(bo).map(({ content }) => content.text)).toEqual(['for you']);
  expect(workspace.conversations.all(channelId)).toHaveLength(1);
});
