import { isAfterWrite, isAsDecided } from '../src/core/foreign-change.ts';
import { afterShift, splitWritten, withAccepted } from '../src/core/foreign-transitions.ts';
import { never } from '../src/core/never.ts';
import { ownRows } from '../src/core/own-split.ts';
import type { RolloutIn, Stored } from '../src/core/rollout.ts';
import { isLastWriter } from '../src/core/trace.ts';
import { sameSplit } from '../src/core/traffic.ts';
import { pause } from '../src/core/transitions.ts';
import { commit } from './commit.ts';
import { applyOnce } from './effect.ts';
import { stopForForeignChange } from './foreign.ts';
import { homeOf, type World } from './job.ts';
import { pauseByItself } from './pause.ts';
import { beginRollback } from './rollback-begin.ts';

const LOOK_AGAIN_MS = 500;
const ROUTE_TIMEOUT_MS = 120_000;
const LOOKED = { kind: 'looked' } as const;

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
      // The decision was made for the split we left, or for what a person was shown; on anything else it does not apply.
      if (!isAsDecided(view, rollout)) return { kind: 'foreign' };
      const traffic = ownRows(view.traffic, withAccepted(rollout), rollout.toPercent);
      // Carried out late: the look that asked for it had given up, and has told so under a version of its own.
      // Where Cloud Run has taken it and failed to make it real it is asked for again.
      const isOnItsWay = !view.settled || sameSplit(view.serving, traffic);
      if (sameSplit(view.traffic, traffic) && isLastWriter(view, rollout) && isOnItsWay) return { kind: 'accepted' };
      return world.cloudRun.splitTraffic(view, { traffic, annotations });
    },
    world,
  );
  switch (applied.kind) {
    case 'applied': {
      const nowMs = world.now();
      await commit(
        stored,
        { next: splitWritten(rollout, nowMs), event: LOOKED, nextLookAtMs: nowMs + LOOK_AGAIN_MS },
        world,
      );
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
 * Why no more users must come where they are sent, null when they may. The canary was Ready when it was verified, but a
 * preview, or a press, may have been waited for for days since; stable may be gone when its users are to come back.
 */
async function whyNoUsers(rollout: RolloutIn<'shifting'>, world: World): Promise<string | null> {
  for (const name of gaining(rollout)) {
    const revision = await world.cloudRun.readRevision(homeOf(rollout), name);
    if (revision === null) return `${name} no longer exists`;
    if (revision.ready !== 'yes') return `${name} is not Ready: ${revision.message ?? 'Cloud Run gives no reason'}`;
  }
  return null;
}

/** Others' split brings nobody when it is adopted; a canary that has not passed its check yet gets nobody before it has. */
function gaining({ over, canary, stable, toPercent }: RolloutIn<'shifting'>): readonly string[] {
  if (over === null) return [canary];
  const { how, passed, change } = over;
  if (how === 'adopt') return [];
  const had = change.traffic?.now.find(({ revision }) => revision === stable?.revision)?.percent ?? 0;
  const getsMore = stable !== null && change.traffic !== null && had < 100 - toPercent;
  return [...(passed === 'health' ? [canary] : []), ...(getsMore ? [stable.revision] : [])];
}

async function pauseBefore(stored: Stored<RolloutIn<'shifting'>>, because: string, world: World): Promise<void> {
  const reason = { who: null, text: world.redact(because) };
  // What it had not passed before others came it has not passed now.
  const next = { ...pause(stored.rollout, reason, world.now()), passed: stored.rollout.over?.passed ?? 'health' };
  await pauseByItself(stored, { next, event: { kind: 'paused', reason } }, world);
}

async function awaitSplit(stored: Stored<RolloutIn<'shifting'>>, world: World): Promise<void> {
  const { rollout } = stored;
  const view = await world.cloudRun.read(homeOf(rollout));
  if (view && !isAfterWrite(view, rollout)) return stopForForeignChange(stored, view, world);
  const nowMs = world.now();
  const { toPercent } = rollout;
  if (view?.settled && sameSplit(view.serving, ownRows(view.serving, rollout, toPercent))) {
    const next = afterShift(rollout, nowMs);
    const hasBegun = next.state === 'baking' && toPercent > 0;
    const event = hasBegun ? ({ kind: 'phaseBegan', percent: toPercent } as const) : ({ kind: 'restored' } as const);
    const nextLookAtMs = nowMs + (hasBegun ? world.catalog().timing.lookEveryMs : 0);
    await commit(stored, { next, event, nextLookAtMs }, world);
    return;
  }
  if (nowMs - rollout.sinceMs > ROUTE_TIMEOUT_MS) {
    await beginRollback(stored, { who: null, text: `Cloud Run did not make ${toPercent} % real within 2 min` }, world);
    return;
  }
  await commit(stored, { next: rollout, event: LOOKED, nextLookAtMs: nowMs + LOOK_AGAIN_MS }, world);
}
