import type { Answer } from '../src/core/answer.ts';
import type { Place } from '../src/core/catalog.ts';
import type { Spoken } from '../src/core/heard.ts';
import { mayRead } from '../src/core/person.ts';
import { hasEnded, type Stored } from '../src/core/rollout.ts';
import type { SentenceOf } from '../src/core/sentence.ts';
import { history as historyMessage, noHistory } from '../src/messages/history.ts';
import { notTaken, refusing, saying } from './answers.ts';
import type { CommandWorld } from './command.ts';
import { readerHere } from './reader.ts';

/** How far back the last rollout of a place is looked for. */
const LOOKED_AT = 200;

/** `/deploy history SERVICE ENV`: of the live rollout, else of the one that ended last; in a thread, of its own. */
export async function history(sentence: SentenceOf<'history'>, spoken: Spoken, world: CommandWorld): Promise<Answer> {
  const found = await read(sentence.at, spoken, world).catch(() => null);
  if (found === null) return notTaken();
  const standing = (await readerHere(spoken, world))?.standing ?? 'member';
  if (!mayRead(standing)) return refusing({ kind: 'notAMember', who: standing });
  if (found === 'none') return saying(noHistory(sentence.at));
  return saying(historyMessage(found.stored.rollout, found.entries, spoken.atMs));
}

async function read(at: Place, spoken: Spoken, { rollouts }: CommandWorld) {
  const stored = spoken.thread ? await rollouts.read(spoken.thread.rolloutId) : await lastRollout(at, rollouts);
  if (stored === null) return 'none';
  return { stored, entries: await rollouts.events(stored.rollout.id) };
}

/** The live rollout of a place, else the one that ended last. A plan that nobody confirmed took no fence: it is none. */
export async function lastRollout(
  { service, env }: Place,
  rollouts: Pick<CommandWorld['rollouts'], 'live' | 'recent'>,
): Promise<Stored | null> {
  const live = await rollouts.live(service, env);
  if (live) return live;
  const recent = await rollouts.recent(LOOKED_AT);
  const isIt = ({ rollout }: Stored) =>
    rollout.service === service && rollout.env === env && rollout.fence > 0 && hasEnded(rollout);
  return recent.find(isIt) ?? null;
}
