import { isHidden } from '../core/patterns/muted.ts';
import type { ErrorReport, Pattern } from '../core/patterns/report.ts';

/** In full: these many always, and further ones as long as they are new or raised. */
const ALWAYS_IN_FULL = 3;
const MOST_IN_FULL = 5;

type Parts = {
  readonly full: readonly Pattern[];
  /** A row each. */
  readonly rest: readonly Pattern[];
  /** A line each. */
  readonly hidden: readonly Pattern[];
};

/** Where in the reply a pattern stands. */
export function partsOf({ patterns }: ErrorReport): Parts {
  const heard = patterns.filter((pattern) => !isHidden(pattern));
  const full = heard.filter((one, index) => index < (isWorse(one) ? MOST_IN_FULL : ALWAYS_IN_FULL));
  return { full, rest: heard.filter((one) => !full.includes(one)), hidden: patterns.filter(isHidden) };
}

/** Worth being read in full even after others. */
function isWorse({ standing }: Pattern): boolean {
  return standing === 'new' || standing === 'raised';
}
