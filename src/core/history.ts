/** No deploys of a service here until a person lifts it; rollbacks put it there with their reason. */
export type Freeze = {
  readonly reason: string;
  readonly by: string | null;
  readonly sinceMs: number;
  readonly rolloutId: string | null;
};

/** A revision that once had all traffic, and how that ended. */
export type Served = {
  readonly revision: string;
  readonly untilMs: number | null;
  readonly end: 'serving' | 'replaced' | 'rolledBackFrom';
};

/** The history after all traffic went from one revision (null: nothing served before) to another, newest first. */
export function afterMove(
  history: readonly Served[],
  { to, from, end, nowMs }: { to: string; from: string | null; end: 'replaced' | 'rolledBackFrom'; nowMs: number },
): readonly Served[] {
  const others = history.filter(({ revision }) => revision !== to && revision !== from);
  const left = from === null ? [] : [{ revision: from, untilMs: nowMs, end }];
  return [{ revision: to, untilMs: null, end: 'serving' }, ...left, ...others];
}
