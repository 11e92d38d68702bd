import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { exampleChannels, exampleTokens } from '../../sandbox/slack/example-workspace.ts';
import type { Fault } from '../../sandbox/slack/faults.ts';
import { type SlackSandbox, startSlack } from '../../sandbox/slack/start.ts';
import type { Files } from '../../src/ports/slack.ts';
import { slackFiles } from '../../src/slack/files.ts';
import { webClient } from '../../src/slack/web-client.ts';
import { silent } from './bolt-town.ts';

let slack: SlackSandbox;
let files: Files;
beforeAll(async () => {
  slack = await startSlack({ limits: { isOn: false } });
  files = slackFiles(webClient({ botToken: exampleTokens.bot, apiUrl: slack.apiUrl, log: silent }));
});
afterAll(() => slack.stop());
beforeEach(() => slack.faults.clear());

const { incidentsProd: channel } = exampleChannels;
const text = 'NEW  212 requests  upstream <*> answered <*> – für alle\n';
const words = { title: 'All patterns', comment: 'All error patterns of api-gateway in prod' };

async function uploaded(name = 'errors.txt'): Promise<string> {
  const outcome = await files.upload({ name, text });
  if (outcome.kind !== 'uploaded') throw new Error(`not uploaded: ${JSON.stringify(outcome)}`);
  return outcome.fileId;
}

const here = (threadTs: string | null = null) => ({ channel, threadTs, ...words });
const shared = () => slack.workspace.conversations.all(channel).flatMap((message) => message.files ?? []);

describe('a file', () => {
  test('goes up in three steps and stands in the thread, with its comment and every byte', async () => {
    const ts = slack.workspace.conversations.post({
      ...{ channelId: channel, userId: 'U0SLIPWAY', threadTs: undefined },
      content: { text: 'A card.', blocks: [], attachments: [], metadata: undefined },
    }).ts;
    expect(await files.share({ fileId: await uploaded(), ...here(ts) })).toEqual({ kind: 'shared' });
    const [reply] = slack.workspace.conversations.repliesTo(channel, ts);
    expect(reply).toMatchObject({
      content: { text: words.comment },
      files: [{ name: 'errors.txt', title: words.title, mimetype: 'text/plain' }],
    });
    const served = await fetch(slack.workspace.fileUrl(reply?.files?.[0]?.id ?? ''));
    expect(await served.text()).toBe(text);
  });

  test('that was uploaded and not shared is seen by nobody', async () => {
    const before = shared().length;
    await uploaded();
    expect(shared()).toHaveLength(before);
  });

  test('is shared once, however often it is tried', async () => {
    const before = shared().length;
    const fileId = await uploaded();
    expect(await files.share({ fileId, ...here() })).toEqual({ kind: 'shared' });
    expect(await files.share({ fileId, ...here() })).toEqual({ kind: 'gone' });
    expect(shared()).toHaveLength(before + 1);
  });

  test('whose answer was lost is there, and a second try finds that it is', async () => {
    const before = shared().length;
    const fileId = await uploaded();
    slack.faults.next('files.completeUploadExternal', 1, { kind: 'replyLost' });
    expect(await files.share({ fileId, ...here() })).toEqual({ kind: 'unknown' });
    expect(await files.share({ fileId, ...here() })).toEqual({ kind: 'gone' });
    expect(shared()).toHaveLength(before + 1);
  });

  test.for<readonly [string, Fault, object]>([
    [
      'waits as long as Slack says',
      { kind: 'ratelimited', retryAfterSeconds: 17 },
      { kind: 'later', retryAfterMs: 17_000 },
    ],
  ])('%s', async ([, fault, outcome]) => {
    slack.faults.next('files.getUploadURLExternal', 1, fault);
    expect(await files.upload({ name: 'errors.txt', text })).toMatchObject(outcome);
    const fileId = await uploaded();
    slack.faults.next('files.completeUploadExternal', 1, fault);
    expect(await files.share({ fileId, ...here() })).toMatchObject(outcome);
  });

  test('of which Slack lost the answer before it was shared goes up again', async () => {
    slack.faults.next('files.getUploadURLExternal', 1, { kind: 'replyLost' });
    expect(await files.upload({ name: 'errors.txt', text })).toMatchObject({ kind: 'later' });
  });

  test('has no place in a channel that we are not in', async () => {
    const outcome = await files.share({ fileId: await uploaded(), ...here(), channel: 'C0NOWHERE' });
    expect(outcome).toMatchObject({ kind: 'later', blocked: { of: 'channel' } });
  });
});
