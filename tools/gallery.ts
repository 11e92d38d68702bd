import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from '../sandbox/browser/chromium.ts';
import { HOME } from '../sandbox/home.ts';
import { buildPage } from '../sandbox/page/server/bundle.ts';
import { families, fingerprint } from './gallery/exhibits.ts';
import { galleryPage } from './gallery/gallery-page.ts';
import { drawPage } from './gallery/page-pictures.ts';
import { drawFamily, SCHEMES } from './gallery/pictures.ts';
import { webpOf } from './gallery/webp.ts';
import { drawDecisions } from './how-it-decides/pictures.ts';

const FOLDER = join(import.meta.dirname, '..', 'docs', 'messages');

/** Draws everything that Slipway says, light and dark, the page itself, and how its judge decides. */
drawDecisions();
const built = await buildPage(HOME);
const browser = await openBrowser();
try {
  const all = families();
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const family of all) {
    for (const scheme of SCHEMES)
      await keep(`${family.name}.${scheme}`, await drawFamily(browser, built, family, scheme));
  }
  for (const [name, picture] of await drawPage(browser)) await keep(name, picture);
  writeFileSync(join(FOLDER, 'README.md'), galleryPage(all, fingerprint()));
} finally {
  await browser.close();
}

async function keep(name: string, picture: Buffer): Promise<void> {
  const webp = await webpOf(browser, picture);
  writeFileSync(join(FOLDER, `${name}.webp`), webp);
  process.stdout.write(`docs/messages/${name}.webp  ${Math.round(webp.length / 1024)} KB\n`);
}
