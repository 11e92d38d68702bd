import type { Browser } from 'playwright-core';
import { exampleChannels, exampleUsers } from '../../sandbox/slack/example-workspace.ts';
import { exampleText } from '../../sandbox/town/examples.ts';
import { peopleOf } from '../../sandbox/town/people.ts';
import { openSandbox, type Sandbox } from '../../sandbox/town/sandbox.ts';
import { until } from '../../sandbox/until.ts';
import { SCHEMES, type Scheme } from './pictures.ts';

const TIMES = { bakeMs: 6_000, lookEveryMs: 1_000, minRequests: 20 };
const SIZE = { width: 1440, height: 900 };

/** Lets a bad image be deployed in a real town, and pictures its thread as Bo sees it in the page. */
export async function drawThread(browser: Browser): Promise<ReadonlyMap<Scheme, Buffer>> {
  const quiet = () => undefined;
  const sandbox = await openSandbox({ port: 0, say: quiet, catalogText: exampleText('default', TIMES) });
  try {
    const address = await badDeploy(sandbox);
    const pictures = new Map<Scheme, Buffer>();
    for (const scheme of SCHEMES) pictures.set(scheme, await shoot(browser, address, scheme));
    return pictures;
  } finally {
    await sandbox.stop();
  }
}

/** Ana deploys an image that fails one request in twenty. @returns the address of the thread */
async function badDeploy({ town, pageUrl }: Sandbox): Promise<string> {
  const people = peopleOf(town.slack);
  await people.says('ana', '/deploy api-gateway errors-5pct prod');
  await people.pressesShown('ana', 'confirm_plan');
  const { incidentsProd } = exampleChannels;
  const messages = () => town.slack.workspace.conversations.all(incidentsProd);
  const notice = await until(
    'the notice of the rollback',
    () => messages().find(({ isBroadcast }) => isBroadcast),
    90_000,
  );
  const root = notice.threadTs ?? notice.ts;
  return `${pageUrl}/archives/${incidentsProd}?thread_ts=${root}&cid=${incidentsProd}&as=${exampleUsers.bo}`;
}

async function shoot(browser: Browser, address: string, scheme: Scheme): Promise<Buffer> {
  const context = await browser.newContext({ viewport: SIZE, colorScheme: scheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(address);
  await page.locator('[data-ts]').last().waitFor();
  await page.evaluate('document.fonts.ready');
  const picture = await page.screenshot({ animations: 'disabled' });
  await context.close();
  return picture;
}
