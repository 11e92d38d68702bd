import { status } from '@grpc/grpc-js';
import { detailsOf, sentenceOf, statusOf } from '../google-answer.ts';
import type { WriteOutcome } from '../ports.ts';

/** The call may have been carried out although its answer never came. */
const UNKNOWN: readonly number[] = [
  status.CANCELLED,
  status.UNKNOWN,
  status.DEADLINE_EXCEEDED,
  status.INTERNAL,
  status.UNAVAILABLE,
  status.DATA_LOSS,
];

/** Certainly not carried out, and may be once a quota or a credential is back: trouble to report, no answer to the wish. */
const NOT_NOW: readonly (number | null)[] = [null, status.RESOURCE_EXHAUSTED, status.UNAUTHENTICATED];

/** What a failed write means for the rollout. Throws where Cloud Run was never really asked. */
export function outcomeOf(error: unknown): WriteOutcome {
  const code = statusOf(error);
  const because = sentenceOf('Cloud Run', error);
  if (code === status.ABORTED) return { kind: 'conflict' };
  if (code !== null && UNKNOWN.includes(code)) return { kind: 'unknown', because };
  if (NOT_NOW.includes(code)) throw new Error(because, { cause: error });
  return { kind: 'refused', because: detailsOf(error) };
}
