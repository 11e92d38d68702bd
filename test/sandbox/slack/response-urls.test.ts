import { describe, expect, test } from 'vitest';
import { exampleChannels, exampleUsers, exampleWorkspace } from '../../../sandbox/slack/example-workspace.ts';
import { grant, refusalOf, stoppedClock, town } from './town.ts';

const { incidentsProd: channelId } = exampleChannels;
const thirtyMinutesMs = 30 * 60_000;

/** A message of the bot, and a response_url that belongs to a press on it by ana. */
async function pressedMessage() {
  const clock = stoppedClock();
  const workspace = exampleWorkspace(clock.now);
  await town({ now: clock.now, workspace });
  const content = { text: 'plan', blocks: [], attachments: [], metadata: undefined };
  const original = workspace.conversations.post({ channelId, userId: workspace.directory.app.botUserId, content });
  const url = workspace.responseUrls.issue({ channelId, userId: exampleUsers.ana, threadTs: undefined, original });
  const send = async (payload: unknown) => {
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify(payload) });
    return `${answer.status} ${await answer.text()}`;
  };
  return { clock, workspace, original, send };
}

describe('a response_url', () => {
  test('replaces the original, then deletes it, and then there is nothing to replace', async () => {
    const { original, send } = await pressedMessage();
    expect(await send({ replace_original: true, text: 'confirmed' })).toBe('200 ok');
    expect(original.content.text).toBe('confirmed');
    expect(await send({ delete_original: true })).toBe('200 ok');
    expect(original.isDeleted).toBe(true);
    expect(await send({ replace_original: true, text: 'again' })).toContain('message_not_found');
  });

  test('speaks to the person alone unless told otherwise', async () => {
    const { workspace, send } = await pressedMessage();
    await send({ text: 'for you' });
    await send({ text: 'for all', response_type: 'in_channel' });
    expect(workspace.shownTo(exampleUsers.ana).map(({ content }) => content.text)).toEqual(['for you']);
    expect(workspace.conversations.all(channelId).map(({ content }) => content.text)).toEqual(['plan', 'for all']);
  });

  test('is over after 30 minutes', async () => {
    const { clock, send } = await pressedMessage();
    clock.advance(thirtyMinutesMs);
    expect(await send({ text: 'just in time' })).toBe('200 ok');
    clock.advance(1);
    expect(await send({ text: 'too late' })).toContain('404 {"ok":false,"error":"expired_url"');
  });

  test('is over after five uses', async () => {
    const { send } = await pressedMessage();
    for (let use = 1; use <= 5; use += 1) expect(await send({ text: `use ${use}` })).toBe('200 ok');
    expect(await send({ text: 'use 6' })).toContain('404 {"ok":false,"error":"used_url"');
  });

  test('refuses what the Web API would refuse', async () => {
    const { send } = await pressedMessage();
    expect(await send({ text: '' })).toContain('400 {"ok":false,"error":"no_text"');
    expect(await send({ text: 'x', blocks: [{ type: 'sparkle' }] })).toContain('invalid_blocks');
    expect(await send(['not an object'])).toContain('invalid_payload');
  });
});

test('a message to a person opens the direct conversation', async () => {
  const { slack, client } = await town();
  grant(slack, 'im:write');
  const posted = await client.chat.postMessage({ channel: exampleUsers.ana, text: 'for you' });
  const opened = await client.conversations.open({ users: exampleUsers.ana });
  expect(posted.channel).toBe(opened.channel?.id);
  expect(slack.workspace.printChannel(posted.channel ?? '')).toContain('for you');
});

test('an app without the Messages tab has no conversation with anybody', async () => {
  const { slack, client } = await town();
  const { app } = slack.workspace.directory;
  app.features = { ...app.features, isMessagesTabEnabled: false };
  const posting = client.chat.postMessage({ channel: exampleUsers.ana, text: 'for you' });
  expect(await refusalOf(posting)).toBe('messages_tab_disabled');
});
