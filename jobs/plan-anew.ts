import type { Person } from '../src/core/person.ts';
import type { AskedFor, DeployRequest } from '../src/core/request.ts';
import type { Reply } from './command.ts';
import type { World } from './job.ts';
import { proposePlan } from './plan.ts';

type Asked = {
  readonly asked: AskedFor;
  readonly request: { readonly rolloutId: string };
  readonly person: Person;
};

/** A plan that waited and was not started, made anew for whoever asked for it: the same image, on what serves now. */
export async function showPlanAnew({ asked, request, person }: Asked, world: World): Promise<Reply> {
  const stored = await world.rollouts.read(request.rolloutId);
  if (!stored) return { refusal: { kind: 'planExpired' } };
  const { service, env, image, plan, because, requestedBy } = stored.rollout;
  if (requestedBy !== asked.userId) return { refusal: { kind: 'notYourPlan', requestedBy } };
  const again: DeployRequest = {
    kind: 'deploy',
    service,
    env,
    // A tag may have been moved since.
    image: { kind: 'digest', digest: image.digest },
    strategy: plan.strategyAsked,
    because,
    planOnly: false,
  };
  return proposePlan({ asked, request: again, person }, world);
}
