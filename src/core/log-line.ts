export type LogLine = {
  readonly atMs: number;
  readonly text: string;
  readonly trace: string | null;
  readonly severity: string;
};

/** One finished request that failed (5xx) or was slow, from the request log. */
export type BadRequest = {
  readonly insertId: string;
  readonly atMs: number;
  readonly service: string;
  readonly region: string;
  readonly revision: string;
  readonly failed: boolean;
  readonly latencyMs: number;
};
