import type { RolloutIn, Stored } from '../src/core/rollout.ts';
import { canaryPercent } from '../src/core/rollout.ts';
import { split } from '../src/core/traffic.ts';
import { pause, startBaking } from '../src/core/transitions.ts';
import type { ServiceView } from '../src/ports.ts';
import { commit } from './commit.ts';
import type { World } from './job.ts';

/**
 * Somebody outside Slipway moved the traffic of a live rollout: it stops and says who and what. Nothing is overwritten;
 * a person resumes, aborts or rolls back.
 */
export async function stopForForeignChange(
  stored: Stored<RolloutIn<'shifting' | 'baking' | 'waiting'>>,
  view: ServiceView,
  world: World,
): Promise<void> {
  const { rollout } = stored;
  const nowMs = world.now();
  const found = [...split(view.traffic)].map(([revision, share]) => `${revision} ${share} %`).join(', ');
  const text = `${view.lastModifier || 'somebody'} moved traffic outside Slipway: ${found}`;
  const percent = canaryPercent(rollout);
  const standing =
    rollout.state === 'shifting'
      ? startBaking(rollout, { phaseIndex: Math.max(0, rollout.phaseIndex - 1), percent, nowMs })
      : rollout;
  const next = pause(standing, { who: null, text }, nowMs);
  const nextLookAtMs = nowMs + world.catalog().timing.lookEveryMs;
  await commit(stored, { next, event: { kind: 'paused', reason: next.reason }, nextLookAtMs }, world);
}
