import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { exampleApp, exampleChannels, exampleTokens, exampleUsers } from '../../sandbox/slack/example-workspace.ts';
import { slackThread } from '../../src/slack/thread.ts';
import { webClient } from '../../src/slack/web-client.ts';
import { ephemeral, openDoor, type SlackDoor, silent } from './slack-door.ts';

let door: SlackDoor;
let card = '';
const channelId = exampleChannels.incidentsProd;

beforeAll(async () => {
  door = await openDoor({ transport: 'http' });
  card = await postButtons(door, channelId);
});
afterAll(() => door.stop());
beforeEach(() => {
  door.heard.length = 0;
  door.seen = new Map();
  door.answer = async () => ({ kind: 'nothing' });
});

const press = (userId: string, actionId = 'advance') =>
  door.slack.workspace.press({ userId, channelId, messageTs: card, actionId });
const toldTo = (userId: string) =>
  door.slack.workspace.conversations.ephemerals.filter((one) => one.userId === userId).map((one) => one.content.text);

describe('a press', () => {
  test('is heard with its action, its value and who pressed', async () => {
    expect((await press(exampleUsers.bo)).status).toBe(200);
    expect(door.heard).toMatchObject([
      { actionId: 'advance', value: '0123456789.7', userId: exampleUsers.bo, channel: channelId, allowance: 'mayAct' },
    ]);
  });

  test('is answered to the person who pressed alone', async () => {
    door.answer = async () => ephemeral('Only approvers may.');
    await press(exampleUsers.dev);
    await expect.poll(() => toldTo(exampleUsers.dev)).toContain('Only approvers may.');
  });

  test('made twice is heard twice: the gate settles it, not the transport', async () => {
    await Promise.all([press(exampleUsers.bo), press(exampleUsers.bo)]);
    expect(door.heard).toHaveLength(2);
  });

  test('on a button that we do not know still reaches the commands, which refuse it', async () => {
    await press(exampleUsers.bo, 'a_button_of_last_year');
    expect(door.heard).toMatchObject([{ actionId: 'a_button_of_last_year', value: '' }]);
  });

  test('with Redis away is answered, but may set nothing going', async () => {
    door.seen = null;
    door.answer = async () => ephemeral('Not taken: try again.');
    expect((await press(exampleUsers.bo)).status).toBe(200);
    expect(door.heard).toMatchObject([{ actionId: 'advance', allowance: 'blocked' }]);
    await expect.poll(() => toldTo(exampleUsers.bo)).toContain('Not taken: try again.');
  });

  test('replayed byte for byte gets 401 and leaves nothing', async () => {
    const { sent } = await press(exampleUsers.bo);
    if (!sent) throw new Error('nothing was sent');
    expect((await door.slack.replay(sent)).status).toBe(401);
    expect(door.heard).toHaveLength(1);
  });

  test('that breaks us tells the person an id', async () => {
    door.answer = async () => {
      throw new Error('secret inside');
    };
    expect((await press(exampleUsers.ira)).status).toBe(200);
    await expect.poll(() => toldTo(exampleUsers.ira).join()).toMatch(/"kind":"broken"/);
  });
});

test('a press by somebody of another company sets nothing going', async () => {
  const ts = await postButtons(door, exampleChannels.partners);
  const act = { userId: exampleUsers.eve, channelId: exampleChannels.partners, messageTs: ts, actionId: 'advance' };
  expect((await door.slack.workspace.press(act)).status).toBe(200);
  await expect.poll(() => toldTo(exampleUsers.eve).join()).toContain('"kind":"notAMember","who":"external"');
  expect(door.heard).toEqual([]);
});

async function postButtons({ slack }: SlackDoor, channel: string): Promise<string> {
  const client = webClient({ botToken: exampleTokens.bot, apiUrl: slack.apiUrl, log: silent });
  const button = (action_id: string, value?: string) => ({
    type: 'button',
    action_id,
    text: { type: 'plain_text', text: action_id },
    ...(value === undefined ? {} : { value }),
  });
  const outcome = await slackThread(client, { botId: exampleApp.botId }).post({
    channel,
    threadTs: null,
    broadcast: false,
    oid: `buttons-${channel}`,
    text: 'Two buttons.',
    blocks: [{ type: 'actions', elements: [button('advance', '0123456789.7'), button('a_button_of_last_year')] }],
  });
  if (outcome.kind !== 'sent') throw new Error(`not posted: ${outcome.kind}`);
  return outcome.ts;
}
