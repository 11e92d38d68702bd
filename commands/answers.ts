import type { Answer } from '../src/core/answer.ts';
import type { MessageContent } from '../src/core/outgoing.ts';
import type { Refusal } from '../src/core/refusal.ts';
import { refused } from '../src/messages/refused.ts';

export function saying(content: MessageContent): Answer {
  return { kind: 'ephemeral', content };
}

export function refusing(refusal: Refusal): Answer {
  return saying(refused(refusal));
}

/** Redis did not answer. */
export const UNREACHABLE = {
  kind: 'notTaken',
  because: 'Slipway cannot reach its memory just now',
  withoutUs: null,
} as const satisfies Refusal;

/** Where it may be Slipway that stands in the way, the way without it is named too. */
export function withWay(refusal: Refusal, withoutUs: string | null): Refusal {
  const isOurs = refusal.kind === 'notTaken' || refusal.kind === 'perhapsTaken';
  return isOurs ? { ...refusal, withoutUs } : refusal;
}

/** Redis did not answer, so nothing stands in the queue. */
export function notTaken(): Answer {
  return refusing(UNREACHABLE);
}
