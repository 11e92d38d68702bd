import { isHidden } from './muted.ts';
import { type Pattern, STANDINGS } from './report.ts';

/** A pattern, and how surely it is raised. */
export type Weighed = { readonly pattern: Pattern; readonly log: number };

/**
 * What is new first, by requests; then what is raised, the surest first; then what is unseen, variants and the same, by
 * requests. What is muted comes last, unless it is raised: somebody who was spared it did not know that. Equals in the order of
 * their ids, so that a message that is drawn again does not jump.
 */
export function inOrder(weighed: readonly Weighed[]): readonly Pattern[] {
  return weighed.toSorted((left, right) => compared(left, right)).map(({ pattern }) => pattern);
}

function compared(left: Weighed, right: Weighed): number {
  return (
    Number(isHidden(left.pattern)) - Number(isHidden(right.pattern)) ||
    STANDINGS.indexOf(left.pattern.standing) - STANDINGS.indexOf(right.pattern.standing) ||
    (left.pattern.standing === 'raised' ? right.log - left.log : 0) ||
    right.pattern.subject.requests - left.pattern.subject.requests ||
    right.pattern.subject.errors - left.pattern.subject.errors ||
    (left.pattern.id < right.pattern.id ? -1 : 1)
  );
}
