/**
 * One entry that a service or the platform wrote into its log, as Logging gave it: nothing in it is redacted yet, so it
 * goes no further than to `loggedErrors`.
 */
export type LogEntry = {
  /** The same entry comes again from a tail and a list: it is known by this. */
  readonly insertId: string;
  readonly atMs: number;
  readonly service: string;
  readonly region: string;
  readonly revision: string;
  /** Null where the platform wrote it. */
  readonly instance: string | null;
  /** Names the request that wrote it; null where nobody says. */
  readonly trace: string | null;
  /** DEFAULT where the program set none: a program that writes plain text to stderr never does. */
  readonly severity: string;
  /** The log's own id: `run.googleapis.com/stderr`, `run.googleapis.com/varlog/system` … */
  readonly log: string;
  readonly payload: { readonly text: string } | { readonly json: Readonly<Record<string, unknown>> };
};
