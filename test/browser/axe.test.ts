import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../../sandbox/browser/chromium.ts';
import { exampleText } from '../../sandbox/town/examples.ts';
import { peopleOf } from '../../sandbox/town/people.ts';
import { openSandbox, type Sandbox } from '../../sandbox/town/sandbox.ts';
import { type Visitor, visit } from './visit.ts';

const TIMES = { bakeMs: 60_000, lookEveryMs: 1_000, minRequests: 10 };
const LONGEST_MS = 120_000;

let sandbox: Sandbox;
let browser: Browser;

beforeAll(async () => {
  const quiet = () => undefined;
  sandbox = await openSandbox({ port: 0, say: quiet, catalogText: exampleText('default', TIMES), rps: 50 });
  browser = await openBrowser();
  const { says, pressesShown } = peopleOf(sandbox.town.slack);
  await says('ana', '/deploy api-gateway v1.1.0 prod');
  await pressesShown('ana', 'confirm_plan');
}, LONGEST_MS);
afterAll(async () => {
  await browser?.close();
  await sandbox?.stop();
});

/** What one comes past, in order; each is closed again before the next. */
const VIEWS: readonly { readonly of: string; readonly open: (ana: Visitor) => Promise<void> }[] = [
  { of: 'a card', open: (ana) => ana.card('api-gateway').getByText('Canary 5').first().waitFor() },
  { of: 'a plan', open: (ana) => ana.asks('/deploy plan web-portal v1.1.0 prod', /Plan: web-portal/) },
  { of: 'a refusal', open: (ana) => ana.asks('/deploy frobnicate', /frobnicate/) },
  { of: 'what people can say', open: (ana) => ana.asks('/deploy help', /rollback/i) },
  { of: 'the menu of a message', open: (ana) => ana.opensMenuOf(ana.card('api-gateway')) },
  { of: 'the question before a rollback', open: (ana) => ana.presses('Roll Back', ana.card('api-gateway')) },
  { of: 'the form of a deploy', open: (ana) => ana.opensForm('/deploy') },
  { of: 'the form of a rollback', open: (ana) => ana.opensForm('/rollback') },
  { of: 'the thread of a card', open: (ana) => ana.presses(/repl(y|ies)/, ana.card('api-gateway')) },
  { of: 'the people one can be', open: (ana) => ana.opensPeople() },
  { of: 'the Home tab', open: (ana) => ana.goesHome() },
];

describe.each([
  { scheme: 'light', place: 'desk', viewport: { width: 1440, height: 900 } },
  { scheme: 'dark', place: 'desk', viewport: { width: 1440, height: 900 } },
  { scheme: 'light', place: 'phone', viewport: { width: 390, height: 844 } },
  { scheme: 'dark', place: 'phone', viewport: { width: 390, height: 844 } },
] as const)('$scheme, at a $place', ({ scheme, viewport }) => {
  test('nothing keeps anybody out, and the browser has nothing to complain of', { timeout: LONGEST_MS }, async () => {
    const ana = await visit(browser, sandbox.pageUrl, 'ana', 'incidentsProd', { colorScheme: scheme, viewport });
    for (const { of, open } of VIEWS) {
      await open(ana);
      expect(await ana.axe(), of).toEqual([]);
      await ana.closes();
    }
    expect(ana.complaints).toEqual([]);
    await ana.context.close();
  });
});
