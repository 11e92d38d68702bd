import type { Environment, Service } from '../src/core/catalog.ts';
import { never } from '../src/core/never.ts';
import type { Person } from '../src/core/person.ts';
import { fingerprint, PLAN_LIVES_MS, phasesOf } from '../src/core/plan.ts';
import { refusePerson } from '../src/core/policy.ts';
import type { AskedFor, RollbackRequest } from '../src/core/request.ts';
import type { Reason, RolloutIn, Stored } from '../src/core/rollout.ts';
import { planned, startRollback } from '../src/core/transitions.ts';
import { alreadyDone, rollingBack } from '../src/messages/answered.ts';
import { rollbackPlanMessage } from '../src/messages/rollback-plan.ts';
import { answerTo, choose } from './choose.ts';
import type { Reply } from './command.ts';
import { commit } from './commit.ts';
import { fenceOf } from './effect.ts';
import { entriesOf, type World } from './job.ts';
import { rolloutId, sha256 } from './plan.ts';
import { beginRollback } from './rollback.ts';
import { type Found, findTarget } from './rollback-target.ts';

type Asked = { readonly asked: AskedFor; readonly request: RollbackRequest; readonly person: Person };

const MAX_TRIES = 50;

/**
 * `/rollback` and the button. A live rollout is turned round in one commit that needs nothing but Redis; without one the
 * target is found first. Neither freeze nor lock, approval nor window is asked: only whether this person may.
 */
export async function rollBackOnRequest({ asked, request, person }: Asked, world: World): Promise<Reply> {
  const place = await placeAsked(request, world);
  if ('refusal' in place) return place;
  const refusal = refusePerson('rollBack', person, place.env, null);
  if (refusal) return { refusal };
  const isPlainTurn = request.now && request.toRevision === null;
  if (isPlainTurn) {
    const turned = await turnRound({ asked, request, person }, place, world);
    if (turned !== 'noLiveRollout') return turned;
  }
  const found = await findTarget(place, request.toRevision, world);
  if ('refusal' in found) return found;
  const plan = draft({ asked, request, place, found }, world.now());
  if (request.now) return startPlannedRollback(asked, { rollout: plan, version: 0 }, world);
  await commit(null, { next: plan, event: { kind: 'planned' }, nextLookAtMs: plan.expiresAtMs }, world);
  return {
    content: rollbackPlanMessage({
      rollout: plan,
      target: { revision: found.target.revision, because: found.because },
      notes: [],
    }),
  };
}

type Place = { readonly service: Service; readonly env: Environment };

async function placeAsked(
  { rollout }: RollbackRequest,
  world: World,
): Promise<Place | Extract<Reply, { refusal: unknown }>> {
  switch (rollout.by) {
    case 'name':
      return entriesOf(rollout, world.catalog);
    case 'button': {
      const chosen = await choose({ ...rollout, gate: 0 }, world);
      return 'refusal' in chosen ? chosen : entriesOf(chosen.stored.rollout, world.catalog);
    }
    default:
      return never(rollout);
  }
}

/** Every try reads anew: looks and presses may come between, but in the end the rollback wins. */
async function turnRound(
  { asked, request }: Asked,
  { service, env }: Place,
  world: World,
): Promise<Reply | 'noLiveRollout'> {
  const reason = reasonOf(asked, request.because);
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const stored = await world.rollouts.live(service.name, env.name);
    if (stored === null) return 'noLiveRollout';
    const { rollout } = stored;
    if (rollout.state === 'rollingBack') {
      await world.replies.send(asked.replyTo, alreadyDone(rollout));
      return null;
    }
    const also = [answerTo(asked, rollout, rollingBack(rollout))];
    const outcome = await beginRollback(stored, reason, world, { also });
    if (outcome.kind === 'done') return null;
  }
  throw new Error(`the rollout kept changing for ${MAX_TRIES} tries`);
}

type Draft = {
  readonly asked: AskedFor;
  readonly request: RollbackRequest;
  readonly place: Place;
  readonly found: Found;
};

function draft({ asked, request, place, found }: Draft, nowMs: number): RolloutIn<'planned'> {
  const { service, env } = place;
  const { because } = request;
  const requestedBy = asked.userId;
  const stable = found.target;
  const { image } = found;
  const hash = sha256(fingerprint({ service, env: env.name, image, stable, requestedBy, because }));
  const plan = { strategy: service.strategy, phases: phasesOf(service), hash };
  const names = { kind: 'rollback', service: service.name, env: env.name, channel: env.channel } as const;
  const asking = { requestedBy, requestedAtMs: nowMs, because };
  const beginning = { id: rolloutId(asked), ...names, ...asking, image, canary: found.current, stable, plan, fence: 0 };
  return planned(beginning, nowMs + PLAN_LIVES_MS);
}

/** Begins a rollback that was planned: on the live rollout where there is one, else as a record of its own. */
export async function startPlannedRollback(
  asked: AskedFor,
  plan: Stored<RolloutIn<'planned'>>,
  world: World,
): Promise<Reply> {
  const { service, env, stable } = plan.rollout;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const live = await world.rollouts.live(service, env);
    if (live === null) {
      if (await beginOnItsOwn(asked, plan, world)) return null;
      continue;
    }
    const also = [answerTo(asked, live.rollout, rollingBack({ ...live.rollout, stable }))];
    const outcome = await beginRollback(live, reasonOf(asked, plan.rollout.because), world, { stable, also });
    if (outcome.kind === 'done') return null;
  }
  throw new Error(`the rollout kept changing for ${MAX_TRIES} tries`);
}

/** True when it stands, made by this run of the job or by an earlier one. Version 0: the plan itself was never stored. */
async function beginOnItsOwn(
  asked: AskedFor,
  { rollout: plan, version }: Stored<RolloutIn<'planned'>>,
  world: World,
): Promise<boolean> {
  const nowMs = world.now();
  const fence = (await highestFence(plan, world)) + 1;
  const reason = reasonOf(asked, plan.because);
  const next = startRollback(plan, { reason, endsAs: 'rolledBack', fence, nowMs });
  const event = { kind: 'rollbackBegan', reason, fromPercent: next.fromPercent } as const;
  const also = [answerTo(asked, next, rollingBack(next))];
  const stored = version === 0 ? null : { rollout: plan, version };
  const outcome = await commit(stored, { next, event, nextLookAtMs: nowMs, also }, world);
  if (outcome.kind !== 'conflict') return outcome.kind === 'done';
  const current = await world.rollouts.read(plan.id);
  return current !== null && current.rollout.state !== 'planned';
}

async function highestFence(plan: RolloutIn<'planned'>, world: World): Promise<number> {
  const { service, env } = entriesOf(plan, world.catalog);
  const inRedis = await world.rollouts.fence(service.name, env.name);
  const view = await world.cloudRun.read({ project: env.project, region: env.region, service: service.name });
  return Math.max(inRedis, view ? fenceOf(view) : 0);
}

function reasonOf(asked: AskedFor, because: string | null): Reason {
  return { who: asked.userId, text: because ?? 'rolled back by hand' };
}
