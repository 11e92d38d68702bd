import type { Browser } from 'playwright-core';
import { exampleChannels, exampleUsers } from '../../sandbox/slack/example-workspace.ts';
import { exampleText } from '../../sandbox/town/examples.ts';
import { peopleOf } from '../../sandbox/town/people.ts';
import { openSandbox, type Sandbox } from '../../sandbox/town/sandbox.ts';
import { until } from '../../sandbox/until.ts';
import { SCHEMES, type Scheme } from './pictures.ts';

const TIMES = { bakeMs: 6_000, lookEveryMs: 1_000, minRequests: 20 };
const DESK = { width: 1440, height: 1080 };
const PHONE = { width: 390, height: 844 };
const { incidentsProd } = exampleChannels;

type View = { readonly name: string; readonly path: string; readonly size: typeof DESK };

/** Lets a bad image be deployed in a real town, and pictures the page as Bo sees it then, by name and scheme. */
export async function drawPage(browser: Browser): Promise<ReadonlyMap<string, Buffer>> {
  const quiet = () => undefined;
  const sandbox = await openSandbox({ port: 0, say: quiet, catalogText: exampleText('default', TIMES) });
  try {
    const thread = await badDeploy(sandbox);
    const views: readonly View[] = [
      { name: 'thread', path: thread, size: DESK },
      { name: 'town', path: `/archives/${incidentsProd}?`, size: DESK },
      { name: 'phone', path: thread, size: PHONE },
    ];
    const pictures = new Map<string, Buffer>();
    for (const view of views)
      for (const scheme of SCHEMES)
        pictures.set(`${view.name}.${scheme}`, await shoot(browser, sandbox.pageUrl, view, scheme));
    return pictures;
  } finally {
    await sandbox.stop();
  }
}

/** Ana deploys an image that fails one request in twenty. @returns the path of its thread */
async function badDeploy({ town }: Sandbox): Promise<string> {
  const people = peopleOf(town.slack);
  await people.says('ana', '/deploy api-gateway errors-5pct prod');
  await people.pressesShown('ana', 'confirm_plan');
  const messages = () => town.slack.workspace.conversations.all(incidentsProd);
  const notice = await until(
    'the notice of the rollback',
    () => messages().find(({ isBroadcast }) => isBroadcast),
    90_000,
  );
  const root = notice.threadTs ?? notice.ts;
  return `/archives/${incidentsProd}?thread_ts=${root}&cid=${incidentsProd}&`;
}

async function shoot(browser: Browser, url: string, { path, size }: View, scheme: Scheme): Promise<Buffer> {
  const context = await browser.newContext({ viewport: size, colorScheme: scheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${url}${path}as=${exampleUsers.bo}`);
  await page.locator('[data-ts]').last().waitFor();
  await page.locator('.block-loading').first().waitFor({ state: 'detached' });
  // The card of the rollout in the channel, beside how it ended in its thread.
  if (size === DESK) await page.locator('[data-ts]').first().scrollIntoViewIfNeeded();
  await page.evaluate('document.fonts.ready');
  const picture = await page.screenshot({ animations: 'disabled' });
  await context.close();
  return picture;
}
