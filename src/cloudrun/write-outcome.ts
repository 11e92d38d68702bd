import { status } from '@grpc/grpc-js';
import type { WriteOutcome } from '../core/service-view.ts';
import { AWAY, sentenceOf, statusOf } from '../google-answer.ts';

/** Certainly not carried out, and may be once a quota or a credential is back: trouble to report, no answer to the wish. */
const NOT_NOW: readonly (number | null)[] = [null, status.RESOURCE_EXHAUSTED, status.UNAUTHENTICATED];

/** What a failed write means for the rollout. Throws where Cloud Run was never really asked. */
export function outcomeOf(error: unknown): WriteOutcome {
  const code = statusOf(error);
  const because = sentenceOf('Cloud Run', error);
  if (code === status.ABORTED) return { kind: 'conflict' };
  if (AWAY.includes(code)) return { kind: 'unknown', because };
  if (NOT_NOW.includes(code)) throw new Error(because, { cause: error });
  return { kind: 'refused', because };
}
