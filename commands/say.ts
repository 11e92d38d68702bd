import type { Verb } from '../src/core/grammar.ts';
import { type Parsed, parse } from '../src/core/parse.ts';
import type { SentenceOf } from '../src/core/sentence.ts';
import { commandFor } from './all.ts';
import { refusing } from './answers.ts';
import type { Answer, CommandWorld, Spoken } from './command.ts';

/** Answers what somebody typed: understood or refused, then done by the command of its verb. */
export async function say(spoken: Spoken, world: CommandWorld): Promise<Answer> {
  return runSaid(parse(spoken.command, spoken.text, world.catalog()), spoken, world);
}

export async function runSaid(parsed: Parsed, spoken: Spoken, world: CommandWorld): Promise<Answer> {
  if (parsed.kind === 'refused') return refusing(parsed.refusal);
  return run(parsed.sentence.verb, parsed.sentence, spoken, world);
}

function run<V extends Verb>(verb: V, sentence: SentenceOf<V>, spoken: Spoken, world: CommandWorld): Promise<Answer> {
  return commandFor(verb)(sentence, spoken, world);
}
