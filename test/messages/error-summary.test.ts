import { describe, expect, it } from 'vitest';
import { mine } from '../../src/core/mine.ts';
import { errorSummary } from '../../src/messages/error-summary.ts';
import { expectGolden } from './golden.ts';
import { PATTERNS } from './patterns.ts';
import { at, ROLLOUTS } from './rollouts.ts';

const token = ['Bearer ', 'abc123', 'DEF456ghi789'].join('');

describe('the error summary', () => {
  it('counts patterns and shows one example', async () => {
    await expectGolden('error-summary', errorSummary(ROLLOUTS.rolledBack, PATTERNS));
  });

  it('makes a planted secret and a planted mention harmless', async () => {
    const lines = Array.from({ length: 3 }, (_, index) => ({
      atMs: at(3) + index * 1_000,
      text: `<!channel> <@U0ANA> payment ${4711 + index} failed, sent authorization: ${token} <https://evil.example|click>`,
      trace: `trace-${index}`,
    }));
    const content = errorSummary(ROLLOUTS.rolledBack, mine(lines));
    expect(JSON.stringify(content)).not.toMatch(/DEF456|<!channel|<@U0ANA/);
    await expectGolden('error-summary-planted', content);
  });

  it('is nothing when there is nothing to show', () => {
    expect(errorSummary(ROLLOUTS.rolledBack, null)).toBeNull();
    expect(errorSummary(ROLLOUTS.rolledBack, { patterns: [], more: 0, linesRead: 9 })).toBeNull();
  });
});
