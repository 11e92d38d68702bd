import type { Answer } from '../src/core/answer.ts';
import type { Spoken } from '../src/core/heard.ts';
import type { SentenceOf } from '../src/core/sentence.ts';
import { notTaken, refusing } from './answers.ts';
import { ask } from './ask.ts';
import type { CommandWorld } from './command.ts';
import { spokenKey } from './idempotency-key.ts';
import { findLive } from './live-rollout.ts';

type Gated = SentenceOf<'advance'> | SentenceOf<'adopt'> | SentenceOf<'restore'>;

/** `/deploy advance|adopt|restore [SERVICE ENV]`: the same as the button, for whoever has no card at hand. */
export async function advance(sentence: Gated, spoken: Spoken, world: CommandWorld): Promise<Answer> {
  const found = await findLive(sentence.at, sentence.verb, spoken, world);
  if (found.kind === 'unreachable') return notTaken();
  if (found.kind === 'refused') return refusing(found.refusal);
  const { at, choice } = found;
  const asked = {
    key: spokenKey(spoken, { ...sentence, at }),
    request: { kind: sentence.verb, rollout: choice },
    withoutUs: null,
  } as const;
  return ask(asked, spoken, world);
}
