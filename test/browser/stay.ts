import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { openBrowser } from '../../sandbox/browser/chromium.ts';
import { exampleText } from '../../sandbox/town/examples.ts';
import { openSandbox, type Sandbox } from '../../sandbox/town/sandbox.ts';
import { type Visitor, visit } from './visit.ts';

export const LONGEST_MS = 120_000;

type Visit = Parameters<typeof visit>;

export type Stay = {
  readonly sandbox: Sandbox;
  /** Somebody comes to the page; they leave after the test, and their browser must not have complained. */
  visits(who: Visit[2], channel: Visit[3], look?: Visit[4]): Promise<Visitor>;
};

/** For the tests of one file: a sandbox with its page, and a browser. `rps`: requests per second of all services. */
export function stay({ bakeMs, rps }: { readonly bakeMs: number; readonly rps: number }): Stay {
  const opened: { sandbox?: Sandbox; browser?: Browser } = {};
  const visitors: Visitor[] = [];
  beforeAll(async () => {
    const catalogText = exampleText('default', { bakeMs, lookEveryMs: 1_000, minRequests: 10 });
    opened.sandbox = await openSandbox({ port: 0, say: () => undefined, catalogText, rps });
    opened.browser = await openBrowser();
  }, LONGEST_MS);
  afterAll(async () => {
    await opened.browser?.close();
    await opened.sandbox?.stop();
  });
  afterEach(async () => {
    const complaints = visitors.flatMap((visitor) => visitor.complaints);
    await Promise.all(visitors.splice(0).map(({ context }) => context.close()));
    expect(complaints, 'what the browser complained about').toEqual([]);
  });
  return {
    get sandbox() {
      return there(opened.sandbox);
    },
    visits: async (who, channel, look = {}) => {
      const visitor = await visit(there(opened.browser), there(opened.sandbox).pageUrl, who, channel, look);
      visitors.push(visitor);
      return visitor;
    },
  };
}

function there<Opened>(opened: Opened | undefined): Opened {
  if (opened === undefined) throw new Error('it opens before the first test');
  return opened;
}
