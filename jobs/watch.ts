import { decide } from '../src/core/decide.ts';
import { judge } from '../src/core/judge.ts';
import { never } from '../src/core/never.ts';
import { canaryPercent, phaseAt, type RolloutIn, type Stored } from '../src/core/rollout.ts';
import { canaryRows, sameSplit } from '../src/core/traffic.ts';
import { askToAdvance, startShifting, withVerdict } from '../src/core/transitions.ts';
import { commit } from './commit.ts';
import { stopForForeignChange } from './foreign.ts';
import { entriesOf, placeOf, type World } from './job.ts';
import { measure } from './measure.ts';
import { promote } from './promote.ts';
import { beginRollback } from './rollback.ts';

type Watched = RolloutIn<'baking' | 'waiting' | 'paused'>;

/** One look at a canary that has traffic: measure → judge → decide → act. It is judged while a press is awaited, too. */
export async function watch(stored: Stored<Watched>, world: World): Promise<void> {
  if (stored.rollout.state !== 'paused' && (await movedByOthers({ ...stored, rollout: stored.rollout }, world))) return;
  const { rollout } = stored;
  const { criteria } = phaseAt(rollout, rollout.phaseIndex);
  const verdict = judge(criteria, await measure(rollout, world));
  const nowMs = world.now();
  const looked: Stored<Watched> = { version: stored.version, rollout: withVerdict(rollout, verdict) };
  const decision = decide(looked.rollout, verdict, nowMs);
  switch (decision.kind) {
    case 'rollBack':
      await beginRollback(looked, { who: null, text: decision.because }, world);
      return;
    case 'keepLooking':
      return keepLooking(looked, world);
    case 'askToAdvance':
      return ask(looked, decision.missing, world);
    case 'advance':
      return advance(looked, decision.toPhaseIndex, world);
    case 'promote':
      return promote(looked, world);
    default:
      return never(decision);
  }
}

async function keepLooking(stored: Stored<Watched>, world: World): Promise<void> {
  const nextLookAtMs = world.now() + world.catalog().timing.lookEveryMs;
  await commit(stored, { next: stored.rollout, event: { kind: 'looked' }, nextLookAtMs }, world);
}

async function ask({ rollout, version }: Stored<Watched>, missing: string | null, world: World): Promise<void> {
  if (rollout.state === 'paused') throw new Error(`rollout ${rollout.id} is paused: it asks for nothing`);
  const nowMs = world.now();
  const isNew = rollout.state === 'baking';
  const next = askToAdvance(rollout, { missing, gate: isNew ? version + 1 : rollout.gate, nowMs });
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

async function movedByOthers(stored: Stored<RolloutIn<'baking' | 'waiting'>>, world: World): Promise<boolean> {
  const { rollout } = stored;
  const { service, env } = entriesOf(rollout, world.catalog);
  const view = await world.cloudRun.read(placeOf(service, env));
  if (view === null) throw new Error(`${service.name} no longer exists in ${env.name}`);
  const { canary, stable } = rollout;
  const ours = canaryRows(view.traffic, { canary, stable: stable.revision, canaryPercent: canaryPercent(rollout) });
  if (sameSplit(view.traffic, ours)) return false;
  await stopForForeignChange(stored, view, world);
  return true;
}
