import type { JournalEntry } from '../../sandbox/google/cloud-run/journal.ts';
import type { Town } from '../../sandbox/town/town.ts';

/** What Cloud Run itself wrote down about one service; it knows nothing of Slipway. */
export function ledgerOf({ google }: Pick<Town, 'google'>, service: string) {
  const { run } = google.model;
  const writes = () =>
    run.journal.of(service).filter(({ outcome, client }) => outcome === 'committed' && client === 'slipway');
  /** The writes of each rollout, oldest first. */
  const rollouts = () => [...Map.groupBy(writes(), ({ annotations }) => annotations['slipway/rollout'] ?? '').values()];
  /** The real split: percent by revision. */
  const serving = () =>
    Object.fromEntries(
      run
        .record(service)
        .trafficStatuses.filter(({ percent }) => percent > 0)
        .map(({ revision, percent }) => [revision, percent]),
    );
  /** The revision that really has all the traffic; null while it is split. */
  const soleServer = () => Object.entries(serving()).find(([, percent]) => percent === 100)?.[0] ?? null;
  /** The most revisions that ever ran at the same time. */
  const mostAtOnce = () => Math.max(0, ...run.running.of(service).map(({ running }) => running.length));
  return { writes, rollouts, serving, soleServer, mostAtOnce };
}

/** The canary's share that each write asked for, in order, none left out: a doubled write would show. */
export function shares(writes: readonly JournalEntry[]): readonly number[] {
  const canary = writes.find(({ revision }) => revision !== '')?.revision;
  return writes.map(({ trafficAfter }) =>
    trafficAfter.filter(({ revision }) => revision === canary).reduce((sum, { percent }) => sum + percent, 0),
  );
}
