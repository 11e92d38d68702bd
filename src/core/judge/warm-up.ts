import { sureBelow } from './chance.ts';
import type { JudgeParams } from './params.ts';
import type { Tally } from './seen.ts';

/** What the canary did at one age of a warm-up, and the next. */
export type ColdAge = { requests: number; errors: number };

/** Windows to one age. */
const AGE = 2;
/** A larger share means more new instances: so many times what was seen before is no surprise. */
const MORE = 1.5;
const DOUBT = 0.01;

/** A window of a warm-up is added to what is known of its age. */
export function warm(ages: ColdAge[], age: number, { requests, errors }: Tally): void {
  const index = Math.floor(age / AGE);
  while (ages.length <= index) ages.push({ requests: 0, errors: 0 });
  const known = ages[index];
  if (!known) return;
  known.requests += requests;
  known.errors += errors;
}

export function joined(one: readonly ColdAge[], other: readonly ColdAge[]): ColdAge[] {
  const longer = one.length > other.length ? one : other;
  return longer.map((_, index) => ({
    requests: (one[index]?.requests ?? 0) + (other[index]?.requests ?? 0),
    errors: (one[index]?.errors ?? 0) + (other[index]?.errors ?? 0),
  }));
}

/**
 * What this very canary may fail at each age of its next warm-up, by its earlier ones: one and a half times what its error
 * share can have been at that age (99 % sure, Clopper and Pearson, neighbouring ages counted in). Errors of a canary that was
 * not cold at 5 % are not those of cold instances at 50 %. Little traffic makes a wide bound, which changes nothing.
 */
export function learnedFrom(ages: readonly ColdAge[]): number[] {
  return ages.map((_, index) => {
    const near = ages.slice(Math.max(0, index - 1), index + 2);
    const requests = near.reduce((sum, one) => sum + one.requests, 0);
    const errors = near.reduce((sum, one) => sum + one.errors, 0);
    return MORE * sureBelow(errors, requests, DOUBT);
  });
}

/** What a cold canary may fail: a quarter at once, half of that each 20 s later; less where it is known better. */
export function coldShare(age: number, learned: readonly number[], params: JudgeParams): number {
  const usual = params.coldShare * 2 ** (-age / params.coldHalfLife);
  return Math.min(usual, learned[Math.floor(age / AGE)] ?? 1);
}
