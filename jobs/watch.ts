import { decide } from '../src/core/decide.ts';
import { foreignChange } from '../src/core/foreign-change.ts';
import { judge } from '../src/core/judge.ts';
import { never } from '../src/core/never.ts';
import { isPreview, phaseAt, type RolloutIn, type Stored } from '../src/core/rollout.ts';
import { fenceOf } from '../src/core/trace.ts';
import { askToAdvance, bakeOn, startShifting, withVerdict } from '../src/core/transitions.ts';
import type { Verdict } from '../src/core/verdict.ts';
import { commit } from './commit.ts';
import { endTakenOver, follow, isAsShown, stopForForeignChange } from './foreign.ts';
import { homeOf, type World } from './job.ts';
import { measure } from './measure.ts';
import { promote } from './promote.ts';
import { beginRollback } from './rollback-begin.ts';

type Watched = RolloutIn<'baking' | 'waiting' | 'paused'>;

/**
 * One look at a canary: measure → judge → decide → act. It is judged while a press is awaited, too; only where nobody is
 * on it yet there is nothing to judge.
 */
export async function watch(stored: Stored<Watched>, world: World): Promise<void> {
  if ((await lookForOthers(stored, world)) === 'leftToPeople') return;
  const { rollout } = stored;
  const verdict = isUnused(rollout) ? null : await judged(rollout, world);
  const nowMs = world.now();
  const looked = verdict === null ? stored : { version: stored.version, rollout: withVerdict(rollout, verdict) };
  const decision = decide(looked.rollout, verdict, nowMs);
  switch (decision.kind) {
    case 'rollBack':
      await beginRollback(looked, { who: null, text: decision.because }, world);
      return;
    case 'keepLooking':
      return keepLooking(looked, world);
    case 'bakeOn':
      return watchOn(looked, decision.because, world);
    case 'askToAdvance':
      return ask(looked, decision.missing, world);
    case 'advance':
      return advance(looked, decision.toPhaseIndex, world);
    case 'promote':
      return finish(looked, world);
    default:
      return never(decision);
  }
}

/** Nobody is on it, or it was stopped before it had passed: there is nothing to judge yet. */
function isUnused(rollout: Watched): boolean {
  return isPreview(rollout) || (rollout.state === 'paused' && rollout.passed !== 'health');
}

async function judged(rollout: Watched, world: World): Promise<Verdict> {
  const { criteria } = phaseAt(rollout, rollout.phaseIndex);
  return judge(criteria, await measure(rollout, world));
}

async function keepLooking(stored: Stored<Watched>, world: World): Promise<void> {
  const nextLookAtMs = world.now() + world.catalog().timing.lookEveryMs;
  await commit(stored, { next: stored.rollout, event: { kind: 'looked' }, nextLookAtMs }, world);
}

async function watchOn({ rollout, version }: Stored<Watched>, because: string, world: World): Promise<void> {
  if (rollout.state !== 'baking') throw new Error(`rollout ${rollout.id} is ${rollout.state}: its bake is over`);
  const nextLookAtMs = world.now() + world.catalog().timing.lookEveryMs;
  const event = { kind: 'bakesOn', because } as const;
  await commit({ rollout, version }, { next: bakeOn(rollout), event, nextLookAtMs }, world);
}

async function ask({ rollout, version }: Stored<Watched>, missing: string | null, world: World): Promise<void> {
  if (rollout.state === 'paused') throw new Error(`rollout ${rollout.id} is paused: it asks for nothing`);
  const nowMs = world.now();
  const isNew = rollout.state === 'baking';
  // A press stands for what its button said: when evidence comes or goes the gate is another one.
  const isSameGate = rollout.state === 'waiting' && (rollout.missing === null) === (missing === null);
  const next = askToAdvance(rollout, { missing, gate: isSameGate ? rollout.gate : version + 1, nowMs });
  const toPercent = (rollout.plan.phases[rollout.phaseIndex + 1] ?? phaseAt(rollout, rollout.phaseIndex)).percent;
  const event = isNew ? ({ kind: 'askedToAdvance', toPercent, missing } as const) : ({ kind: 'looked' } as const);
  const nextLookAtMs = nowMs + world.catalog().timing.lookEveryMs;
  await commit({ rollout, version }, { next, event, nextLookAtMs }, world);
}

async function advance({ rollout, version }: Stored<Watched>, toPhaseIndex: number, world: World): Promise<void> {
  if (rollout.state === 'paused') throw new Error(`rollout ${rollout.id} is paused: it does not advance`);
  const nowMs = world.now();
  const next = startShifting(rollout, { toPhaseIndex, by: null, nowMs });
  const toPercent = phaseAt(rollout, toPhaseIndex).percent;
  await commit(
    { rollout, version },
    { next, event: { kind: 'shifting', toPercent, by: null }, nextLookAtMs: nowMs },
    world,
  );
}

async function finish({ rollout, version }: Stored<Watched>, world: World): Promise<void> {
  if (rollout.state === 'paused') throw new Error(`rollout ${rollout.id} is paused: it does not end by itself`);
  await promote({ rollout, version }, null, world);
}

/**
 * Whether others have changed the service. While they have moved its traffic nothing is judged; what they did besides
 * leaves users where the rollout put them, and so the canary is judged all the same.
 */
async function lookForOthers({ rollout, version }: Stored<Watched>, world: World): Promise<'leftToPeople' | 'ours'> {
  const view = await world.cloudRun.read(homeOf(rollout));
  if (view === null) throw new Error(`${rollout.service} no longer exists in ${rollout.env}`);
  if (fenceOf(view) > rollout.fence) {
    await endTakenOver({ rollout, version }, view, world);
    return 'leftToPeople';
  }
  const change = foreignChange(view, rollout);
  if (rollout.state !== 'paused') {
    if (change === null) return 'ours';
    await stopForForeignChange({ rollout, version }, view, world);
    return 'leftToPeople';
  }
  if (!isAsShown(rollout, change)) await follow({ rollout, version }, change, world);
  else if (change?.traffic) await keepLooking({ rollout, version }, world);
  else return 'ours';
  return 'leftToPeople';
}
