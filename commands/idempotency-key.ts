import { hash } from 'node:crypto';
import type { Press, Spoken } from '../src/core/heard.ts';
import type { Request } from '../src/core/request.ts';
import { print, type Sentence } from '../src/core/sentence.ts';

const MINUTE_MS = 60_000;
/** A rollback that got stuck is asked for again at once; one that goes on says so itself. */
const ROLLBACK_MS = 10_000;
/** Longer than any double click, shorter than anybody needs to pause, resume and pause again with the same button. */
const DOUBLE_PRESS_MS = 5_000;

/**
 * The same person saying the same, however spelt, within one minute of the clock (10 s for a rollback). In a thread the
 * same words mean that thread's rollout, at whichever gate: a message that Slack delivers again is for the first one.
 */
export function spokenKey({ userId, atMs, thread }: Spoken, sentence: Sentence): string {
  const spanMs = sentence.verb === 'rollback' ? ROLLBACK_MS : MINUTE_MS;
  const said = [userId, print(sentence), Math.floor(atMs / spanMs)];
  return hashed(thread ? [...said, thread.rolloutId] : said);
}

/**
 * The same person pressing the same button twice within a moment; two people are two requests, and so are two presses
 * further apart: the rollout's state decides between them. Without the time, a Roll Back that got stuck could not be
 * pressed again, because outside of `waiting` a button looks the same each time it is drawn.
 */
export function pressedKey({
  actionId,
  value,
  userId,
  atMs,
}: Pick<Press, 'actionId' | 'value' | 'userId' | 'atMs'>): string {
  return hashed([actionId, value, userId, Math.floor(atMs / DOUBLE_PRESS_MS)]);
}

/** What everybody in a place will see, whoever pressed: once within a minute of the clock. */
export function sharedKey({ channel, atMs }: Pick<Press, 'channel' | 'atMs'>, request: Request): string {
  return hashed([channel, JSON.stringify(request), Math.floor(atMs / MINUTE_MS)]);
}

/** The same form sent twice, as by a double click; what is changed after an error is another request. */
export function submittedKey({ viewId, userId }: { viewId: string; userId: string }, request: Request): string {
  return hashed([viewId, userId, JSON.stringify(request)]);
}

/** Hexadecimal, because a job id may hold no colon (BullMQ). */
function hashed(parts: readonly (string | number)[]): string {
  return hash('sha256', JSON.stringify(parts));
}
