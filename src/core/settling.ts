import type { Rollout } from './rollout.ts';

/** As many requests as could possibly come again while their jobs are brought back. */
const REMEMBER = 20;

/** Remembers that this request has had its effect. */
export function settling<R extends Rollout>(rollout: R, key: string): R {
  return { ...rollout, settled: [...rollout.settled, key].slice(-REMEMBER) };
}
