import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Gallery } from '../../sandbox/page/protocol/gallery.ts';
import { snapshotOf } from '../../sandbox/page/server/snapshot.ts';
import { exampleUsers, exampleWorkspace } from '../../sandbox/slack/example-workspace.ts';
import type { Family } from './exhibits.ts';

export const SCHEMES = ['light', 'dark'] as const;
export type Scheme = (typeof SCHEMES)[number];

const ORIGIN = 'http://gallery.localhost';
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
/** When the messages of the tests are said, so that "today" is the day they speak of. */
const NOW = new Date('2026-11-21T14:30:00Z');

/** Draws one family with the page's own components; nothing of it comes over a network. */
export async function drawFamily(browser: Browser, built: string, family: Family, scheme: Scheme): Promise<Buffer> {
  const width = family.exhibits.length > 4 ? 1280 : 700;
  const context = await browser.newContext({
    ...{ viewport: { width, height: 800 }, colorScheme: scheme, timezoneId: 'UTC', locale: 'en-GB' },
    ...{ deviceScaleFactor: 1, reducedMotion: 'reduce' },
  });
  const page = await context.newPage();
  await page.clock.setFixedTime(NOW);
  await page.route(`${ORIGIN}/**`, async (route) => {
    const path = new URL(route.request().url()).pathname;
    const body = await readFile(join(built, path));
    await route.fulfill({ body, contentType: TYPES[extname(path)] ?? 'application/octet-stream' });
  });
  await page.addInitScript((given) => Object.assign(globalThis, { gallery: given }), galleryOf(family));
  await page.goto(`${ORIGIN}/gallery.html`);
  const picture = await shoot(page, width);
  await context.close();
  return picture;
}

async function shoot(page: Page, width: number): Promise<Buffer> {
  const gallery = page.locator('.gallery');
  await page.locator('.exhibit').last().waitFor();
  // Charts are drawn by a library that comes when the first of them is met.
  await page.locator('.block-loading').first().waitFor({ state: 'detached' });
  await page.evaluate('document.fonts.ready');
  const box = await gallery.boundingBox();
  // What lies outside of the window is not painted by every Chromium, and would be blank in the picture.
  await page.setViewportSize({ width, height: Math.ceil((box?.y ?? 0) + (box?.height ?? 0)) });
  return gallery.screenshot({ animations: 'disabled' });
}

const channelKinds = { kind: 'channel', unread: 0, mentions: 0, latestTs: null, readTs: '' } as const;

/** The tests speak of a group and channels of their own. */
function galleryOf({ exhibits }: Family): Gallery {
  const workspace = exampleWorkspace(Date.now);
  const world = { slack: { workspace }, isAppUp: () => true };
  const { me, people, userGroups, channels } = snapshotOf(world, exampleUsers.ana);
  const named = { ...channelKinds, isPrivate: false, isShared: false, isArchived: false };
  return {
    exhibits,
    names: {
      ...{ me, people },
      userGroups: [...userGroups, { id: 'S0SRE', handle: 'sre', name: 'SRE' }],
      channels: [
        ...channels,
        { ...named, id: 'C0INCIDENT', name: 'incidents-prod' },
        { ...named, id: 'C0STAGING', name: 'incidents-staging' },
      ],
    },
  };
}
