import type { ServiceAt } from '../src/core/service-view.ts';
import type { OnBad } from './count-bad.ts';
import type { World } from './job.ts';

/** Tells the tail what to do about a place where requests fail. */
export function lookingSoon(world: Hurrying): OnBad {
  return (at, revision) => {
    lookSoon(at, revision, world).catch((error: unknown) => world.log('look.notHurried', { ...at, err: error }));
  };
}

type Hurrying = Pick<World, 'catalog' | 'rollouts' | 'bells' | 'log'>;

/** Where a canary's requests fail the next look comes at once: ten seconds are many failed requests. */
export async function lookSoon(
  { project, region, service }: ServiceAt,
  revision: string,
  { catalog, rollouts, bells }: Hurrying,
): Promise<void> {
  const places = catalog()
    .environments.filter((env) => env.project === project && env.region === region)
    .map((env) => ({ service, env: env.name }));
  const live = await rollouts.liveIn(places);
  const watched = live.filter(
    ({ rollout: { state, canary } }) => canary === revision && (state === 'baking' || state === 'waiting'),
  );
  await Promise.all(watched.map(({ rollout }) => bells.lookNow(rollout.id)));
}
