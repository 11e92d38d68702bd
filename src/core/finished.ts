import { foreignChange } from './foreign-change.ts';
import { tagsAtEnd } from './own-split.ts';
import type { RolloutIn } from './rollout.ts';
import type { ServiceView } from './service-view.ts';
import { traceOn } from './trace.ts';
import { ourTagsOf } from './traffic.ts';

/**
 * The write that ends a rollout has been carried out: it is the only one there is while it bakes or waits. Whoever wrote it
 * died before the record said so, or was not answered; that our tags are gone is then nobody else's doing.
 */
export function isFinished(view: ServiceView, rollout: RolloutIn<'baking' | 'waiting'>): boolean {
  const trace = traceOn(view);
  const isOurs = trace?.rolloutId === rollout.id && (trace.state === 'baking' || trace.state === 'waiting');
  if (!isOurs) return false;
  const change = foreignChange(view, rollout);
  if (change === null || change.traffic !== null || change.template !== null) return false;
  const [now, left] = [ourTagsOf(view.traffic), tagsAtEnd(rollout)];
  return now.canary === left.canary && now.stable === left.stable;
}
