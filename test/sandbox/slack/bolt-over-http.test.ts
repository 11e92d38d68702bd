import { describe, expect, test } from 'vitest';
import { exampleChannels, exampleUsers } from '../../../sandbox/slack/example-workspace.ts';
import type { SlackOptions } from '../../../sandbox/slack/start.ts';
import { httpApp } from './bolt-apps.ts';
import { button, section, town } from './town.ts';

const { incidentsProd: channelId, partners } = exampleChannels;
const { ana, bo, eve } = exampleUsers;
const deploy = { userId: ana, channelId, command: '/deploy', text: 'api-gateway prod' };

async function townWithBolt(options: SlackOptions = {}) {
  const { slack, client } = await town(options);
  const { app, requestUrl } = await httpApp(slack);
  slack.setRequestUrls([requestUrl]);
  return { slack, client, app };
}

describe('slash commands', () => {
  test('arrive signed with the fields of Slack, and the answer is shown to the person alone', async () => {
    const { slack, app } = await townWithBolt();
    let seen: Record<string, unknown> = {};
    app.command('/deploy', async ({ command, ack }) => {
      seen = command;
      await ack({ text: 'Planning api-gateway' });
    });
    const delivered = await slack.workspace.command({ ...deploy, text: 'api-gateway prod because @bo & #deploys' });
    expect(seen).toMatchObject({
      team_id: 'T0SLIPWAY',
      api_app_id: 'A0SLIPWAY',
      user_id: ana,
      user_name: 'ana',
      channel_id: channelId,
      channel_name: 'incidents-prod',
      command: '/deploy',
      text: `api-gateway prod because <@${bo}|bo> &amp; <#${exampleChannels.deploys}|deploys>`,
    });
    expect(delivered).toMatchObject({ outcome: 'answered', status: 200, shown: { from: 'app', userId: ana } });
    expect(slack.workspace.shownTo(ana).map(({ content }) => content.text)).toEqual(['Planning api-gateway']);
    expect(slack.workspace.conversations.all(channelId)).toEqual([]);
  });

  test('an answer in_channel is a message for everybody', async () => {
    const { slack, app } = await townWithBolt();
    app.command('/deploy', ({ ack }) => ack({ response_type: 'in_channel', text: 'Hello all' }));
    await slack.workspace.command(deploy);
    expect(slack.workspace.conversations.all(channelId)).toMatchObject([{ content: { text: 'Hello all' } }]);
  });

  test('an app that does not answer in time: operation_timeout, said by Slackbot', async () => {
    const { slack, app } = await townWithBolt({ answerTimeoutMs: 50 });
    app.command('/deploy', async () => undefined);
    const delivered = await slack.workspace.command(deploy);
    expect(delivered).toMatchObject({
      outcome: 'operation_timeout',
      shown: { from: 'slack', content: { text: '/deploy failed with the error "operation_timeout"' } },
    });
  });

  test('an app that is away: dispatch_failed', async () => {
    const { slack } = await town({ requestUrls: ['http://127.0.0.1:1/slack/events'] });
    expect((await slack.workspace.command(deploy)).outcome).toBe('dispatch_failed');
  });

  test('in a thread, by an outsider, or unknown: Slack itself refuses and sends nothing', async () => {
    const { slack } = await townWithBolt();
    const inThread = await slack.workspace.command({ ...deploy, threadTs: '1.000001' });
    const byOutsider = await slack.workspace.command({ ...deploy, userId: eve, channelId: partners });
    const unknown = await slack.workspace.command({ ...deploy, command: '/launch' });
    expect(inThread).toMatchObject({
      outcome: 'not_sent',
      shown: { content: { text: '/deploy is not supported in threads. Sorry!' } },
    });
    expect([byOutsider.outcome, unknown.outcome]).toEqual(['not_sent', 'not_sent']);
  });

  test('two request URLs are served in turn', async () => {
    const { slack } = await town();
    const answered: number[] = [];
    const urls: string[] = [];
    for (const index of [0, 1]) {
      const { app, requestUrl } = await httpApp(slack);
      urls.push(requestUrl);
      app.command('/deploy', async ({ ack }) => {
        answered.push(index);
        await ack();
      });
    }
    slack.setRequestUrls(urls);
    for (let count = 0; count < 4; count += 1) await slack.workspace.command(deploy);
    expect(answered).toEqual([0, 1, 0, 1]);
  });
});

describe('what an attacker can try', () => {
  test('a wrong, a missing and an old signature are turned away; the very same request again is not', async () => {
    const { slack, app } = await townWithBolt();
    let runs = 0;
    app.command('/deploy', async ({ ack }) => {
      runs += 1;
      await ack();
    });
    const status = async (tampering: object) => (await slack.workspace.command({ ...deploy, tampering })).status;
    expect(await status({ signature: 'wrong' })).toBe(401);
    expect(await status({ signature: 'missing' })).toBe(401);
    expect(await status({ timestampOffsetMs: -301_000 })).toBe(401);
    expect(runs).toBe(0);
    const { sent } = await slack.workspace.command(deploy);
    if (sent === undefined) throw new Error('Nothing was sent');
    // Bolt has no guard against replays or future timestamps; the bot must bring its own.
    expect((await slack.replay(sent)).status).toBe(200);
    expect(await status({ timestampOffsetMs: 86_400_000 })).toBe(200);
    expect((await slack.redeliver(sent)).status).toBe(200);
    expect(runs).toBe(4);
  });

  test('a payload can claim a foreign team or app', async () => {
    const { slack, app } = await townWithBolt();
    let seen: Record<string, unknown> = {};
    app.command('/deploy', async ({ command, ack }) => {
      seen = command;
      await ack();
    });
    await slack.workspace.command({ ...deploy, tampering: { teamId: 'T0FOREIGN', appId: 'A0FOREIGN' } });
    expect(seen).toMatchObject({ team_id: 'T0FOREIGN', api_app_id: 'A0FOREIGN' });
  });
});

describe('buttons', () => {
  const blocks = (label: string, value: string) => [
    section('card'),
    { type: 'actions' as const, elements: [button('advance', label, value)] },
  ];

  test('a press brings the message, the value and a response_url that can speak five times', async () => {
    const { slack, client, app } = await townWithBolt();
    const { ts = '' } = await client.chat.postMessage({
      channel: channelId,
      text: 'card',
      blocks: blocks('Advance', 'g1.1'),
    });
    let seen: Record<string, unknown> = {};
    const failures: unknown[] = [];
    app.action('advance', async ({ body, action, ack, respond }) => {
      await ack();
      seen = { body, action };
      for (let count = 1; count <= 6; count += 1) {
        await respond({ text: `Word ${count}`, response_type: 'ephemeral' }).catch((error: unknown) =>
          failures.push(error),
        );
      }
    });
    const delivered = await slack.workspace.press({ userId: bo, channelId, messageTs: ts, actionId: 'advance' });
    expect(delivered.outcome).toBe('answered');
    await expect.poll(() => failures).toHaveLength(1);
    expect(seen).toMatchObject({
      action: { action_id: 'advance', value: 'g1.1', type: 'button' },
      body: {
        user: { id: bo, team_id: 'T0SLIPWAY' },
        container: { message_ts: ts, channel_id: channelId, is_ephemeral: false },
        message: { ts, text: 'card' },
      },
    });
    expect(slack.workspace.shownTo(bo)).toHaveLength(5);
  });

  test('an old button can still be pressed after the message was edited, one that never was cannot', async () => {
    const { slack, client, app } = await townWithBolt();
    const values: unknown[] = [];
    app.action('advance', async ({ action, ack }) => {
      values.push('value' in action ? action.value : undefined);
      await ack();
    });
    const { ts = '' } = await client.chat.postMessage({
      channel: channelId,
      text: 'card',
      blocks: blocks('Advance', 'g1.1'),
    });
    const press = (value?: string) =>
      slack.workspace.press({ userId: bo, channelId, messageTs: ts, actionId: 'advance', ...(value ? { value } : {}) });
    await client.chat.update({ channel: channelId, ts, text: 'card', blocks: blocks('Advance', 'g1.2') });
    await press();
    await press('g1.1');
    await client.chat.update({ channel: channelId, ts, text: 'finished', blocks: [section('finished')] });
    await press();
    expect(values).toEqual(['g1.2', 'g1.1', 'g1.2']);
    await expect(press('g9.9')).rejects.toThrow('action_not_found');
  });

  test('an ephemeral is pressed and replaced through its response_url, by its owner alone', async () => {
    const { slack, client, app } = await townWithBolt();
    app.action('advance', async ({ ack, respond }) => {
      await ack();
      await respond({ text: 'Confirmed', replace_original: true });
    });
    const plan = { channel: channelId, user: ana, text: 'plan', blocks: blocks('Confirm', 'p1') };
    const { message_ts: ephemeralId = '' } = await client.chat.postEphemeral(plan);
    await expect(slack.workspace.press({ userId: bo, channelId, ephemeralId, actionId: 'advance' })).rejects.toThrow(
      'message_not_found',
    );
    await slack.workspace.press({ userId: ana, channelId, ephemeralId, actionId: 'advance' });
    await expect.poll(() => slack.workspace.shownTo(ana)[0]?.content).toMatchObject({ text: 'Confirmed', blocks: [] });
  });
});
