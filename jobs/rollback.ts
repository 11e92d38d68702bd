import type { RolloutEvent } from '../src/core/event.ts';
import { never } from '../src/core/never.ts';
import { tagList, tagsGoingBack } from '../src/core/own-split.ts';
import { getStuck, nextRollbackStep } from '../src/core/rollback-transitions.ts';
import type { RolloutIn, Stored } from '../src/core/rollout.ts';
import type { RollbackStep } from '../src/core/steps.ts';
import { fenceOf } from '../src/core/trace.ts';
import { bareRows, isOnly, soleRows, soleServer } from '../src/core/traffic.ts';
import { commit } from './commit.ts';
import { type Applied, applyOnce } from './effect.ts';
import { movedText } from './foreign.ts';
import { markRolledBackFrom } from './history-marks.ts';
import { homeOf, type RollbackWorld } from './job.ts';
import { report } from './rollback-report.ts';
import { isStopped, readView, startWriter, stopWriter } from './writer.ts';

/** A rollback that is written looks often; one that takes its time does not keep everybody busy. */
const LOOK_AGAIN_MS = 250;
const LOOK_RARELY_MS = 2_000;
const SLOW_AFTER_MS = 15_000;
/** After this long without becoming real a person is called. */
const STUCK_AFTER_MS = 5 * 60_000;
const PROBE_TIMEOUT_MS = 5_000;

type RollingBack = Stored<RolloutIn<'rollingBack'>>;

/**
 * Sends all traffic back to stable: one read, one write with all rows, asked for until it holds. It needs no evidence and
 * waits for nobody. A single writer is stopped first and started last, so that two never run.
 */
export async function rollBack(stored: RollingBack, world: RollbackWorld): Promise<void> {
  const { rollout } = stored;
  if (rollout.step !== 'report' && world.now() - rollout.sinceMs > STUCK_AFTER_MS) {
    return giveUp(stored, `Not real after ${STUCK_AFTER_MS / 60_000} min.`, world);
  }
  switch (rollout.step) {
    case 'stop':
      return stop(stored, world);
    case 'stopping':
      return awaitStop(stored, world);
    case 'stopped':
      return goOn(stored, isGraceOver(rollout, world) ? 'route' : 'stopped', world);
    case 'route':
      return route(stored, world);
    case 'routed':
      return awaitRoute(stored, world);
    case 'restart':
      return restart(stored, world);
    case 'restarting':
      return awaitRestart(stored, world);
    case 'report':
      return reportWhatHolds(stored, world);
    default:
      return never(rollout.step);
  }
}

async function goOn(
  { rollout, version }: RollingBack,
  step: RollbackStep,
  world: RollbackWorld,
  event: RolloutEvent = { kind: 'looked' },
): Promise<void> {
  const nowMs = world.now();
  const waits = step === rollout.step || step === 'routed' || step === 'stopping' || step === 'restarting';
  const patience = nowMs - rollout.sinceMs > SLOW_AFTER_MS ? LOOK_RARELY_MS : LOOK_AGAIN_MS;
  const begins = step === 'stopping' && rollout.step === 'stop';
  const marks = begins ? [...rollout.marks, { percent: 0, atMs: nowMs, requests: 0, errors: 0 }] : rollout.marks;
  const next = { ...nextRollbackStep(rollout, step, nowMs), marks };
  await commit({ rollout, version }, { next, event, nextLookAtMs: nowMs + (waits ? patience : 0) }, world);
}

async function after(stored: RollingBack, applied: Applied, step: RollbackStep, world: RollbackWorld): Promise<void> {
  switch (applied.kind) {
    case 'applied':
      return goOn(stored, step, world);
    case 'stale':
      return;
    case 'outranked': {
      // An older Redis was restored, or somebody wrote without it: Redis says that we decide, so we go above it.
      const next = { ...stored.rollout, fence: fenceOf(applied.view) + 1 };
      await commit(stored, { next, event: { kind: 'looked' }, nextLookAtMs: world.now() }, world);
      return;
    }
    case 'foreign':
      return giveUp(stored, `${movedText(applied.view)}. Nothing was overwritten.`, world);
    case 'gone':
      return giveUp(stored, 'The service no longer exists.', world);
    case 'refused':
      return giveUp(stored, applied.because, world);
    default:
      return never(applied);
  }
}

/** Why traffic cannot go to stable, null when it can. @throws while that is still open: the look comes again. */
async function whyNotReady({ rollout }: RollingBack, world: RollbackWorld): Promise<string | null> {
  const { revision } = rollout.stable;
  const target = await world.cloudRun.readRevision(homeOf(rollout), revision);
  // Stable may be deleted or unready by now; sending traffic there would be the outage. Halt and call a human.
  if (target === null) return `${revision} no longer exists.`;
  if (target.ready === 'pending') throw new Error(`${revision} is not ready yet`);
  return target.ready === 'yes' ? null : `${revision} is not ready: ${target.message ?? 'Cloud Run gives no reason'}.`;
}

/** The running writer is stopped only for one that can take its place. */
async function stop(stored: RollingBack, world: RollbackWorld): Promise<void> {
  const why = await whyNotReady(stored, world);
  if (why !== null) return giveUp(stored, why, world);
  return after(stored, await stopWriter(stored, (view) => isOurs(stored, view.traffic), world), 'stopping', world);
}

async function awaitStop(stored: RollingBack, world: RollbackWorld): Promise<void> {
  const view = await readView(stored, world);
  if (isStopped(view)) return goOn(stored, 'stopped', world);
  // A copy of Redis may not know how far this rollback had come: stable was routed and started since.
  const isStarted = view.settled && view.manualInstances !== 0;
  if (isStarted && soleServer(view.serving) === stored.rollout.stable.revision)
    return goOn(stored, 'restarting', world);
  // Nor that another rollout has come since, which has started the service again: it is stopped once more, above that one.
  return goOn(stored, isStarted && fenceOf(view) > stored.rollout.fence ? 'stop' : 'stopping', world);
}

async function route(stored: RollingBack, world: RollbackWorld): Promise<void> {
  const why = await whyNotReady(stored, world);
  if (why !== null) return giveUp(stored, why, world);
  const { stable, canary, plan } = stored.rollout;
  const applied = await applyOnce(
    stored,
    async (view, marks) => {
      if (!isOurs(stored, view.traffic)) return { kind: 'foreign' };
      const annotations = { ...marks, ...markRolledBackFrom(view, canary) };
      if (!plan.singleWriter) {
        const tags = tagList(tagsGoingBack(view.traffic, stored.rollout));
        const traffic = soleRows(view.traffic, stable.revision, tags);
        return world.cloudRun.splitTraffic(view, { traffic, annotations });
      }
      if (view.manualInstances !== 0) return { kind: 'refused', because: 'somebody started the service meanwhile' };
      return world.cloudRun.splitTraffic(view, { traffic: bareRows(stable.revision), annotations });
    },
    world,
  );
  return after(stored, applied, 'routed', world);
}

/** A person's rollback overrides whatever is there; what the judge decided must not overwrite what a person has done since. */
function isOurs({ rollout }: RollingBack, rows: Parameters<typeof isOnly>[0]): boolean {
  return rollout.reason.who !== null || isOnly(rows, [rollout.canary, rollout.stable.revision]);
}

async function awaitRoute(stored: RollingBack, world: RollbackWorld): Promise<void> {
  const { rollout } = stored;
  const view = await readView(stored, world);
  if (!view.settled) return goOn(stored, 'routed', world);
  // Settled on something else: the write failed afterwards, or somebody wrote after us. It is asked for again.
  if (soleServer(view.serving) !== rollout.stable.revision) return goOn(stored, 'route', world);
  const next = rollout.plan.singleWriter ? 'restart' : 'report';
  return goOn(stored, next, world, { kind: 'routedBack' });
}

/** What others, or a write of ours that was given up, put there while it was stopped is routed back first, where that may be. */
async function restart(stored: RollingBack, world: RollbackWorld): Promise<void> {
  const applied = await startWriter(stored, stored.rollout.stable.revision, world);
  return applied.kind === 'foreign' ? goOn(stored, 'route', world) : after(stored, applied, 'restarting', world);
}

/** Started is not serving: the writer is back when it answers. */
async function awaitRestart(stored: RollingBack, world: RollbackWorld): Promise<void> {
  const { rollout, version } = stored;
  const view = await readView(stored, world);
  if (!view.settled) return goOn(stored, 'restarting', world);
  // Others gave it to two since it was started: it is stopped once more.
  if (soleServer(view.serving) !== rollout.stable.revision) return goOn(stored, 'stop', world);
  const { healthPath } = rollout.plan.verify;
  const { status } = await world.probe.get(`${view.uri}${healthPath}`, PROBE_TIMEOUT_MS);
  if (status < 200 || status > 299) return goOn(stored, 'restarting', world);
  const stoppedAtMs = rollout.marks.findLast(({ percent }) => percent === 0)?.atMs ?? rollout.sinceMs;
  const downtimeMs = (rollout.downtimeMs ?? 0) + world.now() - stoppedAtMs;
  return goOn({ rollout: { ...rollout, downtimeMs }, version }, 'report', world);
}

/** Somebody may have moved traffic again since it was back. While nobody can look, it is told as it was seen last. */
async function reportWhatHolds(stored: RollingBack, world: RollbackWorld): Promise<void> {
  const { stable, plan } = stored.rollout;
  const view = plan.singleWriter ? null : await readView(stored, world).catch(() => null);
  const holds = view === null || (view.settled && soleServer(view.serving) === stable.revision);
  return holds ? report(stored, world) : goOn(stored, 'routed', world);
}

function isGraceOver({ stepSinceMs }: RolloutIn<'rollingBack'>, world: RollbackWorld): boolean {
  return world.now() - stepSinceMs >= world.catalog().timing.stopGraceMs;
}

/** A rollback that cannot be done is a state of its own, with a person called and the next best named (product.md E). */
async function giveUp(stored: RollingBack, found: string, world: RollbackWorld): Promise<void> {
  const { rollout } = stored;
  const why = world.redact(found);
  const revisions = await world.cloudRun.listRevisions(homeOf(rollout)).catch(() => []);
  const best = revisions.find(
    ({ revision, ready }) => ready === 'yes' && revision !== rollout.canary && revision !== rollout.stable.revision,
  );
  const next = best ? `Next best: /rollback ${rollout.service} ${rollout.env} to ${best.revision} now` : NO_OTHER;
  const nextStep = `${why} ${next}`;
  const stuck = getStuck(rollout, { reason: rollout.reason, nextStep }, world.now());
  await commit(
    stored,
    { next: stuck, event: { kind: 'stuck', nextStep, reason: rollout.reason }, nextLookAtMs: null },
    world,
  );
}

const NO_OTHER = 'No other revision is ready: deploy a good image by hand.';
