import type { ErrorGlance } from '../../src/core/patterns/glance.ts';

export const GLANCE_TOP = {
  standing: 'new',
  requests: 190,
  words: "TypeError: Cannot read properties of undefined (reading '<*>')",
  platform: null,
} as const;

export const GLANCE: ErrorGlance = {
  reportId: '0a1b2c3d4e-1',
  fresh: 2,
  raised: 1,
  patterns: 6,
  errors: 812,
  top: GLANCE_TOP,
};
