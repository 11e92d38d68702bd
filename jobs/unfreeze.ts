import { findEnvironment } from '../src/core/catalog.ts';
import type { Person } from '../src/core/person.ts';
import { refusePerson } from '../src/core/policy.ts';
import { unfrozen } from '../src/messages/answered.ts';
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
  const wasFrozen = await world.rollouts.unfreeze(service, env);
  world.log('freeze.lifted', { service, env, userId: person.userId, wasFrozen });
  return wasFrozen ? { content: unfrozen({ service, env }) } : { refusal: { kind: 'notFrozen', service, env } };
}
