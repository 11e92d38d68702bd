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

/** Redis did not answer, so nothing stands in the queue. `withoutUs`: the command lines that do it without Slipway. */
export function notTaken(withoutUs: string | null = null): Answer {
  return refusing({ ...UNREACHABLE, withoutUs });
}
