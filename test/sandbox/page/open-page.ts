import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { Act, ActAnswer, MessagePage } from '../../../sandbox/page/protocol/slack.ts';
import type { TownOrder } from '../../../sandbox/page/protocol/town.ts';
import type { PageWorld } from '../../../sandbox/page/server/page-world.ts';
import { startPage } from '../../../sandbox/page/server/start.ts';
import type { News } from '../../../sandbox/page/server/viewer.ts';
import { ApiLog } from '../../../sandbox/slack/api-log.ts';
import type { Delivery } from '../../../sandbox/slack/delivery.ts';
import { exampleWorkspace } from '../../../sandbox/slack/example-workspace.ts';
import { tryJson } from '../../../sandbox/slack/json.ts';
import { until } from '../../../sandbox/until.ts';
import { ask } from '../ask.ts';

/** The page's server with the example workspace behind it, and an app that acknowledges everything. */
export async function openPage() {
  const workspace = exampleWorkspace(Date.now);
  const delivered: Delivery[] = [];
  const answer = { body: '' };
  workspace.courier = async (delivery) => {
    delivered.push(delivery);
    return { outcome: 'answered', status: 200, body: answer.body, tookMs: 1, sent: undefined };
  };
  const log = new ApiLog();
  const orders: TownOrder[] = [];
  const app = { isUp: true };
  const world: PageWorld = {
    slack: { workspace, log },
    isAppUp: () => app.isUp,
    town: {
      state: () => ({
        atMs: 1,
        transport: 'http',
        factor: 60,
        services: [],
        processes: [],
        faults: {
          ...{ isSlackAway: false, historyLagMs: 0, logLagMs: 0, areTailsCut: false, isLogLossy: false, waiting: [] },
          left: { posts: 0, replyLost: 0, slow: 0, unavailable: 0 },
        },
      }),
      images: () => ({ images: [], behaviours: [] }),
      obey: (order) => {
        orders.push(order);
        return { kind: 'done' };
      },
    },
  };
  const page = await startPage({ world, pageFolder: Promise.resolve(builtPage()), port: 0 });
  onTestFinished(() => page.stop());
  const { host } = new URL(page.url);
  return {
    workspace,
    log,
    orders,
    app,
    delivered,
    answer,
    host,
    url: page.url,
    stop: () => page.stop(),
    get: (path: string, headers: Record<string, string> = {}) => ask(page.url, 'GET', path, headers),
    post: (path: string, body: string, headers: Record<string, string> = {}) =>
      ask(page.url, 'POST', path, { 'content-type': 'application/json', ...headers }, body),
    messages: async (query: string): Promise<MessagePage> =>
      JSON.parse((await ask(page.url, 'GET', `/api/messages?${query}`, {})).body),
    act: async (as: string, act: Act): Promise<ActAnswer> => {
      const body = JSON.stringify({ as, act });
      return JSON.parse((await ask(page.url, 'POST', '/api/act', { 'content-type': 'application/json' }, body)).body);
    },
    live: (as: string) => listen(page.url, as),
  };
}

export type Page = Awaited<ReturnType<typeof openPage>>;

/** A browser that looks on as this person. */
async function listen(url: string, as: string) {
  const news: News[] = [];
  const socket = new WebSocket(`${url.replace('http', 'ws')}/live?as=${as}`);
  onTestFinished(() => socket.terminate());
  socket.on('message', (data) => news.push(newsIn(data.toString())));
  await until('the first news', () => news.length > 0);
  return {
    news,
    /** Waits for news of this kind that fits. */
    hears: async <K extends News['type']>(type: K, fits: (one: Extract<News, { type: K }>) => boolean = () => true) => {
      const heard = () => news.find((one): one is Extract<News, { type: K }> => isOf(type, one) && fits(one));
      await until(`news of ${type}`, () => heard() !== undefined);
      const found = heard();
      if (found === undefined) throw new Error(`no news of ${type}`);
      return found;
    },
    close: () => socket.terminate(),
  };
}

function isOf<K extends News['type']>(type: K, news: News): news is Extract<News, { type: K }> {
  return news.type === type;
}

function newsIn(text: string): News {
  return JSON.parse(text);
}

function builtPage(): string {
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<title>the page</title>');
  writeFileSync(join(folder, 'assets', 'main-1a2b.js'), 'script');
  writeFileSync(join(folder, 'secret.txt'), 'not for browsers');
  return folder;
}

/** JSON of an answer, of which only one field is looked at. */
export function becauseIn(body: string): string {
  const parsed = tryJson(body);
  return typeof parsed === 'object' && parsed !== null && 'because' in parsed ? String(parsed.because) : '';
}
