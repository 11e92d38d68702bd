import type { Answer } from '../src/core/answer.ts';
import type { Spoken } from '../src/core/heard.ts';
import type { SentenceOf } from '../src/core/sentence.ts';
import { sinceMs } from '../src/core/since.ts';
import { notTaken, refusing } from './answers.ts';
import { ask } from './ask.ts';
import type { CommandWorld } from './command.ts';
import { spokenKey } from './idempotency-key.ts';
import { findLive } from './live-rollout.ts';

/** `/deploy errors [SERVICE ENV] [since 15m]`: the worker reads what was logged; in a thread, of its own rollout. */
export async function errors(sentence: SentenceOf<'errors'>, spoken: Spoken, world: CommandWorld): Promise<Answer> {
  const at = await placeMeant(sentence, spoken, world);
  if ('kind' in at) return at;
  const { since } = sentence;
  const request = {
    kind: 'errors',
    ...at,
    rolloutId: spoken.thread?.rolloutId ?? null,
    sinceMs: since === null ? null : sinceMs(since, spoken.atMs),
  } as const;
  return ask({ key: spokenKey(spoken, { ...sentence, at }), request, withoutUs: null }, spoken, world);
}

async function placeMeant({ at, verb }: SentenceOf<'errors'>, spoken: Spoken, world: CommandWorld) {
  if (at !== null) return at;
  const found = await findLive(null, verb, spoken, world);
  if (found.kind === 'unreachable') return notTaken();
  if (found.kind === 'refused') return refusing(found.refusal);
  if (found.at === null) throw new Error('a thread says which rollout is meant, and its place with it');
  return found.at;
}
