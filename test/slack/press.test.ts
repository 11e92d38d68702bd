import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { exampleApp, exampleChannels, exampleTokens, exampleUsers } from '../../sandbox/slack/example-workspace.ts';
import { slackThread } from '../../src/slack/thread.ts';
import { webClient } from '../../src/slack/web-client.ts';
import { type BoltTown, ephemeral, silent, startBoltTown } from './bolt-town.ts';

let town: BoltTown;
let card = '';
const channelId = exampleChannels.incidentsProd;

beforeAll(async () => {
  town = await startBoltTown({ transport: 'http' });
  card = await postButtons(town, channelId);
});
afterAll(() => town.stop());
beforeEach(() => {
  town.heard.length = 0;
  town.seen = new Map();
  town.answer = async () => ({ kind: 'nothing' });
});

/** Of the menu that stands beside the buttons. */
const CHOSEN = { actionId: 'pattern_example', value: 'report.pattern' } as const;

const press = (userId: string, actionId = 'advance') =>
  town.slack.workspace.press({ userId, channelId, messageTs: card, actionId });
const toldTo = (userId: string) =>
  town.slack.workspace.conversations.ephemerals.filter((one) => one.userId === userId).map((one) => one.content.text);

describe('a press', () => {
  test('is heard with its action, its value and who pressed', async () => {
    expect((await press(exampleUsers.bo)).status).toBe(200);
    expect(town.heard).toMatchObject([
      { actionId: 'advance', value: '0123456789.7', userId: exampleUsers.bo, channel: channelId, allowance: 'mayAct' },
    ]);
  });

  test('names the thread in which everybody sees what was pressed', async () => {
    await press(exampleUsers.bo);
    const reply = await postButtons(town, channelId, card);
    await town.slack.workspace.press({ userId: exampleUsers.bo, channelId, messageTs: reply, actionId: 'advance' });
    expect(town.heard).toMatchObject([{ rootTs: card }, { rootTs: card }]);
  });

  test('on a menu is heard with the value of the line that was chosen', async () => {
    await town.slack.workspace.press({ ...{ userId: exampleUsers.bo, channelId }, messageTs: card, ...CHOSEN });
    expect(town.heard).toMatchObject([{ actionId: 'pattern_example', value: 'report.pattern' }]);
  });

  test('on what one person alone was shown names the thread for the answer alone', async () => {
    const { workspace } = town.slack;
    const { bo: userId } = exampleUsers;
    const blocks = [
      {
        type: 'actions',
        elements: [{ type: 'button', action_id: 'advance', text: { type: 'plain_text', text: 'A' } }],
      },
    ];
    const content = { text: 'For you.', blocks, attachments: [], metadata: undefined };
    for (const threadTs of [card, undefined]) {
      const own = workspace.conversations.postEphemeral({ channelId, userId, threadTs, from: 'app', content });
      await workspace.press({ userId, channelId, ephemeralId: own.ts, actionId: 'advance' });
    }
    expect(town.heard.map((one) => ['threadTs' in one && one.threadTs, 'rootTs' in one])).toEqual([
      [card, false],
      [false, false],
    ]);
  });

  test('is answered to the person who pressed alone', async () => {
    town.answer = async () => ephemeral('Only approvers may.');
    await press(exampleUsers.dev);
    await expect.poll(() => toldTo(exampleUsers.dev)).toContain('Only approvers may.');
  });

  test('made twice is heard twice: the gate settles it, not the transport', async () => {
    await Promise.all([press(exampleUsers.bo), press(exampleUsers.bo)]);
    expect(town.heard).toHaveLength(2);
  });

  test('on a button that we do not know still reaches the commands, which refuse it', async () => {
    await press(exampleUsers.bo, 'a_button_of_last_year');
    expect(town.heard).toMatchObject([{ actionId: 'a_button_of_last_year', value: '' }]);
  });

  test('with Redis away is answered, but may set nothing going', async () => {
    town.seen = null;
    town.answer = async () => ephemeral('Not taken: try again.');
    expect((await press(exampleUsers.bo)).status).toBe(200);
    expect(town.heard).toMatchObject([{ actionId: 'advance', allowance: 'blocked' }]);
    await expect.poll(() => toldTo(exampleUsers.bo)).toContain('Not taken: try again.');
  });

  test('replayed byte for byte gets 401 and leaves nothing', async () => {
    const { sent } = await press(exampleUsers.bo);
    if (!sent) throw new Error('nothing was sent');
    expect((await town.slack.replay(sent)).status).toBe(401);
    expect(town.heard).toHaveLength(1);
  });

  test('that breaks us tells the person an id', async () => {
    town.answer = async () => {
      throw new Error('secret inside');
    };
    expect((await press(exampleUsers.ira)).status).toBe(200);
    await expect.poll(() => toldTo(exampleUsers.ira).join()).toMatch(/"kind":"broken"/);
  });
});

test('a press by somebody of another company sets nothing going', async () => {
  const ts = await postButtons(town, exampleChannels.partners);
  const act = { userId: exampleUsers.eve, channelId: exampleChannels.partners, messageTs: ts, actionId: 'advance' };
  expect((await town.slack.workspace.press(act)).status).toBe(200);
  await expect.poll(() => toldTo(exampleUsers.eve).join()).toContain('"kind":"notAMember","who":"external"');
  expect(town.heard).toEqual([]);
});

async function postButtons({ slack }: BoltTown, channel: string, threadTs: string | null = null): Promise<string> {
  const client = webClient({ botToken: exampleTokens.bot, apiUrl: slack.apiUrl, log: silent });
  const button = (action_id: string, value?: string) => ({
    type: 'button',
    action_id,
    text: { type: 'plain_text', text: action_id },
    ...(value === undefined ? {} : { value }),
  });
  const menu = {
    type: 'static_select',
    action_id: CHOSEN.actionId,
    placeholder: { type: 'plain_text', text: 'Details of…' },
    options: [{ text: { type: 'plain_text', text: '#4' }, value: CHOSEN.value }],
  };
  const outcome = await slackThread(client, { botId: exampleApp.botId }).post({
    channel,
    threadTs,
    broadcast: false,
    oid: `buttons-${channel}-${threadTs}`,
    text: 'Two buttons.',
    blocks: [{ type: 'actions', elements: [button('advance', '0123456789.7'), button('a_button_of_last_year'), menu] }],
  });
  if (outcome.kind !== 'sent') throw new Error(`not posted: ${outcome.kind}`);
  return outcome.ts;
}
