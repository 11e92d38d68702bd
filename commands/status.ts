import type { Answer } from '../src/core/answer.ts';
import { type Catalog, type Place, placesIn } from '../src/core/catalog.ts';
import type { Spoken } from '../src/core/heard.ts';
import { mayRead } from '../src/core/person.ts';
import type { SentenceOf } from '../src/core/sentence.ts';
import { status as statusMessage } from '../src/messages/status.ts';
import { notTaken, refusing, saying } from './answers.ts';
import type { CommandWorld } from './command.ts';
import { readOverview } from './overview.ts';
import { readerHere } from './reader.ts';

const ENDED_SHOWN = 5;

/** `/deploy status [SERVICE] [ENV]`: answered here, from what is stored; the worker is not needed. */
export async function status(sentence: SentenceOf<'status'>, spoken: Spoken, world: CommandWorld): Promise<Answer> {
  const places = placesMeant(sentence, world.catalog());
  const read = await readOverview(places, ENDED_SHOWN, world).catch(() => null);
  if (read === null) return notTaken();
  const reader = await readerHere(spoken, world);
  const standing = reader?.standing ?? 'member';
  if (!mayRead(standing)) return refusing({ kind: 'notAMember', who: standing });
  const shown = { rollouts: [...read.live, ...read.ended], waiting: read.queued, freezes: read.freezes };
  return saying(statusMessage(shown, { viewer: spoken.userId, nowMs: spoken.atMs }));
}

function placesMeant({ service, env }: SentenceOf<'status'>, catalog: Catalog): readonly Place[] {
  return placesIn(catalog)
    .filter((place) => service === null || place.service === service)
    .filter((place) => env === null || place.env === env);
}
