import type { Environment } from '../src/core/catalog.ts';
import type { Person } from '../src/core/person.ts';
import { refusePerson } from '../src/core/policy.ts';
import type { Permission, Refusal } from '../src/core/refusal.ts';
import type { Request } from '../src/core/request.ts';
import { alreadyAsked, taken } from '../src/messages/taken.ts';
import { notTaken, refusing, saying } from './answers.ts';
import type { Answer, CommandWorld, Press, Spoken } from './command.ts';

/** A request, what it takes to be allowed, and what to say when it cannot be taken. */
export type Ask = {
  readonly key: string;
  readonly request: Request;
  readonly permission: Permission;
  /** Null where only the worker can tell which environment a button belongs to. */
  readonly environment: Environment | null;
  /** The rollout that is meant, as far as it is known here. */
  readonly rollout: { readonly requestedBy: string } | null;
  readonly withoutUs: string | null;
};

/**
 * Refuses who certainly may not, then hands the request to the worker, which checks again with fresh facts. Whoever is
 * not in the cache is left to the worker: the answer has three seconds, and Slack may take longer.
 */
export async function ask(wish: Ask, by: Spoken | Press, world: CommandWorld): Promise<Answer> {
  const person = await world.directory.person(by.userId, 'cached').catch(() => 'unreachable' as const);
  // The same Redis would have to take the request: two time-outs in a row are longer than Slack waits.
  if (person === 'unreachable') return notTaken(wish.withoutUs);
  const refusal = person && refuse(person, wish);
  if (refusal) return refusing(refusal);

  const { userId, channel, responseUrl, atMs } = by;
  const { key, request, withoutUs } = wish;
  const asked = { key, request, userId, askedAtMs: atMs, replyTo: { channel, userId, responseUrl } };
  const outcome = await world.requests.add(asked).catch(() => 'notAdded' as const);
  if (outcome === 'notAdded') return notTaken(withoutUs);
  const tell = outcome === 'added' ? taken : alreadyAsked;
  return saying(tell(request, world.catalog()));
}

function refuse(person: Person, { permission, environment, rollout }: Ask): Refusal | null {
  if (environment) return refusePerson(permission, person, environment, rollout);
  return person.standing === 'member' ? null : { kind: 'notAMember', who: person.standing };
}
