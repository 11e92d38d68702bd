import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../../sandbox/browser/chromium.ts';
import { exampleText } from '../../sandbox/town/examples.ts';
import { openSandbox, type Sandbox } from '../../sandbox/town/sandbox.ts';
import { type Visitor, visit } from './visit.ts';

const TIMES = { bakeMs: 60_000, lookEveryMs: 1_000, minRequests: 10 };
const LONGEST_MS = 120_000;

let sandbox: Sandbox;
let browser: Browser;
let ana: Visitor;

beforeAll(async () => {
  const quiet = () => undefined;
  sandbox = await openSandbox({ port: 0, say: quiet, catalogText: exampleText('default', TIMES), rps: 50 });
  browser = await openBrowser();
}, LONGEST_MS);
afterAll(async () => {
  await browser?.close();
  await sandbox?.stop();
});
afterEach(async () => {
  await ana.context.close();
  expect(ana.complaints, 'what the browser complained about').toEqual([]);
});

const comesTo = async (channel: Parameters<typeof visit>[3] = 'deploys'): Promise<void> => {
  ana = await visit(browser, sandbox.pageUrl, 'ana', channel, { colorScheme: 'dark' });
};
const field = () => ana.page.getByRole('textbox', { name: /^Message #/ });
const dialog = () => ana.page.getByRole('dialog');
/** Letter by letter, wherever the focus is, as fingers do. */
const types = (words: string) => ana.page.keyboard.type(words);
const hits = (key: string) => ana.page.keyboard.press(key);
const opensForm = async () => {
  await types('/rollback ');
  await hits('Enter');
  await dialog().getByRole('combobox').first().waitFor();
};

describe('with the keyboard alone', { timeout: LONGEST_MS }, () => {
  test.each([
    { way: 'Esc', close: () => hits('Escape') },
    { way: 'Cancel', close: () => ana.presses(/^Cancel$/, dialog()) },
    { way: '✕', close: () => ana.presses(/^Close$/, dialog()) },
  ])('one writes on after a modal was closed by $way', async ({ close }) => {
    await comesTo();
    await opensForm();
    await close();
    await dialog().waitFor({ state: 'detached' });
    await types('on we go');
    expect(await field().inputValue()).toBe('on we go');
  });

  test('a form begins in its first field, and a space there closes nothing', async () => {
    await comesTo();
    await opensForm();
    expect(await ana.page.locator(':focus').getAttribute('role')).toBe('combobox');
    await types(' ');
    expect(await dialog().count()).toBe(1);
    await ana.presses(/^Cancel$/, dialog());
    await dialog().waitFor({ state: 'detached' });
  });

  test('a button that goes away leaves the focus with what is near', async () => {
    await comesTo('incidentsProd');
    await types('/deploy api-gateway v1.1.0 prod');
    await hits('Enter');
    await ana.presses(/^Deploy to prod$/);
    await ana.confirms(/^Deploy to prod$/);
    await ana.sees(/Started api-gateway in prod/);
    await types('hello');
    expect(await field().inputValue()).toBe('hello');
  });
});
