import type { SignedError } from '../../src/ports/patterns.ts';

export const AT = { project: 'acme', region: 'europe-west1', service: 'api-gateway' };
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
/** Of the present hour: what is kept in Redis for a time is kept from now on. */
export const START_MS = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
export const SPAN = { fromMs: START_MS, untilMs: START_MS + HOUR_MS };
export const at = (ms: number) => START_MS + ms;

let written = 0;
/** A signed error so many milliseconds after the start; every one is another entry of another request. */
export function anError(ms: number, change: Partial<SignedError> & { readonly key?: string } = {}): SignedError {
  written += 1;
  const { key = 'aaaaaaaaaa', ...rest } = change;
  const signature = {
    ...{ key, kind: 'text' as const, tokens: ['upstream', '<*>', 'answered', '<*>'], codes: ['status 503'] },
    ...{ frames: [], template: 'upstream <*> answered <*>' },
  };
  return {
    ...{ insertId: `i${written}`, atMs: at(ms), revision: 'canary', instance: 'one', request: `r${written}` },
    ...{ example: `upstream a answered 503 (${written})`, signature, values: ['a', '503'] },
    ...rest,
  };
}
