import type { Answer } from '../src/core/answer.ts';
import { gateOf } from '../src/core/gate.ts';
import { GRAMMAR, type SlashCommand, type Verb } from '../src/core/grammar.ts';
import type { Mention, Spoken } from '../src/core/heard.ts';
import { type Parsed, parse } from '../src/core/parse.ts';
import { hasEnded, type Rollout } from '../src/core/rollout.ts';
import { nearest, splitWords } from '../src/core/words.ts';
import { mentionHelp } from '../src/messages/mention-help.ts';
import { headline } from '../src/messages/state-words.ts';
import { notTaken, refusing, saying } from './answers.ts';
import type { CommandWorld } from './command.ts';
import { runSaid } from './say.ts';
import { threadRollout } from './thread-rollout.ts';

/** What may stand first after the bot's name. A service never does: nobody deploys by talking about one. */
const VERBS = [...new Set(GRAMMAR.flatMap(({ verb, openers }) => [verb, ...openers]))];

/** In a thread these are for its own rollout, while that is live. */
const STEERING: readonly Verb[] = ['advance', 'pause', 'resume', 'adopt', 'restore', 'abort'];

/**
 * `@slipway status|advance|…`: the sentences of the slash commands. In the thread of a rollout the place may be left out,
 * and then that very rollout is meant, not one that came after it.
 */
export async function mention(said: Mention, world: CommandWorld): Promise<Answer> {
  const first = splitWords(said.text).words[0]?.name.replace(/^\//, '') ?? '';
  if (!VERBS.includes(first)) return unknown(first, said.text, world);
  if (await isExternal(said.userId, world)) return refusing({ kind: 'notAMember', who: 'external' });
  const spoken = asTyped(said, first);
  const parsed = parse(spoken.command, spoken.text, world.catalog());
  const { channel, threadTs } = said;
  if (threadTs === undefined || isComplete(parsed)) return runSaid(parsed, spoken, world);

  const rollout = await threadRollout({ channel, threadTs }, world).catch(() => 'unreachable' as const);
  if (rollout === 'unreachable') return notTaken();
  if (rollout === null) return runSaid(parsed, spoken, world);
  return runInThread(rollout, spoken, world);
}

/** Whoever only reads is asked for no right, but what is being deployed is not for other companies. */
async function isExternal(userId: string, { directory }: CommandWorld): Promise<boolean> {
  const person = await directory.person(userId, 'cached').catch(() => null);
  return person?.standing === 'external';
}

function unknown(word: string, text: string, { catalog }: CommandWorld): Answer {
  const didYouMean = nearest(word, VERBS);
  if (didYouMean) return refusing({ kind: 'unknownWord', word, didYouMean, usage: '@slipway help' });
  return saying(mentionHelp(catalog(), text));
}

/** The same as a slash command would have it; `/rollback` is a command of its own there, and `deploy` needs no word. */
function asTyped({ text, ...asking }: Mention, verb: string): Spoken {
  const [, colon = '', rest = ''] = /^\s*[^\s:]*(:?)\s*(.*)$/su.exec(text) ?? [];
  const command: SlashCommand = verb === 'rollback' ? '/rollback' : '/deploy';
  if (verb !== 'rollback' && verb !== 'deploy') return { ...asking, command, text: text.replace(/^\s*\//, '') };
  return { ...asking, command, text: colon === '' ? rest : `because ${rest}` };
}

/** True when the words say all by themselves: which place is meant, or that none is. */
function isComplete(parsed: Parsed): boolean {
  if (parsed.kind === 'refused') return false;
  const { sentence } = parsed;
  if (sentence.verb === 'help') return true;
  if (sentence.verb === 'status') return sentence.service !== null || sentence.env !== null;
  return sentence.at !== null;
}

function runInThread(rollout: Rollout, spoken: Spoken, world: CommandWorld): Promise<Answer> | Answer {
  const { service, env } = rollout;
  const parsed = parse(spoken.command, spoken.text, world.catalog(), { service, env });
  if (parsed.kind === 'refused') return refusing(parsed.refusal);
  const { sentence } = parsed;
  const { verb } = sentence;
  // What is live by now is another deploy, so it is shown and asked about first.
  if (sentence.verb === 'rollback' && hasEnded(rollout)) {
    return runSaid({ ...parsed, sentence: { ...sentence, now: false } }, spoken, world);
  }
  const choice = { by: 'button', rolloutId: rollout.id, gate: gateOf(rollout) } as const;
  if (verb === 'history' || verb === 'errors') return runSaid(parsed, { ...spoken, thread: choice }, world);
  if (!STEERING.includes(verb)) return runSaid(parsed, spoken, world);
  if (hasEnded(rollout)) return refusing({ kind: 'threadEnded', service, env, now: headline(rollout) });
  return runSaid(parsed, { ...spoken, thread: choice }, world);
}
