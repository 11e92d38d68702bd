import type { RolloutEvent } from '../src/core/event.ts';
import type { Served } from '../src/core/history.ts';
import { never } from '../src/core/never.ts';
import type { Outgoing } from '../src/core/outgoing.ts';
import type { Reason, Rollout, RolloutIn, Stable, Stored } from '../src/core/rollout.ts';
import { STABLE_TAG, soleRows } from '../src/core/traffic.ts';
import { endRollback, getStuck, nextRollbackStep, startRollback } from '../src/core/transitions.ts';
import type { CommitOutcome } from '../src/ports.ts';
import { commit } from './commit.ts';
import { type Applied, applyOnce, fenceOf } from './effect.ts';
import { entriesOf, placeOf, type RollbackWorld } from './job.ts';
import { errorPatterns } from './summary.ts';
import { hasStopped, routeTo, startWriter, stopWriter } from './writer.ts';

const LOOK_AGAIN_MS = 250;

/** Turns a rollout round: from the next version on it only goes back. The look that writes follows at once. */
export async function beginRollback(
  stored: Stored,
  reason: Reason,
  world: RollbackWorld,
  how: { readonly stable?: Stable; readonly also?: readonly Outgoing[] } = {},
): Promise<CommitOutcome> {
  const nowMs = world.now();
  const next = startRollback(stored.rollout, {
    reason,
    endsAs: 'rolledBack',
    fence: stored.rollout.fence + 1,
    nowMs,
    ...(how.stable ? { stable: how.stable } : {}),
  });
  const event = { kind: 'rollbackBegan', reason, fromPercent: next.fromPercent } as const;
  return commit(stored, { next, event, nextLookAtMs: nowMs, ...(how.also ? { also: how.also } : {}) }, world);
}

/**
 * Sends all traffic back to stable: one read, one write with all rows, asked for until it holds. It needs no evidence and
 * waits for nobody. A single writer is stopped first and started last, so that two never run.
 */
export async function rollBack(stored: Stored<RolloutIn<'rollingBack'>>, world: RollbackWorld): Promise<void> {
  const { rollout } = stored;
  switch (rollout.step) {
    case 'stop':
      return after(stored, await stopWriter(stored, world), 'stopped', world);
    case 'stopped':
      return goOn(stored, (await hasStopped(stored, world)) ? 'route' : 'stopped', world);
    case 'route':
      return route(stored, world);
    case 'routed':
      return awaitRoute(stored, world);
    case 'restart':
      return after(stored, await startWriter(stored, world), 'report', world);
    case 'report':
      return report(stored, world);
    default:
      return never(rollout.step);
  }
}

type Step = RolloutIn<'rollingBack'>['step'];

async function goOn(
  stored: Stored<RolloutIn<'rollingBack'>>,
  step: Step,
  world: RollbackWorld,
  event: RolloutEvent = { kind: 'looked' },
): Promise<void> {
  const waits = step === stored.rollout.step || step === 'routed';
  const nextLookAtMs = world.now() + (waits ? LOOK_AGAIN_MS : 0);
  await commit(stored, { next: nextRollbackStep(stored.rollout, step), event, nextLookAtMs }, world);
}

async function after(
  stored: Stored<RolloutIn<'rollingBack'>>,
  applied: Applied,
  step: Step,
  world: RollbackWorld,
): Promise<void> {
  switch (applied.kind) {
    case 'applied':
      return goOn(stored, step, world);
    case 'preempted':
      return outrank(stored, world);
    case 'gone':
      return giveUp(stored, 'The service no longer exists.', world);
    case 'refused':
      return giveUp(stored, applied.because, world);
    default:
      return never(applied);
  }
}

async function route(stored: Stored<RolloutIn<'rollingBack'>>, world: RollbackWorld): Promise<void> {
  const { rollout } = stored;
  const { service, env } = entriesOf(rollout, world.catalog);
  const target = await world.cloudRun.readRevision(placeOf(service, env), rollout.stable.revision);
  // Stable may be deleted or unready by now; sending traffic there would be the outage. Halt and call a human.
  if (target === null) return giveUp(stored, `${rollout.stable.revision} no longer exists.`, world);
  if (target.ready !== 'yes') {
    return giveUp(stored, `${rollout.stable.revision} is not ready: ${target.message ?? target.ready}.`, world);
  }
  const { revision } = rollout.stable;
  const applied = await applyOnce(
    stored,
    (view, annotations) => {
      const traffic = soleRows(view.traffic, revision, [{ tag: STABLE_TAG, revision }]);
      return world.cloudRun.splitTraffic(view, { traffic, annotations });
    },
    world,
  );
  return after(stored, applied, 'routed', world);
}

async function awaitRoute(stored: Stored<RolloutIn<'rollingBack'>>, world: RollbackWorld): Promise<void> {
  const { rollout } = stored;
  const route = await routeTo(rollout.stable.revision, stored, world);
  if (route === 'pending') return goOn(stored, 'routed', world);
  // Somebody moved traffic after our write, or Cloud Run could not make it real: it is asked for until it holds.
  if (route === 'elsewhere') return goOn(stored, 'route', world);
  const next = rollout.plan.strategy === 'replace' ? 'restart' : 'report';
  return goOn(stored, next, world, { kind: 'routedBack' });
}

/** Traffic is back; the rest is telling: what the canary logged, the freeze, who served what. */
async function report(stored: Stored<RolloutIn<'rollingBack'>>, world: RollbackWorld): Promise<void> {
  const { rollout } = stored;
  const nowMs = world.now();
  const patterns = rollout.kind === 'deploy' ? await errorPatterns(rollout, world) : null;
  const next = endRollback(rollout, nowMs);
  if (next.state === 'aborted') {
    await commit(stored, { next, event: { kind: 'aborted', reason: next.reason }, nextLookAtMs: null }, world);
    return;
  }
  const freeze = { reason: next.reason.text, by: next.reason.who, sinceMs: nowMs, rolloutId: rollout.id };
  const served = await servedAfter(rollout, nowMs, world);
  await commit(stored, { next, event: { kind: 'rolledBack', patterns }, nextLookAtMs: null, freeze, served }, world);
}

async function servedAfter(rollout: Rollout, nowMs: number, world: RollbackWorld): Promise<readonly Served[]> {
  const { canary, stable } = rollout;
  const others = (await world.rollouts.served(rollout.service, rollout.env)).filter(
    ({ revision }) => revision !== canary && revision !== stable.revision,
  );
  return [
    { revision: stable.revision, untilMs: null, end: 'serving' },
    { revision: canary, untilMs: nowMs, end: 'rolledBackFrom' },
    ...others,
  ];
}

/** A fence above ours is on the service although Redis says that we decide: an older Redis was restored. We go above it. */
async function outrank(stored: Stored<RolloutIn<'rollingBack'>>, world: RollbackWorld): Promise<void> {
  const { rollout } = stored;
  const { service, env } = entriesOf(rollout, world.catalog);
  const view = await world.cloudRun.read(placeOf(service, env));
  const current = await world.rollouts.read(rollout.id);
  if (view === null || current?.version !== stored.version || fenceOf(view) <= rollout.fence) return;
  const next = { ...rollout, fence: fenceOf(view) + 1 };
  await commit(stored, { next, event: { kind: 'looked' }, nextLookAtMs: world.now() }, world);
}

async function giveUp(stored: Stored<RolloutIn<'rollingBack'>>, why: string, world: RollbackWorld): Promise<void> {
  const { rollout } = stored;
  const { service, env } = entriesOf(rollout, world.catalog);
  const revisions = await world.cloudRun.listRevisions(placeOf(service, env)).catch(() => []);
  const best = revisions.find(
    ({ revision, ready }) => ready === 'yes' && revision !== rollout.canary && revision !== rollout.stable.revision,
  );
  const command = best ? `/rollback ${rollout.service} ${rollout.env} to ${best.revision} now` : null;
  const nextStep = command
    ? `${why} Next best: ${command}`
    : `${why} No other revision is ready: deploy a good image by hand.`;
  await commit(
    stored,
    { next: getStuck(rollout, nextStep, world.now()), event: { kind: 'stuck', nextStep }, nextLookAtMs: null },
    world,
  );
}
