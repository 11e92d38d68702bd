import type { PatternSummary } from '../../src/core/patterns.ts';
import { at } from './rollouts.ts';

export const PATTERNS: PatternSummary = {
  patterns: [
    {
      template: "TypeError: Cannot read properties of undefined (reading '<value>')\n    at priceCart (pricing.js)",
      requests: 190,
      firstAtMs: at(2) + 31_000,
      lastAtMs: at(5) - 2_000,
      example:
        "TypeError: Cannot read properties of undefined (reading 'total')\n    at priceCart (/srv/dist/pricing.js:42:7)",
    },
    {
      template: 'upstream payments answered status 502',
      requests: 24,
      firstAtMs: at(3),
      lastAtMs: at(4),
      example: 'upstream payments answered status 502',
    },
  ],
  more: 3,
  linesRead: 812,
};
