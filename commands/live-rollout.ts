import { can } from '../src/core/can.ts';
import { findEnvironment, type Place, placesIn } from '../src/core/catalog.ts';
import { formOf, usage, type Verb } from '../src/core/grammar.ts';
import type { Spoken } from '../src/core/heard.ts';
import type { Refusal } from '../src/core/refusal.ts';
import type { RolloutChoice } from '../src/core/request.ts';
import type { Rollout, Stored } from '../src/core/rollout.ts';
import type { CommandWorld } from './command.ts';

export type Found =
  | {
      readonly kind: 'found';
      /** As it was named; null where the thread alone says what is meant. */
      readonly at: Place | null;
      readonly choice: RolloutChoice;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Redis did not answer. */
  | { readonly kind: 'unreachable' };

/** The rollout that is meant: that of the thread, the named one, or the only live one whose card stands in this channel. */
export async function findLive(at: Place | null, verb: Verb, spoken: Spoken, world: CommandWorld): Promise<Found> {
  if (spoken.thread) return { kind: 'found', at, choice: spoken.thread };
  const catalog = world.catalog();
  const toldHere = (place: Place) => findEnvironment(catalog, place.env)?.channel === spoken.channel;
  const places = at ? [at] : placesIn(catalog).filter(toldHere);
  const live = await readLive(places, world).catch(() => null);
  if (!live) return { kind: 'unreachable' };

  const meant = at ? live : live.filter((one) => one.rollout !== null);
  const [only, another] = meant;
  if (!only || another) {
    const all = await world.rollouts.liveIn(placesIn(catalog)).catch(() => null);
    return all ? { kind: 'refused', refusal: whichOne(all, verb) } : { kind: 'unreachable' };
  }
  const { service, env } = only;
  return { kind: 'found', at: { service, env }, choice: { by: 'name', service, env } };
}

/** Said without a place it has to be said again with one; named are those to which it can be said, wherever they are told. */
function whichOne(live: readonly Stored[], verb: Verb): Refusal {
  const known = live
    .filter(({ rollout }) => verb !== 'advance' || can('advance', rollout))
    .map(({ rollout }) => `${rollout.service} ${rollout.env}`);
  return { kind: 'whichRollout', usage: usage({ ...formOf(verb), place: 'needed', beforeEnv: [] }), known };
}

function readLive(
  places: readonly Place[],
  { rollouts }: CommandWorld,
): Promise<readonly (Place & { readonly rollout: Rollout | null })[]> {
  return Promise.all(
    places.map(async ({ service, env }) => {
      const stored = await rollouts.live(service, env);
      return { service, env, rollout: stored?.rollout ?? null };
    }),
  );
}
