import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { exampleChannels, exampleUsers, exampleWorkspace } from '../../../sandbox/slack/example-workspace.ts';
import type { JsonObject } from '../../../sandbox/slack/json.ts';
import { button, section, stoppedClock } from './town.ts';

const channelId = exampleChannels.incidentsProd;
const content = (text: string, blocks: JsonObject[] = []) => ({ text, blocks, attachments: [], metadata: undefined });
const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const raw = (text: string) => ({ type: 'raw_text', text });

const card: JsonObject[] = [
  { type: 'header', text: plain('api-gateway to prod') },
  section('*Canary 25 %* asked by <@U0ANA> &amp; <!subteam^S0APPROVERS>, <https://example.com|the plan>'),
  { type: 'section', fields: [mrkdwn('*Until*\n<!date^1793529000^{time}|soon>'), mrkdwn('*Image*\n`v2.1.0`')] },
  { type: 'context', elements: [mrkdwn('lock: this rollout')] },
  {
    type: 'actions',
    elements: [button('advance', 'Advance canary to 50 %', 'g1'), button('rollback', 'Roll back', 'g1')],
  },
];

const patterns: JsonObject[] = [
  {
    type: 'table',
    rows: [
      [raw('Pattern'), raw('Canary')],
      [raw('TypeError: x is undefined'), raw('37')],
    ],
    column_settings: [{}, { align: 'right' }],
  },
  {
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'at a.ts:1\nat b.ts:2' }] }],
  },
];

function exampleThread() {
  const clock = stoppedClock();
  const workspace = exampleWorkspace(clock.now);
  const { conversations, directory } = workspace;
  const userId = directory.app.botUserId;
  const root = conversations.post({ channelId, userId, content: content('card', card) });
  clock.advance(61_000);
  const inThread = { channelId, threadTs: root.ts };
  conversations.post({ ...inThread, userId, content: content('patterns', patterns) });
  conversations.postEphemeral({
    ...inThread,
    userId: exampleUsers.gus,
    from: 'app',
    content: content('Guests may not advance.'),
  });
  conversations.post({ ...inThread, userId, content: content(':rewind: Rolled back.'), isBroadcast: true });
  return { workspace, root };
}

test('a thread prints as a person would read it', () => {
  const { workspace, root } = exampleThread();
  expect(workspace.printThread(channelId, root.ts, { width: 60 })).toMatchInlineSnapshot(`
    "#incidents-prod  thread
    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

    Slipway APP
    10:30:00  api-gateway to prod
              Canary 25 % asked by @ana & @approvers, the plan
              Until  10:30
              Image  v2.1.0
              lock: this rollout
              [ Advance canary to 50 % ]  [ Roll back ]

    │ Slipway APP
    │ 10:31:01  Pattern                    Canary
    │           ─────────────────────────  ──────
    │           TypeError: x is undefined      37
    │           ▏ at a.ts:1
    │           ▏ at b.ts:2
    │
    │ Slipway APP — only visible to you (gus)
    │ 10:31:01  Guests may not advance.
    │
    │ Slipway APP — also sent to the channel
    │ 10:31:01  ⏪ Rolled back."
  `);
});

test('colours change nothing but the colours', () => {
  const { workspace, root } = exampleThread();
  const coloured = workspace.printThread(channelId, root.ts, { colour: true });
  expect(coloured).toContain('\u001b[1m');
  expect(stripVTControlCharacters(coloured)).toBe(workspace.printThread(channelId, root.ts));
});

test('the channel shows the card and what was sent to it, without the thread', () => {
  const { workspace } = exampleThread();
  const channel = workspace.printChannel(channelId);
  expect(channel).toContain('api-gateway to prod');
  expect(channel).toContain('Rolled back.');
  expect(channel).not.toContain('TypeError');
});
