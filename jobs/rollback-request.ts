import type { Environment, Service } from '../src/core/catalog.ts';
import type { Person } from '../src/core/person.ts';
import { fingerprint, PLAN_LIVES_MS, planOf } from '../src/core/plan.ts';
import { refusePerson } from '../src/core/policy.ts';
import type { AskedFor, RollbackRequest } from '../src/core/request.ts';
import type { Rollout, RolloutIn } from '../src/core/rollout.ts';
import { settling } from '../src/core/settling.ts';
import { standsOn } from '../src/core/standing.ts';
import { planned } from '../src/core/transitions.ts';
import { alreadyDone, rollingBack } from '../src/messages/answered.ts';
import { rollbackPlanMessage } from '../src/messages/rollback-plan.ts';
import { headline } from '../src/messages/state-words.ts';
import { answerTo, beganAfter, choose, settledBy } from './choose.ts';
import type { Reply } from './command.ts';
import { commit } from './commit.ts';
import { entriesOf, environmentOf, homeOf, type World } from './job.ts';
import { rolloutId, sha256 } from './plan.ts';
import { beginRollback } from './rollback-begin.ts';
import { freezeWhatEnded } from './rollback-ended.ts';
import { BY_HAND, startPlannedRollback } from './rollback-planned.ts';
import { type Found, findTarget } from './rollback-target.ts';

type Asked = { readonly asked: AskedFor; readonly request: RollbackRequest; readonly person: Person };
type Names = { readonly service: string; readonly env: string };
/** Another rollout has begun since the words were said: they did not mean it. */
type Another = { readonly another: Rollout };
type Place = { readonly service: Service; readonly env: Environment };

const MAX_TRIES = 50;
const FIRST = { because: 'this is its first deploy, nothing served before it', nextBest: null } as const;

/**
 * `/rollback` and the button. A live rollout is turned round in one commit that needs nothing but Redis, not even its
 * service in the catalog; without one the target is found first. Neither freeze nor lock, approval nor window is asked: only whether this person may.
 */
export async function rollBackOnRequest({ asked, request, person }: Asked, world: World): Promise<Reply> {
  const chosen =
    request.rollout.by === 'button' ? await choose({ asked, choice: request.rollout }, 'rollBack', world) : null;
  if (chosen && 'refusal' in chosen) return chosen;
  const { service, env } = chosen?.stored.rollout ?? nameIn(request);
  const refusal = refusePerson('rollBack', person, environmentOf({ env }, world.catalog), null);
  if (refusal) return { refusal };
  const mine = await world.rollouts.read(rolloutId(asked));
  // The job ran before and was lost after its commit: what it began is the answer.
  if (mine && mine.rollout.state !== 'planned') return { content: alreadyDone(mine.rollout) };
  // It asked first: what it asked stays a question, whatever has ended since.
  const wish = mine ? { ...request, now: false } : request;
  return answerWish({ asked, request: wish, person }, { service, env }, world);
}

async function answerWish({ asked, request, person }: Asked, names: Names, world: World): Promise<Reply> {
  const isPlain = request.now && request.toRevision === null;
  const done = isPlain ? await turnRoundOrRefuse({ asked, request, person }, names, world) : 'notYet';
  if (done !== 'notYet' && !isAnother(done)) return done;
  const place = entriesOf(names, world.catalog);
  if (done === 'notYet') return rollBackTo({ asked, request, person, notes: [] }, place, world);
  // Never blocked, and never at once on what was not meant: one press says that it is.
  const notes = [`You said it before the rollout began that runs now: ${headline(done.another)}.`];
  return rollBackTo({ asked, request: { ...request, now: false }, person, notes }, place, world);
}

function isAnother(done: Reply | Another): done is Another {
  return done !== null && 'another' in done;
}

async function turnRoundOrRefuse(
  { asked, request }: Asked,
  names: Names,
  world: World,
): Promise<Reply | Another | 'notYet'> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const turned = await turnRound(asked, request, names, world);
    const isMeant = turned !== 'noLiveRollout' && !isAnother(turned);
    if (isMeant) return turned;
    // A button means its own rollout, never the one before or after.
    if (request.rollout.by === 'button')
      return { refusal: { kind: 'oldButton', now: 'it had ended before', isOver: true } };
    if (turned !== 'noLiveRollout') return turned;
    const already = await rolledBackAlready(asked, names, world);
    if (already) return already;
    const frozen = await freezeWhatEnded({ asked, because: request.because }, names, world);
    if (frozen !== 'conflict') return frozen;
  }
  throw new Error(`the place changed hands for ${MAX_TRIES} tries`);
}

function nameIn({ rollout }: RollbackRequest): Names {
  if (rollout.by === 'button') throw new Error('a button names its rollout, not a service');
  return rollout;
}

/** Every try reads anew: looks and presses may come between, but in the end the rollback wins. */
async function turnRound(
  asked: AskedFor,
  { because }: RollbackRequest,
  { service, env }: Names,
  world: World,
): Promise<Reply | Another | 'noLiveRollout'> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const stored = await world.rollouts.live(service, env);
    if (stored === null) return 'noLiveRollout';
    const { rollout } = stored;
    if (rollout.stable === null) return { refusal: { kind: 'noRollbackTarget', service, env, ...FIRST } };
    if (isDone(asked, rollout)) return { content: alreadyDone(rollout) };
    if (beganAfter(asked, rollout)) return { another: rollout };
    const also = [answerTo(asked, rollout, rollingBack(rollout))];
    const turning = { ...stored, rollout: settling(rollout, asked.key) };
    const outcome = await beginRollback(turning, { who: asked.userId, text: because ?? BY_HAND }, world, { also });
    if (outcome.kind === 'done') return null;
  }
  throw new Error(`the rollout kept changing for ${MAX_TRIES} tries`);
}

/** Where a worker died after its commit, what that led to is the answer, even a standstill. */
function isDone({ key }: AskedFor, rollout: Rollout): boolean {
  const isRollingBack = rollout.state === 'rollingBack' && rollout.endsAs === 'rolledBack';
  return isRollingBack || rollout.settled.includes(key);
}

/** The same wish twice, by two people or by one job twice, must not go one revision further back each time. */
async function rolledBackAlready(asked: AskedFor, names: Names, world: World): Promise<Reply> {
  // Its worker died after the commit, and what it turned round has ended. What others have deployed since was not meant.
  const turned = await settledBy(asked, world);
  if (turned) return { content: alreadyDone(turned) };
  const freeze = await world.rollouts.freeze(names.service, names.env);
  const last = freeze?.rolloutId ? await world.rollouts.read(freeze.rolloutId) : null;
  if (last?.rollout.state !== 'rolledBack') return null;
  const view = await world.cloudRun.read(homeOf(last.rollout));
  const { revision } = last.rollout.stable;
  const stands = view !== null && standsOn(view, revision);
  return stands ? { refusal: { kind: 'alreadyRolledBack', ...names, revision } } : null;
}

async function rollBackTo(
  { asked, request, notes }: Asked & { readonly notes: readonly string[] },
  place: Place,
  world: World,
): Promise<Reply> {
  const found = await findTarget(place, request.toRevision, world);
  if ('refusal' in found) return found;
  const plan = draft({ asked, request, place, found }, world.now());
  if (request.now) return startPlannedRollback(asked, { rollout: plan, version: 0 }, world);
  await commit(null, { next: plan, event: { kind: 'planned' }, nextLookAtMs: plan.expiresAtMs }, world);
  const target = { revision: found.target.revision, because: found.because };
  return { content: rollbackPlanMessage({ rollout: plan, target, notes }) };
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
  // Nobody has to make sure of anything before users are safe again.
  const checklist: readonly string[] = [];
  const hash = sha256(fingerprint({ service, env, image, stable, requestedBy, because, checklist }));
  const plan = { ...planOf(service, checklist), hash };
  const at = { project: env.project, region: env.region };
  const names = { kind: 'rollback', service: service.name, env: env.name, place: at, channel: env.channel } as const;
  const asking = { requestedBy, requestedAtMs: nowMs, because };
  const beginning = { id: rolloutId(asked), ...names, ...asking, image, canary: found.current, stable, plan, fence: 0 };
  return planned(beginning, nowMs + PLAN_LIVES_MS);
}
