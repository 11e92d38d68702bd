import type { Answer } from '../src/core/answer.ts';
import { formOf, GRAMMAR, type SlashCommand, usage, usageHint, type Verb } from '../src/core/grammar.ts';
import type { Spoken } from '../src/core/heard.ts';
import type { SentenceOf } from '../src/core/sentence.ts';
import { advance } from './advance.ts';
import type { CommandWorld } from './command.ts';
import { control } from './control.ts';
import { deploy } from './deploy.ts';
import { errors } from './errors.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { rollback } from './rollback.ts';
import { status } from './status.ts';
import { unfreeze } from './unfreeze.ts';

type Command<V extends Verb> = (sentence: SentenceOf<V>, spoken: Spoken, world: CommandWorld) => Promise<Answer>;
type Commands = { readonly [V in Verb]: Command<V> };

/** What is done with each sentence; a verb of the grammar without a command does not compile. */
const COMMANDS: Commands = {
  deploy,
  plan: deploy,
  status,
  history,
  errors,
  advance,
  pause: control,
  resume: control,
  adopt: advance,
  restore: advance,
  abort: control,
  unfreeze,
  help,
  rollback,
};

export function commandFor<V extends Verb>(verb: V): Commands[V] {
  return COMMANDS[verb];
}

/** Everything that can be said, for the generated reference. */
export const ALL_COMMANDS: readonly { readonly name: string; readonly usage: string; readonly summary: string }[] =
  GRAMMAR.map((form) => ({ name: form.verb, usage: usage(form), summary: form.summary }));

/** What Slack must know of the slash commands; manifest.yml is made from it. */
export const SLASH_COMMANDS: readonly {
  readonly command: SlashCommand;
  readonly description: string;
  readonly usageHint: string;
}[] = [
  { command: '/deploy', description: 'Deploy a service, step by step and judged', usageHint: usageHint('/deploy') },
  { command: '/rollback', description: formOf('rollback').summary, usageHint: usageHint('/rollback') },
];
