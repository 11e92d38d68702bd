import { decide } from '../src/core/decide.ts';
import { foreignChange } from '../src/core/foreign-change.ts';
import { judgedOf } from '../src/core/judge/judged.ts';
import { never } from '../src/core/never.ts';
import { isPreview, phaseAt, type RolloutIn, type Stored } from '../src/core/rollout.ts';
import type { ServiceView } from '../src/core/service-view.ts';
import { fenceOf } from '../src/core/trace.ts';
import { askToAdvance, bakeOn, startShifting, withVerdict } from '../src/core/transitions.ts';
import { type Change, commit } from './commit.ts';
import { endTakenOver, follow, isAsShown, stopForForeignChange } from './foreign.ts';
import { homeOf, type World } from './job.ts';
import { type Measured, measure } from './measure.ts';
import { promote } from './promote.ts';
import { beginRollback } from './rollback-begin.ts';
import { withErrors } from './tell-errors.ts';

type Watched = RolloutIn<'baking' | 'waiting' | 'paused'>;

/**
 * One look at a canary: measure → judge → decide → act. It is judged while a press is awaited, too; only where nobody is
 * on it yet there is nothing to judge.
 */
export async function watch(stored: Stored<Watched>, world: World): Promise<void> {
  const view = await lookForOthers(stored, world);
  if (view === 'leftToPeople') return;
  const { rollout } = stored;
  const measured = isUnused(rollout) ? null : await measure(rollout, view, world);
  // A phase that was young for its verdict is young for what follows from it.
  const nowMs = measured?.basis.atMs ?? world.now();
  const verdict = measured?.verdict ?? null;
  const looked = measured === null ? rollout : withVerdict(rollout, measured.verdict, measured.curve);
  const decision = decide(looked, verdict, nowMs);
  const judged = measured && judgedOf(stored, { ...measured, decision });
  const look = { stored, rollout: looked, rests: judged === null ? {} : { judged } };
  switch (decision.kind) {
    case 'rollBack':
      await beginRollback(lookedAt(look), { who: null, text: decision.because }, world, look.rests);
      return;
    case 'keepLooking':
      return keepLooking(await reading(look, measured, world), world);
    case 'bakeOn':
      return watchOn(await reading(look, measured, world), decision.because, world);
    case 'askToAdvance':
      return ask(await reading(look, measured, world), decision.missing, world);
    case 'advance':
      return advance(look, decision.toPhaseIndex, world);
    case 'promote':
      return finish(look, world);
    default:
      return never(decision);
  }
}

/**
 * The rollout as it was read and with its new verdict, and what the change that follows rests on. The card is drawn anew
 * where the one says something else than the other.
 */
type Look = {
  readonly stored: Stored<Watched>;
  readonly rollout: Watched;
  readonly rests: Pick<Change, 'judged' | 'first'>;
};

const lookedAt = ({ stored: { version }, rollout }: Look): Stored<Watched> => ({ rollout, version });

/** Reads the errors, too, where a look moves no traffic: nothing that does waits for them. */
async function reading(look: Look, measured: Measured | null, world: World): Promise<Look> {
  if (measured === null) return look;
  const { rollout, first } = await withErrors(look.rollout, world);
  return { ...look, rollout, rests: { ...look.rests, first } };
}

/** Nobody is on it, or it was stopped before it had passed: there is nothing to judge yet. */
function isUnused(rollout: Watched): boolean {
  return isPreview(rollout) || (rollout.state === 'paused' && rollout.passed !== 'health');
}

async function keepLooking({ stored, rollout, rests }: Look, world: World): Promise<void> {
  const nextLookAtMs = world.now() + world.catalog().timing.lookEveryMs;
  await commit(stored, { next: rollout, event: { kind: 'looked' }, nextLookAtMs, ...rests }, world);
}

async function watchOn({ stored, rollout, rests }: Look, because: string, world: World): Promise<void> {
  if (rollout.state !== 'baking') throw new Error(`rollout ${rollout.id} is ${rollout.state}: its bake is over`);
  const nextLookAtMs = world.now() + world.catalog().timing.lookEveryMs;
  const event = { kind: 'bakesOn', because } as const;
  await commit(stored, { next: bakeOn(rollout), event, nextLookAtMs, ...rests }, world);
}

async function ask({ stored, rollout, rests }: Look, missing: string | null, world: World): Promise<void> {
  if (rollout.state === 'paused') throw new Error(`rollout ${rollout.id} is paused: it asks for nothing`);
  const nowMs = world.now();
  const isNew = rollout.state === 'baking';
  // A press stands for what its button said: when evidence comes or goes the gate is another one.
  const isSameGate = rollout.state === 'waiting' && (rollout.missing === null) === (missing === null);
  const next = askToAdvance(rollout, { missing, gate: isSameGate ? rollout.gate : stored.version + 1, nowMs });
  const toPercent = (rollout.plan.phases[rollout.phaseIndex + 1] ?? phaseAt(rollout, rollout.phaseIndex)).percent;
  const event = isNew ? ({ kind: 'askedToAdvance', toPercent, missing } as const) : ({ kind: 'looked' } as const);
  const nextLookAtMs = nowMs + world.catalog().timing.lookEveryMs;
  await commit(stored, { next, event, nextLookAtMs, ...rests }, world);
}

async function advance({ stored, rollout, rests }: Look, toPhaseIndex: number, world: World): Promise<void> {
  if (rollout.state === 'paused') throw new Error(`rollout ${rollout.id} is paused: it does not advance`);
  const nowMs = world.now();
  const next = startShifting(rollout, { toPhaseIndex, by: null, nowMs });
  const toPercent = phaseAt(rollout, toPhaseIndex).percent;
  await commit(
    stored,
    { next, event: { kind: 'shifting', toPercent, by: null }, nextLookAtMs: nowMs, ...rests },
    world,
  );
}

async function finish(look: Look, world: World): Promise<void> {
  const { rollout, rests } = look;
  if (rollout.state === 'paused') throw new Error(`rollout ${rollout.id} is paused: it does not end by itself`);
  await promote({ rollout, version: look.stored.version }, null, world, rests);
}

/**
 * Whether others have changed the service. While they have moved its traffic nothing is judged; what they did besides
 * leaves users where the rollout put them, and so the canary is judged all the same.
 */
async function lookForOthers(
  { rollout, version }: Stored<Watched>,
  world: World,
): Promise<'leftToPeople' | ServiceView> {
  const view = await world.cloudRun.read(homeOf(rollout));
  if (view === null) throw new Error(`${rollout.service} no longer exists in ${rollout.env}`);
  if (fenceOf(view) > rollout.fence) {
    await endTakenOver({ rollout, version }, view, world);
    return 'leftToPeople';
  }
  const change = foreignChange(view, rollout);
  if (rollout.state !== 'paused') {
    if (change === null) return view;
    await stopForForeignChange({ rollout, version }, view, world);
    return 'leftToPeople';
  }
  if (!isAsShown(rollout, change)) await follow({ rollout, version }, change, world);
  else if (change?.traffic) await keepLooking({ stored: { rollout, version }, rollout, rests: {} }, world);
  else return view;
  return 'leftToPeople';
}
