import type { Exposure } from './exposure.ts';
import type { BySide } from './sorted-tallies.ts';
import type { Tally } from './tally.ts';

/** See `Pattern.times`. What was served while nobody listened is left out. */
export function timesOf(shown: BySide, exposure: Exposure): number | null {
  const beside = exposure.beside > 0 ? shown.beside : [];
  const before = exposure.before > 0 ? shown.before : [];
  const stable = requestsOf([...beside, ...before]);
  if (exposure.unit === 'ms' || exposure.subject === 0 || stable === 0) return null;
  const stableShare = stable / (exposure.beside + exposure.before);
  return requestsOf(shown.subject) / exposure.subject / stableShare;
}

/** Failing requests in all of them. */
export function requestsOf(tallies: readonly Tally[]): number {
  return tallies.reduce((sum, { requests }) => sum + requests, 0);
}
