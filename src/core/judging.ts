import type { Probes, Signal } from './catalog.ts';

/** How a canary of the service is judged, besides the criteria of each phase. */
export type Judging = {
  readonly warmUpMs: number;
  /** With session affinity a client sticks to a revision: clients are counted then, not their requests. */
  readonly counts: 'requests' | 'clients';
  readonly probes: Probes | null;
  readonly signal: Signal | null;
};
