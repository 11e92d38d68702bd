import type { AnswerToForm } from '../src/core/answer.ts';
import type { FormShown } from '../src/core/heard.ts';
import { MUTE_BLOCK, muteMs } from '../src/core/patterns/mute-choice.ts';
import type { PatternMeant, PatternOrigin } from '../src/core/patterns/pattern-metadata.ts';
import { readable } from '../src/core/plain-text.ts';
import { refused } from '../src/messages/refused.ts';
import { taken } from '../src/messages/taken.ts';
import { take } from './ask.ts';
import type { CommandWorld } from './command.ts';
import { submittedKey } from './idempotency-key.ts';
import { byIn } from './press-in-view.ts';

/** Answers the form that mutes a pattern. Whether this person may is the worker's to judge, who asks Slack anew. */
export async function submitMute(
  { viewId, userId, atMs, entries }: FormShown,
  { meant, origin }: { readonly meant: PatternMeant; readonly origin: PatternOrigin },
  world: CommandWorld,
): Promise<AnswerToForm> {
  const chosen = entries[MUTE_BLOCK];
  const forMs = typeof chosen === 'string' ? muteMs(chosen) : null;
  if (forMs === null) return { kind: 'errors', errors: { [MUTE_BLOCK]: 'Choose for how long.' } };
  const request = { kind: 'mutePattern', ...meant, forMs, rootTs: origin.rootTs } as const;
  const by = byIn(origin, { userId, atMs });
  const outcome = await take({ key: submittedKey({ viewId, userId }, request), request }, by, world);
  if (outcome.kind === 'refused') {
    return { kind: 'errors', errors: { [MUTE_BLOCK]: readable(refused(outcome.refusal).text) } };
  }
  // The second of two is the first one's echo: nobody has to be told twice.
  if (outcome.kind === 'alreadyAsked') return { kind: 'closed', tell: async () => undefined };
  return { kind: 'closed', tell: () => world.replies.send(by, taken(request, world.catalog())) };
}
