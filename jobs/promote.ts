import { foreignChange } from '../src/core/foreign-change.ts';
import { afterMove } from '../src/core/history.ts';
import { never } from '../src/core/never.ts';
import { tagList, tagsAtEnd } from '../src/core/own-split.ts';
import type { RolloutIn, Stored } from '../src/core/rollout.ts';
import { soleRows } from '../src/core/traffic.ts';
import { succeed } from '../src/core/transitions.ts';
import { type Change, commit } from './commit.ts';
import { applyOnce } from './effect.ts';
import { stopForForeignChange } from './foreign.ts';
import { markServedBefore } from './history-marks.ts';
import type { World } from './job.ts';
import { beginRollback } from './rollback-begin.ts';

type Finishing = Stored<RolloutIn<'baking' | 'waiting'>>;

/**
 * Ends a rollout well: our two tags go (the old revision need not stay warm), traffic stays pinned to the new one by name.
 * `by`: who pressed for it. False when it did not come to that, because others had moved the traffic or decided before.
 */
export async function promote(
  stored: Finishing,
  by: string | null,
  world: World,
  rests: Pick<Change, 'judged'> = {},
): Promise<boolean> {
  const { rollout } = stored;
  const applied = await applyOnce(
    stored,
    async (view, marks) => {
      if (foreignChange(view, rollout) !== null) return { kind: 'foreign' };
      const before = rollout.stable ? markServedBefore(rollout.stable.revision) : {};
      const traffic = soleRows(view.traffic, rollout.canary, tagList(tagsAtEnd(rollout)));
      const annotations = { ...marks, ...before };
      return world.cloudRun.splitTraffic(view, { traffic, annotations });
    },
    world,
  );
  switch (applied.kind) {
    case 'applied':
      return finish(stored, by, world, rests);
    case 'stale':
      return false;
    case 'foreign':
    case 'outranked':
      await stopForForeignChange(stored, applied.view, world);
      return false;
    case 'gone':
    case 'refused': {
      const because = applied.kind === 'gone' ? 'the service no longer exists' : applied.because;
      await beginRollback(stored, { who: null, text: `Cloud Run refused to finish: ${because}` }, world);
      return false;
    }
    default:
      return never(applied);
  }
}

async function finish(
  stored: Finishing,
  by: string | null,
  world: World,
  rests: Pick<Change, 'judged'>,
): Promise<boolean> {
  const nowMs = world.now();
  const { service, env, canary, stable } = stored.rollout;
  const next = succeed(stored.rollout, nowMs);
  const history = await world.rollouts.served(service, env);
  const served = afterMove(history, { to: canary, from: stable?.revision ?? null, end: 'replaced', nowMs });
  const event = { kind: 'succeeded', by } as const;
  const outcome = await commit(stored, { next, event, nextLookAtMs: null, served, ...rests }, world);
  return outcome.kind === 'done';
}
