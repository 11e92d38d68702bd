import { describe, expect, test } from 'vitest';
import { exampleChannels, exampleTokens } from '../../../sandbox/slack/example-workspace.ts';
import { refusalOf, town } from './town.ts';

const { incidentsProd: channel_id, random } = exampleChannels;
const log = 'ERROR upstream timed out\n'.repeat(40);

async function townWithFiles() {
  const { slack, client } = await town();
  const announce = (length = log.length) => client.files.getUploadURLExternal({ filename: 'canary.log', length });
  const send = async (url: string | undefined, body: string) =>
    (await fetch(url ?? '', { method: 'POST', body })).status;
  const arrived = async () => {
    const { file_id: id = '', upload_url } = await announce();
    await send(upload_url, log);
    return id;
  };
  return { slack, client, announce, send, arrived };
}

describe('a file', () => {
  test('goes up in three steps with the real client, and stands in the thread with its comment', async () => {
    const { slack, client } = await townWithFiles();
    const { ts: thread_ts = '' } = await client.chat.postMessage({ channel: channel_id, text: 'card' });
    await client.filesUploadV2({
      ...{ channel_id, thread_ts, initial_comment: 'All 40 lines', file: Buffer.from(log) },
      ...{ filename: 'canary.log', title: 'Log of the canary' },
    });
    const { messages } = await client.conversations.replies({ channel: channel_id, ts: thread_ts });
    expect(messages?.[1]).toMatchObject({
      text: 'All 40 lines',
      files: [{ name: 'canary.log', title: 'Log of the canary', mimetype: 'text/plain', size: log.length }],
    });
    const [file] = slack.workspace.conversations.repliesTo(channel_id, thread_ts)[0]?.files ?? [];
    const served = await fetch(slack.workspace.fileUrl(file?.id ?? ''));
    expect([served.headers.get('content-type'), await served.text()]).toEqual(['text/plain; charset=utf-8', log]);
    expect(slack.workspace.printThread(channel_id, thread_ts)).toContain('Log of the canary');
  });

  test('without a channel shows nowhere', async () => {
    const { slack, client, arrived } = await townWithFiles();
    await client.files.completeUploadExternal({ files: [{ id: await arrived() }] });
    expect(slack.workspace.conversations.all(channel_id)).toEqual([]);
  });

  test('of another length than announced is not taken, and cannot be completed', async () => {
    const { client, announce, send } = await townWithFiles();
    const { file_id: id = '', upload_url } = await announce(log.length + 1);
    expect(await send(upload_url, log)).toBe(400);
    expect(await refusalOf(client.files.completeUploadExternal({ files: [{ id }], channel_id }))).toBe(
      'file_not_found',
    );
  });

  test('that was never announced has no upload and no bytes', async () => {
    const { slack, client, send } = await townWithFiles();
    expect(await send(slack.workspace.uploadUrl('F_NONE'), log)).toBe(400);
    expect((await fetch(slack.workspace.fileUrl('F_NONE'))).status).toBe(404);
    const unknown = client.files.completeUploadExternal({ files: [{ id: 'F_NONE' }], channel_id });
    expect(await refusalOf(unknown)).toBe('file_not_found');
  });

  test('is completed once', async () => {
    const { slack, client, arrived } = await townWithFiles();
    const files: [{ id: string }] = [{ id: await arrived() }];
    await client.files.completeUploadExternal({ files, channel_id });
    expect(await refusalOf(client.files.completeUploadExternal({ files, channel_id }))).toBe('file_not_found');
    expect(slack.workspace.conversations.all(channel_id)).toHaveLength(1);
  });

  test.for([
    ['a channel without the bot', { channel_id: random }, 'not_in_channel'],
    ['a thread that is not there', { channel_id, thread_ts: '1.000001' }, 'thread_not_found'],
  ] as const)('refused for %s can still be completed elsewhere', async ([, place, code]) => {
    const { client, arrived } = await townWithFiles();
    const files: [{ id: string }] = [{ id: await arrived() }];
    expect(await refusalOf(client.files.completeUploadExternal({ files, ...place }))).toBe(code);
    expect((await client.files.completeUploadExternal({ files, channel_id })).ok).toBe(true);
  });

  test('needs the scope', async () => {
    const { slack, client } = await town();
    slack.workspace.directory.tokens.get(exampleTokens.bot)?.scopes.delete('files:write');
    const announced = client.files.getUploadURLExternal({ filename: 'canary.log', length: 1 });
    expect(await refusalOf(announced)).toBe('missing_scope');
  });
});
