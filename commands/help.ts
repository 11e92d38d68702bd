import type { Answer } from '../src/core/answer.ts';
import type { Spoken } from '../src/core/heard.ts';
import type { SentenceOf } from '../src/core/sentence.ts';
import { help as helpMessage } from '../src/messages/help.ts';
import { saying } from './answers.ts';
import type { CommandWorld } from './command.ts';

/** `/deploy help [COMMAND]` */
export async function help(sentence: SentenceOf<'help'>, _spoken: Spoken, world: CommandWorld): Promise<Answer> {
  return saying(helpMessage(sentence.topic, world.catalog()));
}
