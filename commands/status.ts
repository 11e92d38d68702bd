import type { Catalog } from '../src/core/catalog.ts';
import type { SentenceOf } from '../src/core/sentence.ts';
import { status as statusMessage } from '../src/messages/status.ts';
import { notTaken, saying } from './answers.ts';
import type { Answer, CommandWorld, Spoken } from './command.ts';
import { type Place, placesIn, readOverview } from './overview.ts';

const ENDED_SHOWN = 5;

/** `/deploy status [SERVICE] [ENV]`: answered here, from what is stored; the worker is not needed. */
export async function status(sentence: SentenceOf<'status'>, spoken: Spoken, world: CommandWorld): Promise<Answer> {
  const places = placesMeant(sentence, world.catalog());
  const read = await readOverview(places, ENDED_SHOWN, world).catch(() => null);
  if (read === null) return notTaken();
  const shown = { rollouts: [...read.live, ...read.ended], waiting: read.queued, freezes: read.freezes };
  return saying(statusMessage(shown, { viewer: spoken.userId, nowMs: spoken.atMs }));
}

function placesMeant({ service, env }: SentenceOf<'status'>, catalog: Catalog): readonly Place[] {
  return placesIn(catalog)
    .filter((place) => service === null || place.service === service)
    .filter((place) => env === null || place.env === env);
}
