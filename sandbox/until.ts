import { setTimeout as sleep } from 'node:timers/promises';

type Found<T> = Exclude<T, null | undefined | false | '' | 0>;

const EVERY_MS = 20;

/**
 * Waits until `look` finds something (not null, undefined, false, '' or 0), looking again and again.
 * @throws with `what` after `withinMs`
 */
export async function until<T>(what: string, look: () => T | Promise<T>, withinMs = 25_000): Promise<Found<T>> {
  const endMs = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (isFound(found)) return found;
    if (performance.now() > endMs) throw new Error(`waited ${withinMs / 1000} s in vain for ${what}`);
    await sleep(EVERY_MS);
  }
}

function isFound<T>(found: T): found is Found<T> {
  return Boolean(found);
}
