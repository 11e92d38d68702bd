import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { resetWhileUpgrading } from '../reset-while-upgrading.ts';
import { becauseIn, openPage } from './open-page.ts';

describe('who may ask', () => {
  test.for([
    ['its own page', {}, 200],
    ['the other name of this machine', { host: 'localhost:4400' }, 200],
    ['its own page, acting', { origin: 'own' }, 200],
    ['a name that somebody pointed at this machine', { host: 'evil.example:4400' }, 403],
    ['a name that begins like ours', { host: '127.0.0.1.evil.example' }, 403],
    ['another page', { origin: 'https://evil.example' }, 403],
    ['another server of this machine', { origin: 'http://127.0.0.1:3000' }, 403],
    ['a page without an origin of its own', { origin: 'null' }, 403],
  ] as const)('%s', async ([, given, status]) => {
    const page = await openPage();
    const origin = 'origin' in given ? { origin: given.origin === 'own' ? page.url : given.origin } : {};
    const answer = await page.get('/api/messages?as=U0ANA&channel=C0DEPLOYS', { ...given, ...origin });
    expect(answer.status).toBe(status);
    if (status === 403) expect(becauseIn(answer.body)).toMatch(/open/);
  });

  test('a socket from another page is refused', async () => {
    const page = await openPage();
    const socket = new WebSocket(`${page.url.replace('http', 'ws')}/live?as=U0ANA`, { origin: 'https://evil.example' });
    await expect(opened(socket)).resolves.toMatch(/403/);
  });

  test.for([
    ['nowhere', '//', /403/],
    ['elsewhere', '/else', /403/],
  ] as const)('a socket to %s is refused, whoever asks, and the sandbox lives on', async ([, path, words]) => {
    const page = await openPage();
    for (const origin of [page.url, 'https://evil.example']) {
      const socket = new WebSocket(`${page.url.replace('http', 'ws')}${path}`, { origin });
      await expect(opened(socket)).resolves.toMatch(words);
    }
    expect((await page.get('/')).status).toBe(200);
  });

  test('a socket that is reset while it is refused is gone, and nothing else', async () => {
    const page = await openPage();
    await resetWhileUpgrading(page.url, '/live');
    expect((await page.get('/')).status).toBe(200);
  });

  test('an act as a form of another site would send it, as text, is refused', async () => {
    const page = await openPage();
    const body = JSON.stringify({ as: 'U0ANA', act: { do: 'openHome' } });
    const answer = await page.post('/api/act', body, { 'content-type': 'text/plain' });
    expect([answer.status, becauseIn(answer.body)]).toEqual([400, expect.stringMatching(/application\/json/)]);
    expect(page.delivered).toEqual([]);
  });
});

describe('what is there', () => {
  test.for([
    ['//', 400, 'no address'],
    ['/', 200, 'the page'],
    ['/archives/C0DEPLOYS/p1795277346893000?thread_ts=1795277346.893000', 200, 'the page'],
    ['/home', 200, 'the page'],
    ['/assets/main-1a2b.js', 200, 'script'],
    ['/sandbox-differences', 200, 'the real thing'],
    ['/assets/..%2Fsecret.txt', 404, 'nothing at'],
    ['/assets/other.js', 404, 'nothing at'],
    ['/secret.txt', 404, 'nothing at'],
    ['/api/nothing', 404, 'nothing at'],
  ] as const)('GET %s', async ([path, status, words]) => {
    const page = await openPage();
    const answer = await page.get(path);
    expect([answer.status, answer.body]).toEqual([status, expect.stringContaining(words)]);
  });

  test('a built file may be kept for good, the page that names it may not', async () => {
    const page = await openPage();
    const [built, shown] = await Promise.all([page.get('/assets/main-1a2b.js'), page.get('/')]);
    expect(built.headers['cache-control']).toMatch(/immutable/);
    expect(shown.headers['cache-control']).toBe('no-cache');
  });

  test('no other page can frame it, and no form of it can lead elsewhere', async () => {
    const page = await openPage();
    const policy = (await page.get('/')).headers['content-security-policy'];
    for (const rule of ['frame-ancestors', 'base-uri', 'form-action']) expect(policy).toContain(`${rule} 'none'`);
  });

  test.for(['/', '/assets/main-1a2b.js', '/sandbox-differences', '/api/messages?as=U0ANA&channel=C0DEPLOYS', '/no'])(
    'a browser takes GET %s for nothing but what it says it is',
    async (path) => {
      const page = await openPage();
      expect((await page.get(path)).headers['x-content-type-options']).toBe('nosniff');
    },
  );

  test('a file is given to those in its channel, and never as a page', async () => {
    const page = await openPage();
    const { workspace } = page;
    const file = workspace.files.announce('errors.html', 5, 'U0SLIPWAY');
    workspace.files.receive(file.id, Buffer.from('<b>1'.padEnd(5)));
    workspace.files.complete([file]);
    const content = { text: 'see', blocks: [], attachments: [], metadata: undefined };
    const message = workspace.conversations.post({ channelId: 'C0DEPLOYS', userId: 'U0SLIPWAY', content });
    message.files.push(file);
    const own = await page.get(`/api/files/${file.id}?as=U0ANA`);
    expect([own.status, own.headers['content-disposition']]).toEqual([200, expect.stringMatching(/^attachment/)]);
    expect((await page.get(`/api/files/${file.id}?as=U0EVE`)).status).toBe(404);
    expect((await page.get(new URL(workspace.fileUrl(file.id)).pathname)).status).toBe(200);
  });
});

function opened(socket: WebSocket): Promise<string> {
  return new Promise((resolve) => {
    socket.on('open', () => resolve('open'));
    socket.on('error', ({ message }) => resolve(message));
  });
}
