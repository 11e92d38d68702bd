import type { Answer } from '../src/core/answer.ts';
import type { Spoken } from '../src/core/heard.ts';
import type { SentenceOf } from '../src/core/sentence.ts';
import { ask } from './ask.ts';
import type { CommandWorld } from './command.ts';
import { spokenKey } from './idempotency-key.ts';
import { rollbackWithoutUs } from './without-us.ts';

/** `/rollback SERVICE ENV [to REVISION] [now]`. It reads nothing before it is in the queue: nothing may be in its way. */
export function rollback(sentence: SentenceOf<'rollback'>, spoken: Spoken, world: CommandWorld): Promise<Answer> {
  const { at, toRevision, now, because } = sentence;
  const catalog = world.catalog();
  const asked = {
    key: spokenKey(spoken, sentence),
    request: { kind: 'rollback', rollout: { by: 'name', ...at }, toRevision, now, because },
    withoutUs: rollbackWithoutUs(at, toRevision, catalog),
  } as const;
  return ask(asked, spoken, world);
}
