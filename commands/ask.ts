import type { Answer } from '../src/core/answer.ts';
import type { Press, Spoken } from '../src/core/heard.ts';
import type { Refusal } from '../src/core/refusal.ts';
import type { ReplyTo, Request } from '../src/core/request.ts';
import { alreadyAsked, taken } from '../src/messages/taken.ts';
import { refusing, saying, UNREACHABLE, withWay } from './answers.ts';
import type { CommandWorld } from './command.ts';

/** A request, and what to say when it cannot be taken. */
export type Ask = {
  readonly key: string;
  readonly request: Request;
  readonly withoutUs: string | null;
};

export type Taken =
  | { readonly kind: 'taken' | 'alreadyAsked' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

type By = ReplyTo & { readonly atMs: number };

/**
 * Refuses guests, bots and people of other companies, then hands the request to the worker, which asks Slack anew. Rights
 * are the worker's to judge: what is remembered here is up to a minute old, and somebody may just have been given them.
 */
export async function take({ key, request }: Omit<Ask, 'withoutUs'>, by: By, world: CommandWorld): Promise<Taken> {
  const person = await world.directory.person(by.userId, 'cached').catch(() => 'unreachable' as const);
  // The same Redis would have to take the request: two time-outs in a row are longer than Slack waits.
  if (person === 'unreachable') return { kind: 'refused', refusal: UNREACHABLE };
  if (person && person.standing !== 'member') {
    return { kind: 'refused', refusal: { kind: 'notAMember', who: person.standing } };
  }
  const { userId, channel, responseUrl, threadTs, atMs } = by;
  const replyTo = { channel, userId, responseUrl, ...(threadTs === undefined ? {} : { threadTs }) };
  const outcome = await world.requests
    .add({ key, request, userId, askedAtMs: atMs, replyTo })
    .catch(() => 'notAdded' as const);
  if (outcome === 'notAdded') return { kind: 'refused', refusal: UNREACHABLE };
  if (outcome === 'unsure') return { kind: 'refused', refusal: { kind: 'perhapsTaken', withoutUs: null } };
  return { kind: outcome === 'added' ? 'taken' : 'alreadyAsked' };
}

/** The same, told to whoever said or pressed it. */
export async function ask(wish: Ask, by: Spoken | Press, world: CommandWorld): Promise<Answer> {
  const { request, withoutUs } = wish;
  const outcome = await take(wish, by, world);
  if (outcome.kind === 'refused') return refusing(withWay(outcome.refusal, withoutUs));
  const tell = outcome.kind === 'taken' ? taken : alreadyAsked;
  return saying(tell(request, world.catalog()));
}
