import type { Span } from '../evidence/span.ts';
import type { Signature } from '../mining/signature.ts';

/** A signature as it is remembered of a service, by the key it has. */
export type KnownSignature = Signature & {
  readonly firstSeenMs: number;
  /** Redacted. */
  readonly example: string;
  /** For each value of it, in their order: what stood there and how often, those that came most. */
  readonly values: readonly (readonly ValueCount[])[];
};

export type ValueCount = { readonly text: string; readonly count: number };

/**
 * The key of tallies that count whatever a revision showed: a request with two signatures is one of these, so that it can be
 * told how many requests failed in all.
 */
export const ANY = 'any';

/** How often one revision showed one signature within one minute. */
export type Tally = {
  /** Of a signature, or `ANY`. */
  readonly key: string;
  readonly revision: string;
  readonly minuteMs: number;
  /** Distinct requests, each in the first minute in which it showed it. */
  readonly requests: number;
  readonly errors: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
};

/** What is stored of a service's errors for a span of time. */
export type StoredErrors = {
  readonly span: Span;
  readonly signatures: readonly KnownSignature[];
  readonly tallies: readonly Tally[];
  /** Different instances that showed a signature, by revision and key: `<revision> <key>`. */
  readonly instances: Readonly<Record<string, number>>;
  /** Errors that were seen and not looked at, because there were too many at once or too many kinds. */
  readonly unread: number;
  /** Parts of the span of which the log was not heard, or not whole. */
  readonly holes: readonly Span[];
};
