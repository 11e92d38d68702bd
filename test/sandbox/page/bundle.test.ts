import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { buildPage, keepPage } from '../../../sandbox/page/server/bundle.ts';

test('a page that is built takes away only those that nobody used for a day', async () => {
  const home = mkdtempSync(join(tmpdir(), 'pages-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const folders = ['page-used', 'page-forgotten', 'building-half'].map((name) => aged(join(home, name)));
  keepPage(join(home, 'page-used'));
  const built = await buildPage(home);
  expect(existsSync(join(built, 'index.html'))).toBe(true);
  expect(folders.map((folder) => existsSync(folder))).toEqual([true, false, false]);
});

test('who takes a page that is there already uses it', async () => {
  const home = mkdtempSync(join(tmpdir(), 'pages-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const built = aged(await buildPage(home));
  expect(await buildPage(home)).toBe(built);
  expect(Date.now() - statSync(built).mtimeMs).toBeLessThan(60_000);
});

/** A folder as if it were two days old. */
function aged(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const then = new Date(Date.now() - 48 * 60 * 60 * 1000);
  utimesSync(folder, then, then);
  return folder;
}
