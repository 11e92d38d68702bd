import { describe, expect, test } from 'vitest';
import { countErrors } from '../../jobs/count-errors.ts';
import type { LogEntry } from '../../src/core/logged/entry.ts';
import { sign } from '../../src/core/mining/sign.ts';
import { redact } from '../../src/core/redaction/redact.ts';
import type { SignedError } from '../../src/ports/patterns.ts';
import { memoryErrors } from '../fakes/errors.ts';
import { AT } from '../fakes/job-world.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 3);

function entry(nth: number, text: string): LogEntry {
  return {
    ...{ insertId: `i${nth}`, atMs: NOW_MS + nth, service: AT.service, region: AT.region, revision: 'canary' },
    ...{ instance: 'one', trace: null, severity: 'ERROR', log: 'run.googleapis.com/stderr', payload: { text } },
  };
}

function counting() {
  const counted: SignedError[] = [];
  const errors = memoryErrors(() => NOW_MS);
  const world = {
    errors: { ...errors, count: async (_at: unknown, all: readonly SignedError[]) => void counted.push(...all) },
    redact,
  };
  return { counted, counting: { world, sign, isKnown: () => true } };
}

describe('what a flood of errors costs', () => {
  test('others have their turns while it is read', async () => {
    const { counted, counting: how } = counting();
    let turns = 0;
    let isOver = false;
    const turn = () => {
      turns += 1;
      if (!isOver) setImmediate(turn);
    };
    setImmediate(turn);
    const flood = Array.from({ length: 500 }, (_none, nth) => entry(nth, `order ${nth} not found`));
    await countErrors(AT.project, flood, how);
    isOver = true;
    expect(counted).toHaveLength(500);
    expect(turns).toBeGreaterThanOrEqual(5);
  });

  test('a trace stays one error wherever the flood is parted', async () => {
    const { counted, counting: how } = counting();
    const lines = Array.from({ length: 60 }, (_none, nth) => [
      `Error: no price for order ${nth}`,
      '    at priceOf (/app/src/price.js:12:3)',
      '    at quote (/app/src/quote.js:40:9)',
    ]).flat();
    const flood = lines.map((line, nth) => entry(nth, line));
    await countErrors(AT.project, flood, how);
    expect(counted).toHaveLength(60);
    expect(new Set(counted.map(({ signature }) => signature.frames.join())).size).toBe(1);
  });
});
