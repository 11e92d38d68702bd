import { carryOut } from '../../jobs/command.ts';
import type { World } from '../../jobs/job.ts';
import { gateOf } from '../../src/core/gate.ts';
import type { AskedFor, Request, RolloutChoice } from '../../src/core/request.ts';
import type { Rollout, Stored } from '../../src/core/rollout.ts';
import { AT, asking, deployOf, type JobTown, named } from '../fakes/job-world.ts';
import type { PersonsRun } from './state-machine-actions.ts';

type Job = (world: World) => Promise<void>;
/** `gate` is null for words, which mean whatever gate is open. */
type Pressed = { readonly who: string; readonly rolloutId: string; readonly gate: number | null };

/** So long may a job that has done its work be brought back because its worker died before it could say so. */
const BROUGHT_BACK_MS = 60_000;

/** What people say and press, as jobs; all that was asked and pressed is kept for the laws. */
export function people({ store }: Pick<JobTown, 'store'>, now: () => number, live: () => Stored | null) {
  const asked: AskedFor[] = [];
  const pressed: Pressed[] = [];
  let unfinished: AskedFor[] = [];
  let lost = 0;

  const carrying =
    (one: AskedFor, isFirstTry: boolean): Job =>
    async (world) => {
      // The queue brings a request back that threw or whose process died.
      if (!unfinished.includes(one)) unfinished.push(one);
      await carryOut(one, world, isFirstTry);
      unfinished = unfinished.filter((other) => other !== one);
    };
  const ask = (request: Request, who: string): Job => {
    const one = asking(request, who, now());
    asked.push(one);
    return carrying(one, true);
  };
  const press = (gate: 'right' | 'stale' | 'byName', who: string): Job => {
    const stored = live();
    if (gate === 'byName' || !stored) {
      pressed.push({ who, rolloutId: '', gate: null });
      return ask({ kind: 'advance', rollout: named }, who);
    }
    const { rollout } = stored;
    const shown = gate === 'right' ? gateOf(rollout) || 1 : Math.max(1, gateOf(rollout) - 1);
    pressed.push({ who, rolloutId: rollout.id, gate: shown });
    return ask({ kind: 'advance', rollout: { by: 'button', rolloutId: rollout.id, gate: shown } }, who);
  };
  /** By its button where it has one, else by its name. */
  const meant = (isButton: boolean): RolloutChoice => {
    const stored = isButton ? live() : null;
    if (stored === null) return named;
    return { by: 'button', rolloutId: stored.rollout.id, gate: gateOf(stored.rollout) };
  };
  const again = (which: number): Job => {
    const recent = asked.slice(lost).filter(({ askedAtMs }) => Math.abs(now() - askedAtMs) <= BROUGHT_BACK_MS);
    const one = recent[which % Math.max(1, recent.length)];
    return one ? carrying(one, false) : async () => undefined;
  };
  const ofAPlan = (run: Extract<PersonsRun, { readonly which: number }>): Job => {
    if (run.job === 'again') return again(run.which);
    const plans = store.all().map(({ rollout }) => rollout);
    const plan = plans[run.which % Math.max(1, plans.length)];
    return plan ? ask(ofPlan(run.job, plan), plan.requestedBy) : async () => undefined;
  };
  const jobOf = (run: PersonsRun): Job => {
    if ('which' in run) return ofAPlan(run);
    switch (run.job) {
      case 'deploy':
        return ask(deployOf(run.tag), run.who);
      case 'advance':
        return press(run.gate, run.who);
      case 'rollback':
        return ask({ kind: 'rollback', rollout: named, toRevision: null, now: true, because: null }, run.who);
      case 'unfreeze':
        return ask({ kind: 'unfreeze', service: AT.service, env: 'prod' }, run.who);
      case 'adopt':
      case 'restore':
        return ask({ kind: run.job, rollout: meant(run.isButton) }, run.who);
      case 'pause':
      case 'resume':
      case 'abort':
        return ask({ kind: run.job, rollout: named, because: null }, run.who);
    }
  };
  /** The requests that the queue brings back now. */
  const broughtBack = (): Job[] => {
    const jobs = unfinished.map((one) => carrying(one, false));
    unfinished = [];
    return jobs;
  };
  /** The queue was lost with everything that stood in it: whoever asked before is told by nobody. */
  const lose = () => {
    unfinished = [];
    lost = asked.length;
  };
  return { asked, pressed, jobOf, broughtBack, lose, since: () => asked.slice(lost) };
}

function ofPlan(
  job: 'confirm' | 'supersede' | 'wait' | 'stopWaiting' | 'showPlan',
  { id, kind, plan }: Rollout,
): Request {
  const shown = { rolloutId: id, planHash: plan.hash };
  switch (job) {
    case 'confirm':
      return { kind: job, of: kind, ...shown };
    case 'supersede':
    case 'wait':
      return { kind: job, ...shown };
    case 'stopWaiting':
    case 'showPlan':
      return { kind: job, rolloutId: id };
  }
}
