import type { Tally } from './seen.ts';

/** How stable's errors come: sums over windows, for their variance. */
export type Clumps = { windows: number; errors: number; squares: number };

/** Fewer errors say nothing about how they come. */
const FEWEST = 5;

export function newClumps(): Clumps {
  return { windows: 0, errors: 0, squares: 0 };
}

export function addClump(clumps: Clumps, { errors }: Tally): void {
  clumps.windows += 1;
  clumps.errors += errors;
  clumps.squares += errors * errors;
}

/**
 * How many errors come together: variance ÷ mean of stable's errors per window (the design effect), at least 1. Of clumped
 * errors only every such one is news: a test takes e/φ of n/φ.
 */
export function clumpSize({ windows, errors, squares }: Clumps): number {
  if (errors < FEWEST || windows < 2) return 1;
  const mean = errors / windows;
  const variance = squares / windows - mean * mean;
  return Math.max(1, variance / mean);
}
