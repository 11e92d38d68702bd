/** Bad requests are counted in buckets this wide; one begins at a multiple of it. */
export const BUCKET_MS = 5_000;

/** What the request log said of one revision in one bucket. Only bad requests are read: one without any is absent. */
export type Bucket = {
  readonly revision: string;
  readonly atMs: number;
  /** 5xx that an instance answered, or what the service's own signal calls a failure. */
  readonly errors: number;
  /** Refused before they reached an instance: too little capacity, not wrong code. */
  readonly refused: number;
  readonly slow: number;
  /** Slower than twice the limit (runbook 001: Warning). */
  readonly verySlow: number;
  /** Clients whose first failure of that minute lies in this bucket. */
  readonly failingClients: number;
};

/** What Monitoring counted of one revision in one whole sampling period: a minute at Google. */
export type Minute = {
  readonly revision: string;
  readonly atMs: number;
  readonly lengthMs: number;
  readonly requests: number;
  readonly errors: number;
  /**
   * Monitoring knows latency by the bucket: `surely` slower than the limit are those in the buckets above it, `possibly`
   * slower are these and the ones in the bucket that holds it.
   */
  readonly slow: { readonly surely: number; readonly possibly: number };
  readonly verySlow: { readonly surely: number; readonly possibly: number };
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly instances: number | null;
  /** Of the busiest percent of instances, 0…1. */
  readonly cpu: number | null;
  readonly memory: number | null;
  readonly startUpMs: number | null;
};

/** A span in which the log was not heard (`away`), or not whole (`suppressed`), and that no back-fill has closed. */
export type Gap = { readonly fromMs: number; readonly untilMs: number; readonly why: 'away' | 'suppressed' };

export type Hearing = {
  /** Everything until here has been heard but for the gaps; null: the tail never stood. */
  readonly heardUntilMs: number | null;
  readonly gaps: readonly Gap[];
};

/** An open incident of Cloud Monitoring that concerns the service. */
export type Alert = { readonly name: string; readonly policy: string; readonly openedAtMs: number };

/** All that is stored of a service for a span of time, as it had arrived at `watermark`. */
export type Evidence = {
  readonly buckets: readonly Bucket[];
  readonly minutes: readonly Minute[];
  readonly hearing: Hearing;
  readonly alerts: readonly Alert[];
  /** Names what had arrived: the same watermark reads the same evidence again. */
  readonly watermark: string;
};
