/** What is known about a revision that traffic could return to. */
export type Candidate = { readonly revision: string; readonly ready: boolean; readonly why: string | null };

export type RollbackHistory = {
  /** The revision that serves now. */
  readonly current: string;
  /** What the rollout that brought the current one was started on, while it is on its way; null where none is. */
  readonly startedOn: string | null;
  /** Revisions that once served everything, newest first, and how that ended. */
  readonly served: readonly { readonly revision: string; readonly end: 'serving' | 'replaced' | 'rolledBackFrom' }[];
  /** The revision under the `stable` tag, where there is one. */
  readonly taggedStable: string | null;
  /** All revisions, newest first. */
  readonly revisions: readonly Candidate[];
};

export type Target =
  | { readonly kind: 'found'; readonly revision: string; readonly because: string }
  | { readonly kind: 'none'; readonly because: string; readonly nextBest: string | null };

/**
 * Where a rollback without a named target goes (product.md E): the revision that served 100 % before the current one (for
 * one that is still being tried that is what its rollout was started on, whatever history there is), never one that was rolled back from, never one that is not ready. Where that cannot be known or done nothing is
 * guessed: the next best is named, and a person decides.
 */
export function chooseTarget(history: RollbackHistory): Target {
  const wanted = wantedTarget(history);
  if (wanted === null) return none('no earlier revision is known to have served', history);
  const found = history.revisions.find(({ revision }) => revision === wanted.revision);
  if (found === undefined) return none(`${wanted.revision} no longer exists`, history);
  if (found.ready) return { kind: 'found', ...wanted };
  return none(`${wanted.revision} is not ready: ${found.why ?? 'no reason given'}`, history);
}

function wantedTarget(history: RollbackHistory): { readonly revision: string; readonly because: string } | null {
  const { startedOn } = history;
  if (startedOn !== null) return { revision: startedOn, because: 'the rollout on its way was started on it' };
  const before = history.served.find(({ revision }) => isEligible(history, revision));
  if (before) return { revision: before.revision, because: 'it served 100 % before' };
  const { taggedStable } = history;
  if (taggedStable === null || !isEligible(history, taggedStable)) return null;
  return { revision: taggedStable, because: 'it carries the tag stable' };
}

/** The next best is the newest ready revision that is older than the current one; it may never have served anybody. */
function none(because: string, history: RollbackHistory): Target {
  const position = history.revisions.findIndex(({ revision }) => revision === history.current);
  const older = history.revisions.slice(position + 1);
  const nextBest = older.find(({ revision, ready }) => ready && isEligible(history, revision));
  return { kind: 'none', because, nextBest: nextBest?.revision ?? null };
}

function isEligible(history: RollbackHistory, revision: string): boolean {
  const bad = history.served.some((one) => one.revision === revision && one.end === 'rolledBackFrom');
  return revision !== history.current && !bad;
}
