import type { Request } from '../src/core/request.ts';
import { alreadyAsked, taken } from '../src/messages/taken.ts';
import { notTaken, refusing, saying } from './answers.ts';
import type { Answer, CommandWorld, Press, Spoken } from './command.ts';

/** A request, and what to say when it cannot be taken. */
export type Ask = {
  readonly key: string;
  readonly request: Request;
  readonly withoutUs: string | null;
};

/**
 * Refuses guests, bots and people of other companies, then hands the request to the worker, which asks Slack anew. Rights
 * are the worker's to judge: what is remembered here is up to a minute old, and somebody may just have been given them.
 */
export async function ask(wish: Ask, by: Spoken | Press, world: CommandWorld): Promise<Answer> {
  const person = await world.directory.person(by.userId, 'cached').catch(() => 'unreachable' as const);
  // The same Redis would have to take the request: two time-outs in a row are longer than Slack waits.
  if (person === 'unreachable') return notTaken(wish.withoutUs);
  if (person && person.standing !== 'member') return refusing({ kind: 'notAMember', who: person.standing });

  const { userId, channel, responseUrl, threadTs, atMs } = by;
  const { key, request, withoutUs } = wish;
  const replyTo = { channel, userId, responseUrl, ...(threadTs === undefined ? {} : { threadTs }) };
  const asked = { key, request, userId, askedAtMs: atMs, replyTo };
  const outcome = await world.requests.add(asked).catch(() => 'notAdded' as const);
  if (outcome === 'notAdded') return notTaken(withoutUs);
  const tell = outcome === 'added' ? taken : alreadyAsked;
  return saying(tell(request, world.catalog()));
}
