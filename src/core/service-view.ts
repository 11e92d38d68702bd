import type { TrafficRow } from './traffic.ts';

/** Where a service lives. */
export type ServiceAt = { readonly project: string; readonly region: string; readonly service: string };

/** One read of a service; a write through it carries this read's etag. */
export type ServiceView = ServiceAt & {
  readonly etag: string;
  readonly uri: string;
  /** True once what was asked for is what serves, or has failed to. */
  readonly settled: boolean;
  /** Desired traffic, LATEST resolved to a name. */
  readonly traffic: readonly TrafficRow[];
  /** What serves now, with the URL of each tag. */
  readonly serving: readonly (TrafficRow & { readonly uri: string | null })[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly image: string;
  /** Instances pinned by manual scaling; null while Cloud Run scales by itself. */
  readonly manualInstances: number | null;
  /** The most instances that the newest revision may have; null where Cloud Run's own limit stands. */
  readonly maxInstances: number | null;
  /** Short name of the newest revision, ready or not; '' where there is none. */
  readonly latestCreated: string;
  readonly lastModifier: string;
  /** The tool that it was written with last, as it called itself; '' where it said nothing. */
  readonly client: string;
};

export type RevisionView = {
  readonly revision: string;
  readonly image: string;
  readonly createdAtMs: number;
  readonly ready: 'yes' | 'no' | 'pending';
  /** Cloud Run's reason code and sentence where it is not ready. */
  readonly reason: string | null;
  readonly message: string | null;
};

/**
 * `conflict`: somebody wrote since the read (ABORTED). `unknown`: the call may or may not have been carried out; read
 * again. `refused`: it will never be carried out as asked.
 */
export type WriteOutcome =
  | { readonly kind: 'accepted' | 'conflict' }
  | { readonly kind: 'unknown' | 'refused'; readonly because: string };
