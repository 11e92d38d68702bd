import type { Catalog } from '../src/core/catalog.ts';
import { hasEnded, type Rollout } from '../src/core/rollout.ts';
import type { SentenceOf } from '../src/core/sentence.ts';
import { status as statusMessage } from '../src/messages/status.ts';
import { notTaken, saying } from './answers.ts';
import type { Answer, CommandWorld, Spoken } from './command.ts';

/** How far back ended rollouts are looked for, and how many are shown. */
const LOOKED_AT = 50;
const ENDED_SHOWN = 5;

type Place = { readonly service: string; readonly env: string };

/** `/deploy status [SERVICE] [ENV]`: answered here, from what is stored; the worker is not needed. */
export async function status(sentence: SentenceOf<'status'>, spoken: Spoken, world: CommandWorld): Promise<Answer> {
  const places = placesMeant(sentence, world.catalog());
  const read = await readAll(places, world).catch(() => null);
  return read ? saying(statusMessage(read.rollouts, read.freezes, spoken.atMs)) : notTaken();
}

function placesMeant({ service, env }: SentenceOf<'status'>, { services }: Catalog): readonly Place[] {
  return services
    .filter(({ name }) => service === null || name === service)
    .flatMap(({ name, environments }) => environments.map((one) => ({ service: name, env: one })))
    .filter((place) => env === null || place.env === env);
}

async function readAll(places: readonly Place[], { rollouts }: CommandWorld) {
  const [recent, live, frozen] = await Promise.all([
    rollouts.recent(LOOKED_AT),
    Promise.all(places.map(({ service, env }) => rollouts.live(service, env))),
    Promise.all(places.map(async (place) => ({ ...place, freeze: await rollouts.freeze(place.service, place.env) }))),
  ]);
  const ended = recent
    .filter(({ rollout }) => hasEnded(rollout) && hasStarted(rollout))
    .filter(({ rollout }) => places.some(({ service, env }) => service === rollout.service && env === rollout.env))
    .slice(0, ENDED_SHOWN);
  return {
    rollouts: [...live.filter((stored) => stored !== null), ...ended],
    freezes: frozen.flatMap(({ freeze, ...place }) => (freeze ? [{ ...place, freeze }] : [])),
  };
}

/** A plan that nobody confirmed took no fence: nothing of it ever happened. */
function hasStarted({ fence }: Rollout): boolean {
  return fence > 0;
}
