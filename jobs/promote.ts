import type { Served } from '../src/core/history.ts';
import type { RolloutIn, Stored } from '../src/core/rollout.ts';
import { soleRows } from '../src/core/traffic.ts';
import { succeed } from '../src/core/transitions.ts';
import { commit } from './commit.ts';
import { applyOnce } from './effect.ts';
import type { World } from './job.ts';

/** Ends a rollout well: our two tags go (the old revision need not stay warm), traffic stays pinned to the new one by name. */
export async function promote(stored: Stored<RolloutIn<'baking' | 'waiting' | 'paused'>>, world: World): Promise<void> {
  const { rollout, version } = stored;
  if (rollout.state === 'paused') throw new Error(`rollout ${rollout.id} is paused: it does not end by itself`);
  const applied = await applyOnce(
    stored,
    (view, annotations) =>
      world.cloudRun.splitTraffic(view, { traffic: soleRows(view.traffic, rollout.canary), annotations }),
    world,
  );
  if (applied.kind === 'preempted') return;
  const nowMs = world.now();
  const served = await servedAfter(rollout, nowMs, world);
  await commit(
    { rollout, version },
    { next: succeed(rollout, nowMs), event: { kind: 'succeeded' }, nextLookAtMs: null, served },
    world,
  );
}

async function servedAfter(
  rollout: RolloutIn<'baking' | 'waiting'>,
  nowMs: number,
  world: World,
): Promise<readonly Served[]> {
  const { canary, stable } = rollout;
  const others = (await world.rollouts.served(rollout.service, rollout.env)).filter(
    ({ revision }) => revision !== canary && revision !== stable.revision,
  );
  return [
    { revision: canary, untilMs: null, end: 'serving' },
    { revision: stable.revision, untilMs: nowMs, end: 'replaced' },
    ...others,
  ];
}
