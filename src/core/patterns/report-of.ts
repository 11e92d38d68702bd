import { exposureOf, holesIn } from './exposure.ts';
import { gathered } from './gathered.ts';
import { inOrder, type Weighed } from './order.ts';
import { patternOf } from './pattern-of.ts';
import type { ErrorReport, Mute, Pattern } from './report.ts';
import { type Compared, type Sides, sortedTallies } from './sorted-tallies.ts';
import { standings } from './standing.ts';
import { ANY, type StoredErrors, type Tally } from './tally.ts';
import { requestsOf } from './times.ts';

/** Stands for the keys of signatures that nobody knows. */
const UNKNOWN = 'unknown';

/**
 * What went wrong on the subject, as people are told of it. Signatures of all sides are put together, so that a pattern is
 * one on both; what stable alone shows is no part of the report. A function of its arguments alone: neither their order nor
 * how they are cut into tallies changes anything.
 *
 * `stored` reaches from the beginning of the earliest side to the end of the latest, and knows the signature of every tally;
 * errors of one that it does not know are unread. A mute holds that has not ended at the end of the subject's span.
 */
export function reportOf(stored: StoredErrors, { stableMs, ...sides }: Compared, mutes: readonly Mute[]): ErrorReport {
  const shownBy = sortedTallies(stored.tallies, sides);
  const groups = gathered(stored.signatures, shownBy);
  const exposure = exposureOf(sides, stored.holes);
  const standingOf = standings(groups, { sides, exposure, stableMs });
  const weighed: readonly Weighed[] = groups
    .filter(({ shown }) => shown.subject.length > 0)
    .map((group) => {
      const standing = standingOf(group);
      return {
        pattern: patternOf(group, standing, { sides, exposure, mutes, instances: stored.instances }),
        log: standing.log,
      };
    });
  const patterns = inOrder(weighed);
  const errors = patterns.reduce((sum, { subject }) => sum + subject.errors, 0);
  const any = shownBy(ANY);
  return {
    ...sides,
    patterns,
    failingRequests: failingRequests(patterns, any.subject),
    failingBeside: sides.beside === null || any.subject.length === 0 ? null : requestsOf(any.beside),
    errors,
    unread: stored.unread + unknownErrors(stored, sides),
    holes: holesIn(sides.subject.span, stored.holes),
  };
}

/** A request that showed several patterns is one; it is at least as many as showed any one of them, and as all at most. */
function failingRequests(patterns: readonly Pattern[], any: readonly Tally[]): number {
  const each = patterns.map(({ subject }) => subject.requests);
  const all = each.reduce((sum, requests) => sum + requests, 0);
  return any.length === 0 ? all : Math.min(all, Math.max(requestsOf(any), ...each));
}

/** Errors of the subject whose signature was not kept: counted, and not to be named. */
function unknownErrors({ signatures, tallies }: StoredErrors, sides: Sides): number {
  const known = new Set([ANY, ...signatures.map(({ key }) => key)]);
  const unknown = tallies.filter(({ key }) => !known.has(key)).map((tally) => ({ ...tally, key: UNKNOWN }));
  return sortedTallies(unknown, sides)(UNKNOWN).subject.reduce((sum, { errors }) => sum + errors, 0);
}
