import type { Answer } from '../src/core/answer.ts';
import type { Spoken } from '../src/core/heard.ts';
import type { SentenceOf } from '../src/core/sentence.ts';
import { ask } from './ask.ts';
import type { CommandWorld } from './command.ts';
import { spokenKey } from './idempotency-key.ts';

/** `/deploy SERVICE [IMAGE] ENV` and `/deploy plan …`: the worker makes the plan and shows it to whoever asked. */
export function deploy(
  sentence: SentenceOf<'deploy'> | SentenceOf<'plan'>,
  spoken: Spoken,
  world: CommandWorld,
): Promise<Answer> {
  const { verb, at, image, strategy, because } = sentence;
  const asked = {
    key: spokenKey(spoken, sentence),
    request: { kind: 'deploy', ...at, image, strategy, because, planOnly: verb === 'plan' },
    withoutUs: null,
  } as const;
  return ask(asked, spoken, world);
}
