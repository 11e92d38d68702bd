import { never } from '../src/core/never.ts';
import { hasEnded, type Rollout, type RolloutIn, type Stored } from '../src/core/rollout.ts';
import { abort } from '../src/core/transitions.ts';
import { shiftTraffic } from './advance.ts';
import { commit } from './commit.ts';
import { deploy } from './deploy.ts';
import type { World } from './job.ts';
import { lookInQueue } from './queued.ts';
import { replace } from './replace.ts';
import { rollBack } from './rollback.ts';
import { verify } from './verify.ts';
import { watch } from './watch.ts';

/** A doorbell: look at this rollout, if it still is at this version. */
export type Tick = { readonly rolloutId: string; readonly version: number };

/**
 * How soon it is tried again, by how long it is tried already. One try may be five writes, and Cloud Run takes 180 a minute
 * from everybody in a region: asked more often it would keep us out for that.
 */
const PATIENCE = [
  { untilMs: 5_000, otherwiseMs: 2_000, rollbackMs: 500 },
  { untilMs: 30_000, otherwiseMs: 3_000, rollbackMs: 3_000 },
] as const;
const LONG_PATIENCE_MS = 5_000;

/**
 * Moves one rollout on by at most one outside effect. Lost, late and doubled ticks are harmless: a tick for another
 * version ends here. When the outside refuses to answer, the thread says so once and the next tick tries again.
 */
export async function tick({ rolloutId, version }: Tick, world: World): Promise<void> {
  const stored = await world.rollouts.read(rolloutId);
  if (!stored || stored.version !== version || hasEnded(stored.rollout)) return;
  try {
    await step(stored, world);
  } catch (error) {
    await tellTrouble(stored, error, world);
  }
}

function step({ rollout, version }: Stored, world: World): Promise<void> {
  switch (rollout.state) {
    case 'planned':
      return expire({ rollout, version }, world);
    case 'queued':
      return lookInQueue({ rollout, version }, world);
    case 'deploying':
      return rollout.plan.singleWriter ? replace({ rollout, version }, world) : deploy({ rollout, version }, world);
    case 'verifying':
      return verify({ rollout, version }, world);
    case 'shifting':
      return shiftTraffic({ rollout, version }, world);
    case 'baking':
    case 'waiting':
    case 'paused':
      return watch({ rollout, version }, world);
    case 'rollingBack':
      return rollBack({ rollout, version }, world);
    case 'stuck':
    case 'succeeded':
    case 'rolledBack':
    case 'aborted':
    case 'failed':
      return Promise.resolve();
    default:
      return never(rollout);
  }
}

async function expire(stored: Stored<RolloutIn<'planned'>>, world: World): Promise<void> {
  const nowMs = world.now();
  // A bell that rings early is harmless: the sweeper rings again when the time is over.
  if (nowMs < stored.rollout.expiresAtMs) return;
  const reason = { who: null, text: 'the plan was not confirmed in time' };
  const next = abort(stored.rollout, reason, nowMs);
  await commit(stored, { next, event: { kind: 'expired' }, nextLookAtMs: null }, world);
}

async function tellTrouble(stored: Stored, error: unknown, world: World): Promise<void> {
  const { rollout } = stored;
  const trouble = world.redact(error instanceof Error ? error.message : String(error));
  const { id, service, env, state } = rollout;
  world.log('rollout.trouble', { rolloutId: id, service, env, state, trouble, err: error });
  const nextLookAtMs = world.now() + patienceMs(rollout, world.now());
  const event = rollout.trouble === null ? ({ kind: 'troubled', trouble } as const) : ({ kind: 'looked' } as const);
  await commit(stored, { next: { ...rollout, trouble }, event, nextLookAtMs, stillTroubled: true }, world);
}

function patienceMs(rollout: Rollout, nowMs: number): number {
  const triedMs = 'sinceMs' in rollout ? nowMs - rollout.sinceMs : 0;
  const found = PATIENCE.find(({ untilMs }) => triedMs < untilMs);
  if (!found) return LONG_PATIENCE_MS;
  return rollout.state === 'rollingBack' ? found.rollbackMs : found.otherwiseMs;
}
