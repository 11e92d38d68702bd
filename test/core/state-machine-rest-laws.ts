import { hasEnded, type Rollout } from '../../src/core/rollout.ts';
import { serviceName } from '../fakes/cloud-run.ts';
import { AT } from '../fakes/job-world.ts';
import { mustHold } from './state-machine-law.ts';
import { servers } from './state-machine-outside.ts';
import type { Machine } from './state-machine-town.ts';
import { shareOf } from './state-machine-traffic-laws.ts';

/** At rest nothing is live, everybody who asked was answered, and traffic stands where the last rollout left it. */
export function checkRest(machine: Machine): void {
  const { store, told, model } = machine;
  const live = machine.live();
  mustHold('comesToRest', live === null, () => live);
  const answered = new Set([
    ...told.map(({ to }) => to.responseUrl),
    ...store.outbox.map((message) => (message.op === 'answer' ? message.responseUrl : null)),
  ]);
  // Slack was away for longer than an answer is worth waiting for; the log has it.
  const { givenUp } = machine;
  const silent = machine.since().filter(({ key, replyTo }) => !answered.has(replyTo.responseUrl) && !givenUp.has(key));
  mustHold('everybodyAnswered', silent.length === 0, () => silent);
  judgeRecovered(machine);
  const last = store.history.findLast(({ rollout }) => hasEnded(rollout) && wroteLast(rollout));
  if (!last || machine.lives() > 0 || store.history.indexOf(last) < machine.lastForeign()) return;
  const { state, stable, canary } = last.rollout;
  // A person left it as others had made it.
  if (last.rollout.state === 'aborted' && last.rollout.leftAs !== null) return;
  // Nothing served before it, so its end leaves what others have done.
  if (stable === null && state === 'aborted' && machine.lastForeign() > 0) return;
  const home = state === 'succeeded' || stable === null ? canary : stable.revision;
  const { trafficStatuses } = model.run.getService(serviceName(AT));
  mustHold('endsOnStable', shareOf(trafficStatuses, home) === 100, () => ({ home, state, trafficStatuses }));
}

/** After a memory that was lost nothing is left half-way: it is found again on the service itself, or a person rolls back. */
function judgeRecovered({ lives, model }: Machine): void {
  const all = servers(model);
  mustHold('endsOnStable', lives() === 0 || all.length <= 1, () => all);
}

/** An end that moved traffic or never had any; a plan that ran out says nothing about traffic. */
const wroteLast = (rollout: Rollout) => rollout.marks.length > 0 || rollout.state === 'rolledBack';
