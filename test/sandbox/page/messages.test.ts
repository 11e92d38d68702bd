import { describe, expect, test } from 'vitest';
import { openPage, type Page } from './open-page.ts';

const CHANNEL = 'C0DEPLOYS';

describe('a channel of ten messages, the fifth with a reply', () => {
  test.for([
    ['limit=3', '8 9 10', true, false],
    ['limit=3&before=8', '5 6 7', true, true],
    ['limit=9&before=4', '1 2 3', false, true],
    ['limit=3&after=2', '3 4 5', true, true],
    ['limit=9&after=8', '9 10', true, false],
    ['limit=4&around=5', '3 4 5 6', true, true],
    ['limit=4&around=reply', '3 4 5 6', true, true],
    ['limit=4&around=1', '1 2', false, true],
    ['limit=0', '1 2 3 4 5 6 7 8 9 10', false, false],
  ] as const)('%s is %s', async ([query, said, hasMore, hasNewer]) => {
    const page = await openPage();
    const ts = tenMessages(page);
    const asked = query.replace(/(before|after|around)=(\w+)/, (_, word, name) => `${word}=${ts[name] ?? ''}`);
    const found = await page.messages(`as=U0ANA&channel=${CHANNEL}&${asked}`);
    expect(found.messages.map(({ text }) => text).join(' ')).toBe(said);
    expect([found.hasMore, found.hasNewer]).toEqual([hasMore, hasNewer]);
  });

  test('what one person alone is shown stands in its place, on one page only', async () => {
    const page = await openPage();
    const content = { text: 'for ana', blocks: [], attachments: [], metadata: undefined };
    const post = (text: string) =>
      page.workspace.conversations.post({ channelId: CHANNEL, userId: 'U0DEV', content: { ...content, text } });
    post('1');
    page.workspace.conversations.postEphemeral({ channelId: CHANNEL, userId: 'U0ANA', content, from: 'app' });
    const second = post('2');
    const newest = await page.messages(`as=U0ANA&channel=${CHANNEL}&limit=1`);
    const older = await page.messages(`as=U0ANA&channel=${CHANNEL}&limit=1&before=${second.ts}`);
    const newer = await page.messages(`as=U0ANA&channel=${CHANNEL}&limit=5&after=${older.messages[0]?.ts}`);
    expect(texts(newest)).toEqual(['2']);
    expect(texts(older)).toEqual(['1', 'for ana']);
    expect(texts(newer)).toEqual(['for ana', '2']);
    expect(texts(await page.messages(`as=U0BO&channel=${CHANNEL}`))).toEqual(['1', '2']);
  });

  test('its thread has the parent first, also when asked by the reply', async () => {
    const page = await openPage();
    const ts = tenMessages(page);
    for (const asked of [ts['5'], ts['reply']]) {
      const { body } = await page.get(`/api/thread?as=U0ANA&channel=${CHANNEL}&ts=${asked}`);
      expect(texts(JSON.parse(body))).toEqual(['5', 'a reply']);
    }
    const root = (await page.messages(`as=U0ANA&channel=${CHANNEL}`)).messages[4];
    expect(root?.replies).toMatchObject({ count: 1, latestTs: ts['reply'], userIds: ['U0DEV'], isUnread: true });
  });
});

test.for([
  ['a channel that the person is not in', 'as=U0EVE&channel=C0DEPLOYS'],
  ['no such channel', 'as=U0ANA&channel=C0NOWHERE'],
  ['nobody', 'as=&channel=C0DEPLOYS'],
] as const)('%s shows nothing', async ([, query]) => {
  const page = await openPage();
  expect((await page.get(`/api/messages?${query}`)).status).toBe(404);
  expect((await page.get(`/api/thread?${query}&ts=1.2`)).status).toBe(404);
});

test('what a deleted message said is not told again', async () => {
  const page = await openPage();
  const ts = tenMessages(page);
  const { conversations } = page.workspace;
  conversations.remove(conversations.message(CHANNEL, ts['10'] ?? ''));
  const { body } = await page.get(`/api/messages?as=U0ANA&channel=${CHANNEL}&limit=1`);
  expect(texts(JSON.parse(body))).toEqual(['9']);
});

function texts({ messages }: Awaited<ReturnType<Page['messages']>>): string[] {
  return messages.map(({ text }) => text);
}

/** Timestamps by what the messages say; `reply` for the reply to the fifth. */
function tenMessages({ workspace }: Page): Record<string, string> {
  const post = (text: string, threadTs?: string) => {
    const content = { text, blocks: [], attachments: [], metadata: undefined };
    return workspace.conversations.post({ channelId: CHANNEL, userId: 'U0DEV', content, threadTs }).ts;
  };
  const ts: Record<string, string> = {};
  for (let number = 1; number <= 10; number += 1) ts[String(number)] = post(String(number));
  ts['reply'] = post('a reply', ts['5']);
  return ts;
}
