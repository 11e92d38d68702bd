import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { openBrowser } from '../sandbox/browser/chromium.ts';
import { HOME } from '../sandbox/home.ts';
import { buildPage } from '../sandbox/page/server/bundle.ts';
import { type PageServer, startPage } from '../sandbox/page/server/start.ts';
import { exampleChannels, exampleTokens, exampleUsers } from '../sandbox/slack/example-workspace.ts';
import { type SlackSandbox, startSlack } from '../sandbox/slack/start.ts';
import { readOptions } from './measure/options.ts';
import { finish, quantile, resultLine, rounded, say } from './measure/result.ts';
import { crowdedWorkspace } from './page/crowded.ts';

/** Runs in the page: scripts and styles that it has asked for so far, as they came. */
const LOADED_BYTES = `performance.getEntriesByType('resource')
  .filter(({ name }) => /\\.(js|css)$/.test(name))
  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`;
const WATCH = join(import.meta.dirname, 'page', 'watch-appearance.js');

const { channels, messages, posts, everyMs } = readOptions({
  channels: 60,
  messages: 10_000,
  posts: 200,
  everyMs: 100,
});

/** How quick the page is in a crowded workspace: to load, and to show what the bot posts. */
async function main(): Promise<void> {
  const folder = await buildPage(HOME);
  const slack = await startSlack({ workspace: crowdedWorkspace(channels, messages), limits: { isOn: false } });
  const server = await serve(slack, folder);
  const browser = await openBrowser();
  try {
    const firstPaintMs: number[] = [];
    for (let round = 0; round < 5; round++) {
      const page = await open(server.url, await browser.newPage());
      firstPaintMs.push(await page.evaluate(paintedMs));
      await page.close();
    }
    say(`first paint ${firstPaintMs.map(Math.round).join(', ')} ms`);
    const page = await open(server.url, await browser.newPage());
    const appearMs = await appearances(page, slack);
    const heapBytes = await heapOf(page);
    process.stdout.write(
      resultLine({
        bundleKb: Math.round((await page.evaluate<number>(LOADED_BYTES)) / 1024),
        firstPaintMs: Math.round(quantile(firstPaintMs, 0.5)),
        appearP50Ms: Math.round(quantile(appearMs, 0.5)),
        appearP99Ms: Math.round(quantile(appearMs, 0.99)),
        heapMb: rounded(heapBytes / 1024 / 1024, 1),
      }),
    );
  } finally {
    await browser.close();
    await server.stop();
    await slack.stop();
  }
}

/** The page's server alone: no town stands behind it, and the panel beside the messages is empty. */
function serve(slack: SlackSandbox, folder: string): Promise<PageServer> {
  const faults = {
    isSlackAway: false,
    historyLagMs: 0,
    logLagMs: 0,
    areTailsCut: false,
    isLogLossy: false,
    waiting: [],
    left: { posts: 0, replyLost: 0, slow: 0, unavailable: 0 },
  };
  const world = {
    slack,
    isAppUp: () => true,
    town: {
      state: () => ({ atMs: Date.now(), transport: 'http' as const, factor: 1, services: [], processes: [], faults }),
      images: () => ({ images: [], behaviours: [] }),
      obey: () => ({ kind: 'done' as const }),
    },
  };
  return startPage({ world, pageFolder: Promise.resolve(folder), port: 0 });
}

async function open(url: string, page: Page): Promise<Page> {
  await page.goto(`${url}/archives/${exampleChannels.deploys}?as=${exampleUsers.ana}`);
  await page.locator('[data-ts]').first().waitFor();
  return page;
}

/** From the navigation to the first paint with content in it. Runs in the page. */
function paintedMs(): number {
  const [paint] = performance.getEntriesByName('first-contentful-paint');
  return paint?.startTime ?? Number.NaN;
}

/** From the bot's call of chat.postMessage to the paint after which the message stands in the page; one machine, one clock. */
async function appearances(page: Page, slack: SlackSandbox): Promise<number[]> {
  await page.evaluate(readFileSync(WATCH, 'utf8'));
  const sentAtMs: number[] = [];
  for (let at = 0; at < posts; at++) {
    sentAtMs.push(Date.now());
    await post(slack, `Appearance ${at}.`);
    await sleep(everyMs);
  }
  await page.waitForFunction(`globalThis.appearedAtMs.size >= ${posts}`);
  const seen = new Map(await page.evaluate<[string, number][]>('[...globalThis.appearedAtMs]'));
  return sentAtMs.map((atMs, at) => (seen.get(`Appearance ${at}.`) ?? Number.NaN) - atMs);
}

async function post(slack: SlackSandbox, text: string): Promise<void> {
  const response = await fetch(`${slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${exampleTokens.bot}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: exampleChannels.deploys, text }),
  });
  if (!response.ok) throw new Error(`chat.postMessage answered ${response.status}`);
  await response.arrayBuffer();
}

/** What the page's own scripts hold on to. */
async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize;
}

finish(main());
