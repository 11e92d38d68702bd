import type { RolloutEvent } from '../src/core/event.ts';
import { never } from '../src/core/never.ts';
import { beganAtMs, type RolloutIn, type Stored, stableOf } from '../src/core/rollout.ts';
import type { ServiceView } from '../src/core/service-view.ts';
import type { DeployStep } from '../src/core/steps.ts';
import { fenceOf, traceOn } from '../src/core/trace.ts';
import { bareRows, soleServer } from '../src/core/traffic.ts';
import { nextDeployStep, startVerifying } from '../src/core/transitions.ts';
import { commit } from './commit.ts';
import { MOVED, neverReady } from './deploy.ts';
import { type Applied, applyOnce } from './effect.ts';
import { endFailed } from './fail.ts';
import { deployedText, endTakenOver, movedText } from './foreign.ts';
import { homeOf, type World } from './job.ts';
import { beginRollback } from './rollback-begin.ts';
import { isDeployedSince, isStopped, readView, startWriter, stopWriter } from './writer.ts';

const LOOK_AGAIN_MS = 500;

type Replacing = Stored<RolloutIn<'deploying'>>;

/**
 * Replaces a single writer: the old one is stopped, the new revision gets all traffic while nothing runs, then it is
 * started. Two revisions never run at once (product.md A13), so the service is down in between and the clock says how long.
 */
export async function replace(stored: Replacing, world: World): Promise<void> {
  switch (stored.rollout.step) {
    case 'stop':
      return stop(stored, world);
    case 'stopping':
      return goOn(stored, isStopped(await readView(stored, world)) ? 'stopped' : 'stopping', world);
    case 'stopped':
      return awaitGrace(stored, world);
    case 'stage':
      return after(stored, await stage(stored, world), 'staged', world, { kind: 'revisionCreated' });
    case 'staged':
      return awaitStaged(stored, world);
    case 'start':
      return start(stored, world);
    case 'create':
    case 'ready':
    case 'explain':
      throw new Error(`${stored.rollout.service} is replaced, it has no step ${stored.rollout.step}`);
    default:
      return never(stored.rollout.step);
  }
}

async function stop(stored: Replacing, world: World): Promise<void> {
  const { revision } = stableOf(stored.rollout);
  const applied = await stopWriter(stored, (view) => soleServer(view.traffic) === revision, world);
  if (applied.kind === 'foreign') {
    return endFailed(stored, { cause: MOVED, nextStep: 'See who it was, then deploy again.' }, world);
  }
  return after(stored, applied, 'stopping', world);
}

/** Scaling 0 is real; the last instance may go on writing for as long as Cloud Run lets it. */
async function awaitGrace(stored: Replacing, world: World): Promise<void> {
  const isOver = world.now() - stored.rollout.sinceMs >= world.catalog().timing.stopGraceMs;
  return isOver ? goOn(stored, 'stage', world, { kind: 'singleWriterStopped' }) : goOn(stored, 'stopped', world);
}

async function after(
  stored: Replacing,
  applied: Applied,
  step: DeployStep,
  world: World,
  event: RolloutEvent = { kind: 'looked' },
): Promise<void> {
  switch (applied.kind) {
    case 'applied':
      return goOn(stored, step, world, event);
    case 'stale':
      return;
    case 'outranked':
      return endTakenOver(stored, applied.view, world);
    case 'foreign':
    case 'gone':
    case 'refused': {
      const because = applied.kind === 'refused' ? applied.because : 'the service no longer exists';
      const text = applied.kind === 'foreign' ? othersText(applied.view, stored.rollout) : because;
      await beginRollback(stored, { who: null, text }, world);
      return;
    }
    default:
      return never(applied);
  }
}

function othersText(view: ServiceView, rollout: RolloutIn<'deploying'>): string {
  const isStagedYet = rollout.step === 'staged' || rollout.step === 'start';
  const left = isStagedYet ? rollout.canary : stableOf(rollout).revision;
  if (soleServer(view.traffic) !== left) return movedText(view);
  return isDeployedSince(view, rollout.canary)
    ? deployedText(view)
    : 'somebody started the service while it was stopped';
}

async function goOn(
  { rollout, version }: Replacing,
  step: DeployStep,
  world: World,
  event: RolloutEvent = { kind: 'looked' },
): Promise<void> {
  const nowMs = world.now();
  // The downtime is counted from the moment at which the stop was written.
  const begins = step === 'stopping' && rollout.step === 'stop';
  const marks = begins ? [...rollout.marks, { percent: 0, atMs: nowMs, requests: 0, errors: 0 }] : rollout.marks;
  const moved = step === rollout.step ? rollout : nextDeployStep(rollout, step, nowMs);
  await commit({ rollout, version }, { next: { ...moved, marks }, event, nextLookAtMs: nowMs + LOOK_AGAIN_MS }, world);
}

/** Cloud Run must not start an instance to see whether it starts: that would be a second writer's first breath. */
function stage(stored: Replacing, world: World): Promise<Applied> {
  const { rollout } = stored;
  return applyOnce(
    stored,
    async (view, annotations) => {
      // Staged by an earlier look, of which nobody could say so any more.
      if (isStaged(view, rollout)) return { kind: 'accepted' };
      const isOurs = view.manualInstances === 0 && soleServer(view.traffic) === stableOf(rollout).revision;
      if (!isOurs || isDeployedSince(view, rollout.canary)) return { kind: 'foreign' };
      return world.cloudRun.createRevision(view, {
        revision: rollout.canary,
        image: `${rollout.image.repository}@${rollout.image.digest}`,
        rolloutId: rollout.id,
        traffic: bareRows(rollout.canary),
        withoutInstance: true,
        annotations,
      });
    },
    world,
  );
}

/** Only the write that makes the new revision gives it traffic, and with it the mark of this rollout was left. */
function isStaged(view: ServiceView, { id, canary }: RolloutIn<'deploying'>): boolean {
  return traceOn(view)?.rolloutId === id && view.manualInstances === 0 && soleServer(view.traffic) === canary;
}

async function awaitStaged(stored: Replacing, world: World): Promise<void> {
  const { rollout } = stored;
  // The revision after the service: one that has failed by then tells why Cloud Run may have put traffic back.
  const view = await readView(stored, world);
  const revision = await world.cloudRun.readRevision(homeOf(rollout), rollout.canary);
  if (revision?.ready === 'no') {
    await beginRollback(stored, { who: null, text: neverReady(revision).cause }, world);
    return;
  }
  // Nothing runs while it waits: what others did now is told now.
  if (soleServer(view.traffic) !== rollout.canary) {
    const kind = fenceOf(view) > rollout.fence ? 'outranked' : 'foreign';
    return after(stored, { kind, view }, 'staged', world);
  }
  if (revision?.ready === 'yes' && view.settled && soleServer(view.serving) === rollout.canary) {
    const tookMs = world.now() - beganAtMs(rollout);
    return goOn(stored, 'start', world, { kind: 'revisionReady', tookMs });
  }
  if (world.now() - rollout.sinceMs > world.catalog().timing.readyTimeoutMs) {
    await beginRollback(stored, { who: null, text: 'the new revision did not get the traffic in time' }, world);
    return;
  }
  return goOn(stored, 'staged', world);
}

async function start(stored: Replacing, world: World): Promise<void> {
  const applied = await startWriter(stored, stored.rollout.canary, world);
  if (applied.kind !== 'applied') return after(stored, applied, 'start', world);
  const nowMs = world.now();
  const next = startVerifying(stored.rollout, nowMs);
  await commit(stored, { next, event: { kind: 'singleWriterStarting' }, nextLookAtMs: nowMs + LOOK_AGAIN_MS }, world);
}
