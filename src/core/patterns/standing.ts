import { usualClump } from './clump.ts';
import type { Exposure } from './exposure.ts';
import type { Gathered } from './gathered.ts';
import type { Pattern, Side } from './report.ts';
import type { Sides } from './sorted-tallies.ts';
import { surenessOf } from './sureness.ts';
import { variantAmong } from './variant.ts';

/** How a pattern stands to stable; `log`: how surely it comes more often, see `logEvidence`. */
export type Stood = Pick<Pattern, 'standing' | 'variantOf'> & { readonly log: number };

type Against = { readonly sides: Sides; readonly exposure: Exposure; readonly stableMs: number | undefined };

/** Tells how each of the groups stands to stable, among all that the subject shows. */
export function standings(
  groups: readonly Gathered[],
  { sides, exposure, stableMs }: Against,
): (group: Gathered) => Stood {
  const hasStable = sides.beside !== null || sides.before !== null;
  const lengths = {
    subjectMs: lengthMs(sides.subject),
    stableMs: stableMs ?? lengthMs(sides.beside) + lengthMs(sides.before),
  };
  const among = {
    exposure,
    lengths,
    usualClump: usualClump(
      groups.map(({ shown }) => shown),
      lengths,
    ),
    patterns: groups.filter(({ shown }) => Object.values(shown).some((tallies) => tallies.length > 0)).length,
  };
  const variantOf = variantAmong(groups.filter(({ shown }) => shown.beside.length > 0 || shown.before.length > 0));
  return (group) => {
    if (!hasStable) return { standing: 'same', variantOf: null, log: Number.NEGATIVE_INFINITY };
    const { isOnStable, isSure, log } = surenessOf(group.shown, among);
    if (isOnStable) return { standing: isSure ? 'raised' : 'same', variantOf: null, log };
    const alike = variantOf(group);
    if (alike) return { standing: 'variant', variantOf: { id: alike.id, template: alike.group.template }, log };
    return { standing: isSure ? 'new' : 'unseen', variantOf: null, log };
  };
}

function lengthMs(side: Side | null): number {
  return side ? Math.max(0, side.span.untilMs - side.span.fromMs) : 0;
}
