import { describe, expect, test } from 'vitest';
import { becauseIn, openPage, type Page } from './open-page.ts';

const CHANNEL = 'C0DEPLOYS';
const button = {
  type: 'actions',
  block_id: 'buttons',
  elements: [{ type: 'button', action_id: 'go', value: 'x', text: { type: 'plain_text', text: 'Go' } }],
};
const modal = {
  type: 'modal',
  title: { type: 'plain_text', text: 'Deploy' },
  submit: { type: 'plain_text', text: 'Deploy' },
  blocks: [
    {
      type: 'input',
      block_id: 'reason',
      label: { type: 'plain_text', text: 'Reason' },
      element: { type: 'plain_text_input', action_id: 'text' },
    },
  ],
};

describe('people do on the page what they do in Slack', () => {
  test('words are said, and seen by the others', async () => {
    const page = await openPage();
    const said = await page.act('U0ANA', { do: 'say', channelId: CHANNEL, threadTs: null, text: 'hello @bo' });
    expect(said).toEqual({ kind: 'done' });
    const { messages } = await page.messages(`as=U0BO&channel=${CHANNEL}`);
    expect(messages).toMatchObject([{ text: 'hello <@U0BO>', author: { kind: 'person', userId: 'U0ANA' } }]);
  });

  test('a slash command goes to the app', async () => {
    const page = await openPage();
    await page.act('U0ANA', { do: 'say', channelId: CHANNEL, threadTs: null, text: '/deploy api-gateway  prod' });
    expect(page.delivered).toMatchObject([
      { type: 'slash_commands', payload: { command: '/deploy', text: 'api-gateway  prod', user_id: 'U0ANA' } },
    ]);
  });

  test('a button on a message, and on what one person alone is shown', async () => {
    const page = await openPage();
    const content = { text: 'press', blocks: [button], attachments: [], metadata: undefined };
    const { conversations } = page.workspace;
    const shared = conversations.post({ channelId: CHANNEL, userId: 'U0SLIPWAY', content });
    const own = conversations.postEphemeral({ channelId: CHANNEL, userId: 'U0ANA', content, from: 'app' });
    for (const { ts } of [shared, own]) expect(await press(page, 'U0ANA', ts)).toEqual({ kind: 'done' });
    const actions = [{ action_id: 'go', block_id: 'buttons', value: 'x' }];
    expect(page.delivered).toMatchObject([
      { payload: { actions, container: { message_ts: shared.ts, is_ephemeral: false } } },
      { payload: { actions, container: { message_ts: own.ts, is_ephemeral: true } } },
    ]);
    expect(await press(page, 'U0BO', own.ts)).toMatchObject({ kind: 'refused' });
  });

  test('a form: empty, wrong for the app, then right', async () => {
    const page = await openPage();
    const { views } = page.workspace;
    const view = views.open(views.newTrigger('U0ANA'), modal);
    const submit = (value: string) =>
      page.act('U0ANA', {
        ...{ do: 'submit', viewId: view.id },
        state: { reason: { text: { type: 'plain_text_input', value } } },
      });
    expect(await submit('')).toMatchObject({ kind: 'fieldErrors', errors: { reason: expect.any(String) } });
    page.answer.body = JSON.stringify({ response_action: 'errors', errors: { reason: 'Say more.' } });
    expect(await submit('because')).toEqual({ kind: 'fieldErrors', errors: { reason: 'Say more.' } });
    page.answer.body = '';
    expect(await submit('because of the release')).toEqual({ kind: 'done' });
    expect(await submit('twice')).toMatchObject({ kind: 'refused' });
  });

  test('reading a reply reads its thread, reading a root reads the channel', async () => {
    const page = await openPage();
    const { conversations } = page.workspace;
    const content = { text: 'x', blocks: [], attachments: [], metadata: undefined };
    const root = conversations.post({ channelId: CHANNEL, userId: 'U0DEV', content });
    const reply = conversations.post({ channelId: CHANNEL, userId: 'U0DEV', content, threadTs: root.ts });
    const unread = () => [
      page.workspace.unreadOf('U0ANA', CHANNEL).unread,
      page.workspace.unreadOf('U0ANA', CHANNEL, root.ts).unread,
    ];
    expect(unread()).toEqual([1, 1]);
    await page.act('U0ANA', { do: 'read', channelId: CHANNEL, ts: reply.ts });
    expect(unread()).toEqual([1, 0]);
    await page.act('U0ANA', { do: 'read', channelId: CHANNEL, ts: root.ts });
    expect(unread()).toEqual([0, 0]);
  });
});

test.for(['operation_timeout', 'dispatch_failed'] as const)(
  'an app that answers with %s: the person is told',
  async (outcome) => {
    const page = await openPage();
    page.workspace.courier = async () => ({ outcome, status: undefined, body: '', tookMs: 3000, sent: undefined });
    const content = { text: 'press', blocks: [button], attachments: [], metadata: undefined };
    const { conversations, views } = page.workspace;
    const { ts } = conversations.post({ channelId: CHANNEL, userId: 'U0SLIPWAY', content });
    expect(await press(page, 'U0ANA', ts)).toEqual({ kind: 'refused', because: expect.stringContaining(outcome) });
    const { id: viewId } = views.open(views.newTrigger('U0ANA'), modal);
    const state = { reason: { text: { type: 'plain_text_input', value: 'slow' } } };
    const sent = await page.act('U0ANA', { do: 'submit', viewId, state });
    expect(sent).toEqual({ kind: 'refused', because: expect.stringContaining('Try again') });
    await page.act('U0ANA', { do: 'say', channelId: CHANNEL, threadTs: null, text: '/deploy' });
    expect(page.workspace.shownTo('U0ANA')).toMatchObject([
      { from: 'slack', content: { text: expect.stringContaining(outcome) } },
    ]);
  },
);

describe('what cannot be done is refused with a sentence that says what to do', () => {
  const at = { in: 'message', channelId: CHANNEL, ts: '1.000001' } as const;
  test.for([
    [
      'words in a channel that one is not in',
      'U0EVE',
      { do: 'say', channelId: CHANNEL, threadTs: null, text: 'hi' },
      /invite/,
    ],
    ['no words', 'U0ANA', { do: 'say', channelId: CHANNEL, threadTs: null, text: '' }, /nothing to say/],
    ['only spaces', 'U0ANA', { do: 'say', channelId: CHANNEL, threadTs: null, text: '  ' }, /nothing to say/],
    ['too many words', 'U0ANA', { do: 'say', channelId: CHANNEL, threadTs: null, text: 'x'.repeat(12_001) }, /at most/],
    ['a reply to nothing', 'U0ANA', { do: 'say', channelId: CHANNEL, threadTs: '1.000001', text: 'hi' }, /gone/],
    ['a press on nothing', 'U0ANA', { do: 'press', at, blockId: 'b', actionId: 'a', element: {}, state: {} }, /gone/],
    ['a form that is closed', 'U0ANA', { do: 'submit', viewId: 'V0', state: {} }, /closed/],
    ['an emoji under nothing', 'U0ANA', { do: 'react', channelId: CHANNEL, ts: '1.000001', name: 'eyes' }, /gone/],
    ['reading where one is not', 'U0EVE', { do: 'read', channelId: CHANNEL, ts: '1.000001' }, /invite/],
    ['anything as nobody', 'U0NOBODY', { do: 'openHome' }, /nobody/],
  ] as const)('%s', async ([, as, act, words]) => {
    const page = await openPage();
    expect(await page.act(as, act)).toEqual({ kind: 'refused', because: expect.stringMatching(words) });
    expect(page.delivered).toEqual([]);
  });

  test.for([
    ['no JSON', '{', 400, /JSON/],
    ['an unknown act', '{"as":"U0ANA","act":{"do":"dance"}}', 200, /act/],
    ['a field that does not belong', '{"as":"U0ANA","act":{"do":"openHome","now":true}}', 200, /now/],
    ['nobody', '{"act":{"do":"openHome"}}', 200, /as/],
    ['too much', `{"as":"${'x'.repeat(1_100_000)}"}`, 400, /JSON/],
  ] as const)('a body that is wrong: %s', async ([, body, status, words]) => {
    const page = await openPage();
    const answer = await page.post('/api/act', body);
    expect([answer.status, becauseIn(answer.body)]).toEqual([status, expect.stringMatching(words)]);
  });
});

describe('orders to the town', () => {
  test('an order is carried out', async () => {
    const page = await openPage();
    const order = { do: 'outage', service: 'projects/p/locations/l/services/s', isOn: true };
    const answer = await page.post('/api/town', JSON.stringify(order));
    expect([JSON.parse(answer.body), page.orders]).toEqual([{ kind: 'done' }, [order]]);
  });

  test.for([
    ['an unknown order', '{"do":"burn"}'],
    ['a rate that no laptop holds', '{"do":"rate","service":"s","requestsPerSecond":1e9}'],
    ['a negative lag', '{"do":"logLag","lagMs":-1}'],
  ] as const)('%s is refused', async ([, body]) => {
    const page = await openPage();
    const answer = await page.post('/api/town', body);
    expect([becauseIn(answer.body), page.orders]).toEqual([expect.stringMatching(/does not know/), []]);
  });
});

function press(page: Page, as: string, ts: string) {
  const at = { in: 'message', channelId: CHANNEL, ts } as const;
  return page.act(as, { do: 'press', at, blockId: 'buttons', actionId: 'go', element: {}, state: {} });
}
