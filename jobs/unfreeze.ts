import { type Environment, findEnvironment } from '../src/core/catalog.ts';
import type { Person } from '../src/core/person.ts';
import { refusePerson } from '../src/core/policy.ts';
import { nextInQueue } from '../src/core/queue.ts';
import { unfrozen } from '../src/messages/answered.ts';
import { freezeLifted } from '../src/messages/freeze-lifted.ts';
import type { Reply } from './command.ts';
import type { World } from './job.ts';

/** Lifts the freeze that a rollback, or a person, put on a service in an environment. */
export async function unfreeze(
  { service, env }: { readonly service: string; readonly env: string },
  person: Person,
  world: World,
): Promise<Reply> {
  const environments = world.catalog().environments.map(({ name }) => name);
  const environment = findEnvironment(world.catalog(), env);
  if (!environment) {
    return { refusal: { kind: 'unknownEnvironment', name: env, didYouMean: null, known: environments } };
  }
  const refusal = refusePerson('unfreeze', person, environment, null);
  if (refusal) return { refusal };
  // Read before: where this fails and is tried again, the freeze is still there to be lifted.
  const isFree = (await world.rollouts.live(service, env)) === null;
  const next = isFree ? nextInQueue(await world.rollouts.queued(service, env)) : undefined;
  const freeze = await world.rollouts.freeze(service, env);
  const wasFrozen = freeze !== null && (await lift({ service, env, freeze, by: person.userId }, environment, world));
  world.log('freeze.lifted', { service, env, userId: person.userId, wasFrozen });
  if (!wasFrozen) return { refusal: { kind: 'notFrozen', service, env } };
  return { content: unfrozen({ service, env }, next?.rollout ?? null) };
}

type Lift = Parameters<typeof freezeLifted>[0];

/** Told where the freeze was told of, also when the environment has another channel by now. */
async function lift(of: Lift, environment: Environment, { rollouts }: World): Promise<boolean> {
  const { rolloutId } = of.freeze;
  const stored = rolloutId === null ? null : await rollouts.read(rolloutId);
  const word = freezeLifted(of, stored?.rollout.channel ?? environment.channel);
  return rollouts.unfreeze(of.service, of.env, { by: of.by, rolloutId, word });
}
