import { expect } from 'vitest';
import type { MessageContent, ViewContent } from '../../src/core/outgoing.ts';
import { checkMessage } from '../../src/slack/block-limits.ts';
import { checkView } from '../../src/slack/view-limits.ts';
import { viewOnWire } from '../../src/slack/views.ts';

/** The exact message stands in golden/<name>.json, and Slack would take it. */
export async function expectGolden(name: string, content: MessageContent | null): Promise<void> {
  expect(checkMessage(content)).toEqual([]);
  await expect(`${JSON.stringify(content, null, 2)}\n`).toMatchFileSnapshot(`golden/${name}.json`);
}

/** The same of a modal. */
export async function expectGoldenView(name: string, view: ViewContent | null): Promise<void> {
  const wire = view && viewOnWire(view);
  expect(checkView(wire)).toEqual([]);
  await expect(`${JSON.stringify(wire, null, 2)}\n`).toMatchFileSnapshot(`golden/${name}.json`);
}
