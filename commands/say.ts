import type { Answer } from '../src/core/answer.ts';
import type { Draft } from '../src/core/form.ts';
import type { Verb } from '../src/core/grammar.ts';
import type { Spoken } from '../src/core/heard.ts';
import { type Parsed, parse } from '../src/core/parse.ts';
import type { SentenceOf } from '../src/core/sentence.ts';
import { commandFor } from './all.ts';
import { refusing } from './answers.ts';
import type { CommandWorld } from './command.ts';
import { openForm } from './forms.ts';
import { liveHere } from './shortcut.ts';

/** Answers what somebody typed: understood or refused, then done by the command of its verb. */
export async function say(spoken: Spoken, world: CommandWorld): Promise<Answer> {
  return runSaid(parse(spoken.command, spoken.text, world.catalog()), spoken, world);
}

export async function runSaid(parsed: Parsed, spoken: Spoken, world: CommandWorld): Promise<Answer> {
  if (parsed.kind === 'refused') return complete(parsed, spoken, world);
  return run(parsed.sentence.verb, parsed.sentence, spoken, world);
}

/** Where nothing but a name is missing, a form asks for it; everything else is refused in words. */
function complete(
  { refusal, gap }: Extract<Parsed, { kind: 'refused' }>,
  spoken: Spoken,
  world: CommandWorld,
): Promise<Answer> | Answer {
  const { userId, triggerId, channel, responseUrl, threadTs = null } = spoken;
  if (!gap || triggerId === undefined) return refusing(refusal);
  const origin = { channel, responseUrl, threadTs };
  const whole = (draft: Draft) => liveHere(draft, spoken, world);
  return openForm({ userId, triggerId, origin, draft: gap, complete: whole, otherwise: refusal }, world);
}

function run<V extends Verb>(verb: V, sentence: SentenceOf<V>, spoken: Spoken, world: CommandWorld): Promise<Answer> {
  return commandFor(verb)(sentence, spoken, world);
}
