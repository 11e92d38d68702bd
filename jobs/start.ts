import type { Environment, Service } from '../src/core/catalog.ts';
import type { Outgoing } from '../src/core/outgoing.ts';
import { asDeployed, fingerprint } from '../src/core/plan.ts';
import type { RolloutIn, Stored } from '../src/core/rollout.ts';
import { startDeploying } from '../src/core/transitions.ts';
import type { CommitOutcome } from '../src/ports/memory.ts';
import { commit } from './commit.ts';
import { nextFence } from './effect.ts';
import type { World } from './job.ts';
import type { Live } from './live.ts';
import { sha256 } from './plan.ts';

type Plan = RolloutIn<'planned' | 'queued'>;

/** What serves is no longer what the plan was made on and shown with, in words; null while it is. */
export function groundMoved(rollout: Plan, live: Live): string | null {
  return stableMoved(rollout, live) ?? readinessMoved(rollout, live);
}

function stableMoved({ stable }: Plan, live: Live): string | null {
  if (live.stable?.revision === stable?.revision) return null;
  return `${live.stable?.revision ?? 'nothing'} serves now, the plan was made on ${stable?.revision ?? 'nothing'}`;
}

/** Whether a rollback will be possible is what people decide on. */
function readinessMoved({ plan }: Plan, { revision }: Live): string | null {
  if (revision === null || plan.targetReady === null) return null;
  const isReady = revision.ready === 'yes';
  if (isReady === plan.targetReady) return null;
  if (isReady) return `a rollback to ${revision.revision} is possible now, which it was not`;
  const why = revision.message ?? 'Cloud Run gives no reason';
  return `no rollback would be possible now, ${revision.revision} is not ready: ${why}`;
}

const CHANGED =
  'its strategy, phases, limits, checks, checklist, approvers, channel or place were changed in the catalog';

/** A catalog that was changed meanwhile would give another plan than the one that was shown. */
export function catalogMoved(
  { image, stable, requestedBy, because, plan }: Plan,
  found: { readonly service: Service; readonly env: Environment },
): string | null {
  const { strategyAsked } = plan;
  const service = asDeployed(found.service, { strategyAsked, stable });
  const { checklist } = found.env;
  const hash = sha256(fingerprint({ service, env: found.env, image, stable, requestedBy, because, checklist }));
  return hash === plan.hash ? null : CHANGED;
}

/** From this commit on the rollout holds the lock; `locked` when somebody else was quicker. */
export async function start(
  stored: Stored<Plan>,
  { live, also }: { readonly live: Live; readonly also: (next: RolloutIn<'deploying'>) => readonly Outgoing[] },
  world: World,
): Promise<CommitOutcome> {
  const { requestedBy } = stored.rollout;
  const nowMs = world.now();
  const fence = await nextFence(stored.rollout, live.view, world);
  const next = startDeploying(stored.rollout, fence, nowMs);
  const event = { kind: 'started', by: requestedBy } as const;
  return commit(stored, { next, event, nextLookAtMs: nowMs, also: also(next) }, world);
}
