import type { Served } from './history.ts';
import type { LastHour } from './planner.ts';

/** An image as the registry lists it. */
export type ListedImage = { readonly tag: string | null; readonly digest: string; readonly uploadedAtMs: number };

/** A revision that traffic could go to. */
export type ListedRevision = {
  readonly revision: string;
  readonly createdAtMs: number;
  /** Its share of traffic now. */
  readonly percent: number;
  /** How it served everything before; null where that is not known. */
  readonly served: Pick<Served, 'untilMs' | 'end'> | null;
};

/** What forms show of a service in an environment: as the worker last saw it, and when. It decides nothing. */
export type Showing = {
  readonly takenAtMs: number;
  /** False before the first deploy there, which creates the service. */
  readonly exists: boolean;
  /** Newest first. */
  readonly images: readonly ListedImage[];
  /** What serves everything; null while traffic is split, or where nothing stands yet. `digest` null: named by a tag. */
  readonly live: { readonly revision: string; readonly digest: string | null } | null;
  /** Ready ones, newest first, without what is live and what is being tried. */
  readonly revisions: readonly ListedRevision[];
  /** null where that is not known. */
  readonly lastHour: LastHour | null;
};
