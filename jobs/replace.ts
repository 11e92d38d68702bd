import type { RolloutEvent } from '../src/core/event.ts';
import { never } from '../src/core/never.ts';
import type { DeployStep, RolloutIn, Stored } from '../src/core/rollout.ts';
import { STABLE_TAG, soleRows } from '../src/core/traffic.ts';
import { nextDeployStep, startVerifying } from '../src/core/transitions.ts';
import { commit } from './commit.ts';
import { neverReady } from './deploy.ts';
import { type Applied, applyOnce } from './effect.ts';
import { entriesOf, placeOf, type World } from './job.ts';
import { beginRollback } from './rollback.ts';
import { hasStopped, routeTo, startWriter, stopWriter } from './writer.ts';

const LOOK_AGAIN_MS = 500;

/**
 * Replaces a single writer: the old one is stopped, the new revision gets all traffic while nothing runs, then it is
 * started. Two revisions never run at once (product.md A13), so the service is down in between and the clock says how long.
 */
export async function replace(stored: Stored<RolloutIn<'deploying'>>, world: World): Promise<void> {
  switch (stored.rollout.step) {
    case 'stop':
      return after(stored, await stopWriter(stored, world), { step: 'stopped', event: { kind: 'looked' } }, world);
    case 'stopped':
      if (await hasStopped(stored, world))
        return goOn(stored, { step: 'stage', event: { kind: 'singleWriterStopped' } }, world);
      return lookAgain(stored, world);
    case 'stage':
      return after(stored, await stage(stored, world), { step: 'staged', event: { kind: 'revisionCreated' } }, world);
    case 'staged':
      return awaitStaged(stored, world);
    case 'start':
      return start(stored, world);
    case 'create':
    case 'ready':
      throw new Error(`${stored.rollout.service} is replaced, it has no step ${stored.rollout.step}`);
    default:
      return never(stored.rollout.step);
  }
}

type Onward = { readonly step: DeployStep; readonly event: RolloutEvent };

async function after(
  stored: Stored<RolloutIn<'deploying'>>,
  applied: Applied,
  onward: Onward,
  world: World,
): Promise<void> {
  if (applied.kind === 'preempted') return;
  if (applied.kind === 'applied') return goOn(stored, onward, world);
  const text = applied.kind === 'gone' ? 'the service no longer exists' : applied.because;
  await beginRollback(stored, { who: null, text }, world);
}

async function goOn(
  { rollout, version }: Stored<RolloutIn<'deploying'>>,
  { step, event }: Onward,
  world: World,
): Promise<void> {
  const nowMs = world.now();
  // The downtime is counted from the moment at which the stop was written.
  const marks =
    step === 'stopped' ? [...rollout.marks, { percent: 0, atMs: nowMs, requests: 0, errors: 0 }] : rollout.marks;
  const next = { ...nextDeployStep(rollout, step, nowMs), marks };
  await commit({ rollout, version }, { next, event, nextLookAtMs: nowMs + LOOK_AGAIN_MS }, world);
}

async function lookAgain(stored: Stored<RolloutIn<'deploying'>>, world: World): Promise<void> {
  const nextLookAtMs = world.now() + LOOK_AGAIN_MS;
  await commit(stored, { next: stored.rollout, event: { kind: 'looked' }, nextLookAtMs }, world);
}

/** Cloud Run must not start an instance to see whether it starts: that would be a second writer's first breath. */
function stage(stored: Stored<RolloutIn<'deploying'>>, world: World): Promise<Applied> {
  const { rollout } = stored;
  return applyOnce(
    stored,
    (view, annotations) =>
      world.cloudRun.createRevision(view, {
        revision: rollout.canary,
        image: `${rollout.image.repository}@${rollout.image.digest}`,
        rolloutId: rollout.id,
        traffic: soleRows(view.traffic, rollout.canary, [{ tag: STABLE_TAG, revision: rollout.stable.revision }]),
        withoutInstance: true,
        annotations,
      }),
    world,
  );
}

async function awaitStaged(stored: Stored<RolloutIn<'deploying'>>, world: World): Promise<void> {
  const { rollout } = stored;
  const { service, env } = entriesOf(rollout, world.catalog);
  const revision = await world.cloudRun.readRevision(placeOf(service, env), rollout.canary);
  if (revision?.ready === 'no') {
    await beginRollback(stored, { who: null, text: neverReady(revision).cause }, world);
    return;
  }
  if (revision?.ready === 'yes' && (await routeTo(rollout.canary, stored, world)) === 'there') {
    const tookMs = world.now() - rollout.requestedAtMs;
    return goOn(stored, { step: 'start', event: { kind: 'revisionReady', tookMs } }, world);
  }
  const { readyTimeoutMs } = world.catalog().timing;
  if (world.now() - rollout.sinceMs > readyTimeoutMs) {
    await beginRollback(stored, { who: null, text: 'the new revision did not get the traffic in time' }, world);
    return;
  }
  return lookAgain(stored, world);
}

async function start(stored: Stored<RolloutIn<'deploying'>>, world: World): Promise<void> {
  const applied = await startWriter(stored, world);
  if (applied.kind !== 'applied') return after(stored, applied, { step: 'start', event: { kind: 'looked' } }, world);
  const nowMs = world.now();
  const next = startVerifying(stored.rollout, nowMs);
  await commit(stored, { next, event: { kind: 'singleWriterStarting' }, nextLookAtMs: nowMs + LOOK_AGAIN_MS }, world);
}
