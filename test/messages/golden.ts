import { expect } from 'vitest';
import type { MessageContent } from '../../src/core/outgoing.ts';
import { checkMessage } from '../../src/slack/block-limits.ts';

/** The exact message stands in golden/<name>.json, and Slack would take it. */
export async function expectGolden(name: string, content: MessageContent | null): Promise<void> {
  expect(checkMessage(content)).toEqual([]);
  await expect(`${JSON.stringify(content, null, 2)}\n`).toMatchFileSnapshot(`golden/${name}.json`);
}
