import { describe, expect, test } from 'vitest';
import { openPage, type Page } from './open-page.ts';

const CHANNEL = 'C0DEPLOYS';

describe('the first news', () => {
  test.for([
    ['U0ANA', 'member', 'engineer', ['incidents-prod', 'incidents-staging', 'deploys', 'partners', 'random']],
    ['U0GUS', 'guest', 'guest', ['incidents-prod', 'incidents-staging', 'deploys', 'random']],
    ['U0EVE', 'external', 'external', ['partners']],
  ] as const)('tells %s, a %s, of their own channels', async ([as, kind, role, channels]) => {
    const page = await openPage();
    const { snapshot } = await (await page.live(as)).hears('hello');
    expect(snapshot.me).toMatchObject({ id: as, kind, role });
    expect(snapshot.channels.map(({ name }) => name)).toEqual(channels);
    expect(snapshot.commands.map(({ command }) => command)).toEqual(['/deploy', '/rollback']);
    expect(snapshot).toMatchObject({ isAppUp: true, modals: [] });
  });

  test.for([[''], ['U0NOBODY'], ['U0SLIPWAY']] as const)(
    'to "%s", who is nobody here, is for the first person',
    async ([as]) => {
      const page = await openPage();
      const { snapshot } = await (await page.live(as)).hears('hello');
      expect(snapshot.me.id).toBe('U0ANA');
    },
  );

  test('comes anew after a reconnection, with what happened meanwhile', async () => {
    const page = await openPage();
    const first = await page.live('U0ANA');
    first.close();
    post(page, 'meanwhile');
    const { snapshot } = await (await page.live('U0ANA')).hears('hello');
    expect(snapshot.channels.find(({ id }) => id === CHANNEL)).toMatchObject({
      unread: 1,
      latestTs: expect.any(String),
    });
  });
});

describe('what happens', () => {
  test('comes in its order, each message with its newest words', async () => {
    const page = await openPage();
    const ana = await page.live('U0ANA');
    const first = post(page, 'one');
    post(page, 'two');
    page.workspace.conversations.edit(first, { ...first.content, text: 'one, edited' });
    post(page, 'three');
    await ana.hears('message', ({ message }) => message.text === 'three');
    const heard = ana.news.flatMap((news) => (news.type === 'message' ? [news.message.text] : []));
    expect(heard).toEqual(['one, edited', 'two', 'three']);
    await ana.hears('channels', ({ channels }) => channels.some(({ id, unread }) => id === CHANNEL && unread === 3));
  });

  test('a reply also renews its parent, a deletion empties the message', async () => {
    const page = await openPage();
    const root = post(page, 'root');
    const ana = await page.live('U0ANA');
    const reply = post(page, 'reply', root.ts);
    await ana.hears('message', ({ message }) => message.ts === root.ts && message.replies?.count === 1);
    page.workspace.conversations.remove(reply);
    await ana.hears('message', ({ message }) => message.ts === reply.ts && message.isDeleted && message.text === '');
    await ana.hears('message', ({ message }) => message.ts === root.ts && message.replies === null);
  });

  test('is told to nobody who may not see it', async () => {
    const page = await openPage();
    const [ana, bo, eve] = await Promise.all([page.live('U0ANA'), page.live('U0BO'), page.live('U0EVE')]);
    const content = { text: 'for ana alone', blocks: [], attachments: [], metadata: undefined };
    page.workspace.conversations.postEphemeral({ channelId: CHANNEL, userId: 'U0ANA', content, from: 'app' });
    page.workspace.views.open(page.workspace.views.newTrigger('U0ANA'), { type: 'modal', blocks: [] });
    post(page, 'for all of deploys');
    const partners = { ...content, text: 'for partners' };
    page.workspace.conversations.post({ channelId: 'C0PARTNERS', userId: 'U0ANA', content: partners });
    await ana.hears('modals', ({ modals }) => modals.length === 1);
    await Promise.all(
      [ana, bo, eve].map((one) => one.hears('message', ({ message }) => message.text === 'for partners')),
    );
    const heard = [ana, bo, eve].map(({ news }) =>
      news.flatMap((one) => (one.type === 'message' ? [one.message.text] : [])),
    );
    expect(heard).toEqual([
      ['for ana alone', 'for all of deploys', 'for partners'],
      ['for all of deploys', 'for partners'],
      ['for partners'],
    ]);
    expect([bo, eve].flatMap(({ news }) => news.filter(({ type }) => type === 'modals'))).toEqual([]);
  });

  test('two browsers of one person both hear it', async () => {
    const page = await openPage();
    const both = [await page.live('U0ANA'), await page.live('U0ANA')];
    post(page, 'hello');
    for (const one of both) await one.hears('message', ({ message }) => message.text === 'hello');
  });

  test('the app going away and coming back', async () => {
    const page = await openPage();
    const ana = await page.live('U0ANA');
    page.app.isUp = false;
    await ana.hears('app', ({ isAppUp }) => !isAppUp);
    page.app.isUp = true;
    await ana.hears('app', ({ isAppUp }) => isAppUp);
  });

  test('calls of the Web API, those before too, and the town', async () => {
    const page = await openPage();
    const call = {
      atMs: 1,
      token: undefined,
      channelId: CHANNEL,
      status: 200,
      error: undefined,
      tookMs: 2,
      retryAfterSeconds: undefined,
    };
    page.log.add({ ...call, method: 'auth.test' });
    const ana = await page.live('U0ANA');
    await ana.hears('calls', ({ calls }) => calls[0]?.method === 'auth.test');
    page.log.add({ ...call, method: 'chat.postMessage', status: 429, error: 'ratelimited', retryAfterSeconds: 3 });
    await ana.hears('calls', ({ calls }) => calls[0]?.status === 429 && calls[0].retryAfterSeconds === 3);
    await ana.hears('town', ({ town }) => town.factor === 60);
  });
});

function post({ workspace }: Page, text: string, threadTs?: string) {
  const content = { text, blocks: [], attachments: [], metadata: undefined };
  return workspace.conversations.post({ channelId: CHANNEL, userId: 'U0DEV', content, threadTs });
}
