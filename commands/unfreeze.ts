import type { Answer } from '../src/core/answer.ts';
import type { Spoken } from '../src/core/heard.ts';
import type { SentenceOf } from '../src/core/sentence.ts';
import { ask } from './ask.ts';
import type { CommandWorld } from './command.ts';
import { spokenKey } from './idempotency-key.ts';

/** `/deploy unfreeze SERVICE ENV` */
export function unfreeze(sentence: SentenceOf<'unfreeze'>, spoken: Spoken, world: CommandWorld): Promise<Answer> {
  const { at } = sentence;
  const asked = {
    key: spokenKey(spoken, sentence),
    request: { kind: 'unfreeze', ...at },
    withoutUs: null,
  } as const;
  return ask(asked, spoken, world);
}
