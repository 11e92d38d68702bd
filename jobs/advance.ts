import { never } from '../src/core/never.ts';
import { redact } from '../src/core/redact.ts';
import type { RolloutIn, Stored } from '../src/core/rollout.ts';
import { canaryPercent, phaseAt, stableOf } from '../src/core/rollout.ts';
import type { ServiceView } from '../src/core/service-view.ts';
import { canaryRows, sameSplit } from '../src/core/traffic.ts';
import { pause, startBaking } from '../src/core/transitions.ts';
import { commit } from './commit.ts';
import { applyOnce } from './effect.ts';
import { stopForForeignChange } from './foreign.ts';
import { homeOf, type World } from './job.ts';
import { beginRollback } from './rollback-begin.ts';

const LOOK_AGAIN_MS = 500;
const ROUTE_TIMEOUT_MS = 120_000;

/** Moves traffic to the phase that was decided: one write, then a wait until Cloud Run has made it real. */
export async function shiftTraffic(stored: Stored<RolloutIn<'shifting'>>, world: World): Promise<void> {
  if (stored.rollout.written) await awaitSplit(stored, world);
  else await writeSplit(stored, world);
}

async function writeSplit(stored: Stored<RolloutIn<'shifting'>>, world: World): Promise<void> {
  const { rollout } = stored;
  const whyNot = await whyNoUsers(rollout, world);
  if (whyNot !== null) return pauseBefore(stored, whyNot, world);
  const applied = await applyOnce(
    stored,
    async (view, annotations) => {
      const traffic = rowsAt(view, rollout, phaseAt(rollout, rollout.phaseIndex).percent);
      // The plan was made for the split we left; on anybody else's it does not apply. The split we want may be there
      // already: written by us, and the look that would have told so found Cloud Run away.
      const before = rowsAt(view, rollout, canaryPercent(rollout));
      if (!sameSplit(view.traffic, before) && !sameSplit(view.traffic, traffic)) return { kind: 'foreign' };
      return world.cloudRun.splitTraffic(view, { traffic, annotations });
    },
    world,
  );
  switch (applied.kind) {
    case 'applied': {
      const nowMs = world.now();
      const next = { ...rollout, written: true, sinceMs: nowMs };
      await commit(stored, { next, event: { kind: 'looked' }, nextLookAtMs: nowMs + LOOK_AGAIN_MS }, world);
      return;
    }
    case 'stale':
      return;
    case 'foreign':
    case 'outranked':
      return stopForForeignChange(stored, applied.view, world);
    case 'gone':
    case 'refused': {
      const because = applied.kind === 'gone' ? 'the service no longer exists' : applied.because;
      await beginRollback(stored, { who: null, text: `Cloud Run refused the split: ${because}` }, world);
      return;
    }
    default:
      return never(applied);
  }
}

/**
 * Why no more users must come to the canary, null when they may. It was Ready when it was verified, but a preview, or a press,
 * may have been waited for for days since.
 */
async function whyNoUsers(rollout: RolloutIn<'shifting'>, world: World): Promise<string | null> {
  const revision = await world.cloudRun.readRevision(homeOf(rollout), rollout.canary);
  if (revision === null) return `${rollout.canary} no longer exists`;
  if (revision.ready === 'yes') return null;
  return `${rollout.canary} is not Ready: ${revision.message ?? 'Cloud Run gives no reason'}`;
}

async function pauseBefore(stored: Stored<RolloutIn<'shifting'>>, because: string, world: World): Promise<void> {
  const nowMs = world.now();
  const reason = { who: null, text: redact(because) };
  const next = pause(stored.rollout, reason, nowMs);
  const nextLookAtMs = nowMs + world.catalog().timing.lookEveryMs;
  await commit(stored, { next, event: { kind: 'paused', reason }, nextLookAtMs }, world);
}

async function awaitSplit(stored: Stored<RolloutIn<'shifting'>>, world: World): Promise<void> {
  const { rollout } = stored;
  const view = await world.cloudRun.read(homeOf(rollout));
  const nowMs = world.now();
  const { percent } = phaseAt(rollout, rollout.phaseIndex);
  if (view && sameSplit(view.serving, rowsAt(view, rollout, percent)) && view.settled) {
    const next = startBaking(rollout, { phaseIndex: rollout.phaseIndex, percent, nowMs });
    const nextLookAtMs = nowMs + world.catalog().timing.lookEveryMs;
    await commit(stored, { next, event: { kind: 'phaseBegan', percent }, nextLookAtMs }, world);
    return;
  }
  // What was asked for, or what Cloud Run went back to because it could not make that real: neither is somebody's doing.
  const known = view ? [rowsAt(view, rollout, percent), rowsAt(view, rollout, canaryPercent(rollout))] : [];
  if (view?.settled && !known.some((rows) => sameSplit(view.traffic, rows)))
    return stopForForeignChange(stored, view, world);
  if (nowMs - rollout.sinceMs > ROUTE_TIMEOUT_MS) {
    await beginRollback(stored, { who: null, text: `Cloud Run did not make ${percent} % real within 2 min` }, world);
    return;
  }
  await commit(stored, { next: rollout, event: { kind: 'looked' }, nextLookAtMs: nowMs + LOOK_AGAIN_MS }, world);
}

function rowsAt(view: ServiceView, rollout: RolloutIn<'shifting'>, percent: number) {
  const { revision } = stableOf(rollout);
  return canaryRows(view.traffic, { canary: rollout.canary, stable: revision, canaryPercent: percent });
}
