import type { Person } from '../src/core/person.ts';
import { refusePerson } from '../src/core/policy.ts';
import type { Refusal } from '../src/core/refusal.ts';
import type { AskedFor, Request } from '../src/core/request.ts';
import type { RolloutIn, Stored } from '../src/core/rollout.ts';
import { alreadyDone, started } from '../src/messages/answered.ts';
import { answerTo } from './choose.ts';
import type { Reply } from './command.ts';
import { entriesOf, environmentOf, type World } from './job.ts';
import { readLive } from './live.ts';
import { lockedBy, standsInTheWay } from './obstacles.ts';
import { startPlannedRollback } from './rollback-planned.ts';
import { catalogMoved, groundMoved, start } from './start.ts';

type Asked = {
  readonly asked: AskedFor;
  readonly request: Extract<Request, { readonly kind: 'confirm' }>;
  readonly person: Person;
};

/** Starts what was planned, if it still is what the person was shown. From here on the rollout holds the lock. */
export async function confirm({ asked, request, person }: Asked, world: World): Promise<Reply> {
  const stored = await world.rollouts.read(request.rolloutId);
  if (!stored) return { refusal: { kind: 'planExpired' } };
  const { rollout, version } = stored;
  if (rollout.state === 'aborted') return { refusal: { kind: 'planExpired' } };
  if (rollout.state !== 'planned') {
    // The press came twice, or the job ran again after its commit: the rollout is the answer.
    return { content: alreadyDone(rollout) };
  }
  const refusal = refuseConfirm({ asked, request, person }, rollout, world);
  if (refusal) return { refusal };
  const plan = { rollout, version };
  return rollout.kind === 'rollback' ? startPlannedRollback(asked, plan, world) : startDeploy(asked, plan, world);
}

type Confirming = {
  readonly asked: AskedFor;
  readonly request: { readonly planHash: string };
  readonly person: Person;
};

/** null when this person may confirm this plan as they were shown it. */
export function refuseConfirm(
  { asked, request, person }: Confirming,
  rollout: RolloutIn<'planned'>,
  world: World,
): Refusal | null {
  const env = environmentOf(rollout, world.catalog);
  const permission = rollout.kind === 'rollback' ? 'rollBack' : 'deploy';
  const notAllowed = refusePerson(permission, person, env, null);
  if (notAllowed) return notAllowed;
  if (rollout.requestedBy !== asked.userId) return { kind: 'notYourPlan', requestedBy: rollout.requestedBy };
  if (world.now() > rollout.expiresAtMs) return { kind: 'planExpired' };
  if (request.planHash === rollout.plan.hash) return null;
  return {
    kind: 'planChanged',
    service: rollout.service,
    env: rollout.env,
    because: 'this button was made for another plan',
  };
}

/** Starts it in a place that is free, if it still is what was shown. */
export async function startDeploy(asked: AskedFor, stored: Stored<RolloutIn<'planned'>>, world: World): Promise<Reply> {
  const { rollout } = stored;
  const { service, env } = entriesOf(rollout, world.catalog);
  const obstacle = await standsInTheWay(service.name, env.name, world);
  if (obstacle) return { refusal: obstacle };
  const live = await readLive(service, env, world);
  if ('refusal' in live) return live;
  const because = groundMoved(rollout, live) ?? catalogMoved(rollout, { service, env });
  if (because) return { refusal: { kind: 'planChanged', service: service.name, env: env.name, because } };
  const outcome = await start(stored, { live, also: (next) => [answerTo(asked, next, started(next))] }, world);
  if (outcome.kind === 'done') return null;
  const holder = await world.rollouts.live(service.name, env.name);
  if (outcome.kind === 'locked' && holder) return { refusal: lockedBy(holder.rollout) };
  throw new Error('the plan changed while it was confirmed');
}
