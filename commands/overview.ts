import type { Place } from '../src/core/catalog.ts';
import type { Freeze } from '../src/core/history.ts';
import { hasEnded, type Rollout, type RolloutIn, type Stored } from '../src/core/rollout.ts';
import type { CommandWorld } from './command.ts';

/** How far back rollouts are looked for that no place names. */
const LOOKED_AT = 50;

/** What is going on in some places, as far as it is stored. */
export type Overview = {
  readonly live: readonly Stored[];
  /** Plans that wait for their place, in their order. */
  readonly queued: readonly RolloutIn<'queued'>[];
  readonly freezes: readonly (Place & { readonly freeze: Freeze })[];
  /** Newest first. */
  readonly ended: readonly Stored[];
};

/** Throws when Redis is away. */
export async function readOverview(
  places: readonly Place[],
  endedShown: number,
  { rollouts }: Pick<CommandWorld, 'rollouts'>,
): Promise<Overview> {
  const [recent, live, queued, frozen] = await Promise.all([
    rollouts.recent(LOOKED_AT),
    rollouts.liveIn(places),
    Promise.all(places.map(({ service, env }) => rollouts.queued(service, env))),
    Promise.all(places.map(async (place) => ({ ...place, freeze: await rollouts.freeze(place.service, place.env) }))),
  ]);
  const ended = recent
    .filter(({ rollout }) => hasEnded(rollout) && hasStarted(rollout) && isAt(rollout, places))
    .slice(0, endedShown);
  return {
    live,
    queued: queued.flat().map(({ rollout }) => rollout),
    freezes: frozen.flatMap(({ freeze, ...place }) => (freeze ? [{ ...place, freeze }] : [])),
    ended,
  };
}

function isAt(rollout: Rollout, places: readonly Place[]): boolean {
  return places.some(({ service, env }) => service === rollout.service && env === rollout.env);
}

/** A plan that nobody confirmed took no fence: nothing of it ever happened. */
function hasStarted({ fence }: Rollout): boolean {
  return fence > 0;
}
