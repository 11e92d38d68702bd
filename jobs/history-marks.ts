import type { Served } from '../src/core/history.ts';
import type { ServiceView } from '../src/core/service-view.ts';

/** What served before and what was bad stands on the service too, so that a rollback without Redis knows where to go. */
const SERVED_BEFORE = 'slipway/served-before';
const ROLLED_BACK_FROM = 'slipway/rolled-back-from';
/** Newest first; Cloud Run allows 256 kB of annotations, a handful is what a bad night needs. */
const KEEP = 5;

export function markServedBefore(revision: string): Readonly<Record<string, string>> {
  return { [SERVED_BEFORE]: revision };
}

export function markRolledBackFrom(view: ServiceView, revision: string): Readonly<Record<string, string>> {
  const earlier = listOf(view, ROLLED_BACK_FROM).filter((one) => one !== revision);
  return { [ROLLED_BACK_FROM]: [revision, ...earlier].slice(0, KEEP).join(',') };
}

/** The history as the service itself tells it. */
export function servedByMarks(view: ServiceView): readonly Served[] {
  return [
    ...listOf(view, SERVED_BEFORE).map((revision) => ({ revision, untilMs: null, end: 'replaced' }) as const),
    ...listOf(view, ROLLED_BACK_FROM).map((revision) => ({ revision, untilMs: null, end: 'rolledBackFrom' }) as const),
  ];
}

function listOf({ annotations }: ServiceView, name: string): readonly string[] {
  return (annotations[name] ?? '').split(',').filter((revision) => revision !== '');
}
