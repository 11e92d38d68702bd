import { createHash } from 'node:crypto';
import { print, type Sentence } from '../src/core/sentence.ts';
import type { Press, Spoken } from './command.ts';

const MINUTE_MS = 60_000;

/** The same person saying the same, however spelt, within one minute of the clock. */
export function spokenKey({ userId, atMs }: Spoken, sentence: Sentence): string {
  return hashed([userId, print(sentence), Math.floor(atMs / MINUTE_MS)]);
}

/** The same person pressing the same button; two people are two requests, and the rollout's state decides between them. */
export function pressedKey({ actionId, value, userId }: Press): string {
  return hashed([actionId, value, userId]);
}

/** Hexadecimal, because a job id may hold no colon (BullMQ). */
function hashed(parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
