import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../../sandbox/browser/chromium.ts';
import { HOME } from '../../sandbox/home.ts';
import { buildPage } from '../../sandbox/page/server/bundle.ts';
import { families } from '../../tools/gallery/exhibits.ts';
import { drawFamily } from '../../tools/gallery/pictures.ts';
import { LONGEST_MS } from './stay.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, LONGEST_MS);
afterAll(() => browser.close());

/** Runs in the browser: in each band of the picture, how many of its points are dark. */
const DARK_BY_BAND = `async (png) => {
  const bitmap = await createImageBitmap(await (await fetch('data:image/png;base64,' + png)).blob());
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const drawn = canvas.getContext('2d');
  drawn.drawImage(bitmap, 0, 0);
  const bands = [];
  for (let y = 0; y + 400 <= bitmap.height; y += 400) {
    const { data } = drawn.getImageData(0, y, bitmap.width, 400);
    bands.push(data.filter((shade, at) => at % 4 === 0 && shade < 128).length);
  }
  return bands;
}`;

test('a picture of many messages shows them to the last', { timeout: LONGEST_MS }, async () => {
  const cards = families().find(({ name }) => name === 'card');
  if (!cards) throw new Error('there are no cards');
  const picture = await drawFamily(browser, await buildPage(HOME), cards, 'light');
  const page = await browser.newPage();
  const dark = await page.evaluate<number[]>(`(${DARK_BY_BAND})('${picture.toString('base64')}')`);
  await page.close();
  expect(dark.length).toBeGreaterThan(10);
  expect(Math.min(...dark)).toBeGreaterThan(500);
});
