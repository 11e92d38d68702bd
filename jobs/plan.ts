import { createHash } from 'node:crypto';
import type { Environment, Service } from '../src/core/catalog.ts';
import { cardKey, type MessageContent } from '../src/core/outgoing.ts';
import type { Person } from '../src/core/person.ts';
import { asDeployed, fingerprint, PLAN_LIVES_MS, planOf, revisionName } from '../src/core/plan.ts';
import { type Forecast, forecastOf } from '../src/core/planner.ts';
import { refusePerson, whoMay } from '../src/core/policy.ts';
import type { Refusal } from '../src/core/refusal.ts';
import type { AskedFor, DeployRequest } from '../src/core/request.ts';
import { holdsLock, type Image, type Rollout, type RolloutIn, type Stable } from '../src/core/rollout.ts';
import type { RevisionView } from '../src/core/service-view.ts';
import { refuseStrategy } from '../src/core/strategy.ts';
import { foreignTagsOf } from '../src/core/traffic.ts';
import { planned } from '../src/core/transitions.ts';
import { planMessage } from '../src/messages/plan.ts';
import { answerTo } from './choose.ts';
import type { Reply } from './command.ts';
import { commit } from './commit.ts';
import { chooseImage } from './image.ts';
import { entriesOf, type World } from './job.ts';
import { readLastHour } from './last-hour.ts';
import { type Live, readBeside, readLive } from './live.ts';
import { lockedBy, standsInTheWay } from './obstacles.ts';

type Asked = { readonly asked: AskedFor; readonly request: DeployRequest; readonly person: Person };

/**
 * Makes the plan of a deploy and shows it to the requester alone: which image and why, what is live, the phases, who may
 * press, and whether a rollback is possible. Nothing outside is changed; the confirm holds for exactly this plan.
 */
export async function proposePlan({ asked, request, person }: Asked, world: World): Promise<Reply> {
  const { service: asCatalogued, env } = entriesOf(request, world.catalog);
  const service = { ...asCatalogued, strategy: request.strategy ?? asCatalogued.strategy };
  const notAllowed = refusePerson('deploy', person, env, null);
  if (notAllowed && (!request.planOnly || notAllowed.kind === 'notAMember')) return { refusal: notAllowed };
  const notThatWay = refuseStrategy(asCatalogued, request.strategy);
  if (notThatWay) return { refusal: notThatWay };
  const ground = await groundOf({ service, env }, request, world);
  if ('refusal' in ground) return ground;
  const { live, behind, obstacle } = ground;
  const image = await chooseImage(request.image, { service, env }, world);
  if ('refusal' in image) return image;
  const known = refuseKnownImage(image.image, ground, { service: service.name, env: env.name });
  if (known) return { refusal: known };
  const way = asDeployed(asCatalogued, { strategyAsked: request.strategy, stable: live.stable });
  const drafted = { asked, request, service: way, env, image: image.image, live, behind };
  const rollout = draft(drafted, world.now());
  const content = planMessage({
    rollout,
    ...groundShown(live),
    forecast: await forecast(rollout, { service, env }, world),
    mayAdvance: whoMay('advance', env),
    notes: notesOf({ because: image.because, service, obstacle, live }),
    behind,
    readOnly: request.planOnly,
  });
  if (request.planOnly) return { content };
  if (behind) return showBehind({ asked, rollout, behind, content }, world);
  await commit(null, { next: rollout, event: { kind: 'planned' }, nextLookAtMs: rollout.expiresAtMs }, world);
  return { content };
}

/** Where nothing serves yet nothing came either, and there is nothing to compare with. */
async function forecast(
  { plan, stable }: Pick<Rollout, 'plan' | 'stable'>,
  at: { readonly service: Service; readonly env: Environment },
  world: World,
): Promise<Forecast | null> {
  return stable && forecastOf(plan, await readLastHour({ ...at, stable: stable.revision }, world));
}

type Shown = {
  readonly asked: AskedFor;
  readonly rollout: RolloutIn<'planned'>;
  readonly behind: Rollout;
  readonly content: MessageContent;
};

/** The link to the card of what runs is known to the outbox alone, so the plan leaves through it. */
async function showBehind({ asked, rollout, behind, content }: Shown, world: World): Promise<Reply> {
  const also = [{ ...answerTo(asked, rollout, content), key: cardKey(behind.id) }];
  const change = { next: rollout, event: { kind: 'planned' }, nextLookAtMs: rollout.expiresAtMs, also } as const;
  if ((await commit(null, change, world)).kind === 'done') return null;
  // The job ran before: what it stored then may be a plan for a place that was free.
  const stored = await world.rollouts.read(rollout.id);
  return stored && wasShown(stored.rollout, behind) ? null : { refusal: lockedBy(behind) };
}

function wasShown(rollout: Rollout, behind: Rollout): boolean {
  return rollout.state === 'queued' || (rollout.state === 'planned' && rollout.behind === behind.id);
}

type Ground = {
  readonly live: Live;
  /** The rollout that is live there; the plan begins where an abort of it would end. */
  readonly behind: Rollout | null;
  readonly obstacle: Refusal | null;
};

async function groundOf(
  { service, env }: { readonly service: Service; readonly env: Environment },
  { planOnly }: DeployRequest,
  world: World,
): Promise<Ground | { readonly refusal: Refusal }> {
  const obstacle = await standsInTheWay(service.name, env.name, world);
  if (obstacle?.kind === 'frozen' && !planOnly) return { refusal: obstacle };
  const behind = obstacle?.kind === 'locked' ? await stillLive(obstacle.rolloutId, world) : null;
  const live = behind ? await readBeside(behind, { service, env }, world) : await readLive(service, env, world);
  return 'refusal' in live ? live : { live, behind, obstacle };
}

async function stillLive(id: string, world: World): Promise<Rollout | null> {
  const stored = await world.rollouts.read(id);
  return stored && holdsLock(stored.rollout) ? stored.rollout : null;
}

/** Nothing new would come of it: the image serves already, is being rolled out, or is what an abort goes back to. */
function refuseKnownImage(
  image: Image,
  { live, behind }: Ground,
  at: { readonly service: string; readonly env: string },
): Refusal | null {
  const named = { image: nameOf(image), ...at };
  if (behind?.kind === 'deploy' && behind.image.digest === image.digest) return { kind: 'sameRollout', ...named };
  if (!live.revision?.image.includes(image.digest)) return null;
  return { kind: behind ? 'isStable' : 'alreadyLive', ...named };
}

type Draft = {
  readonly asked: AskedFor;
  readonly request: DeployRequest;
  readonly service: Service;
  readonly env: Environment;
  readonly image: Image;
  readonly live: Live;
  readonly behind: Rollout | null;
};

function draft({ asked, request, service, env, image, live, behind }: Draft, nowMs: number): RolloutIn<'planned'> {
  const { stable } = live;
  const targetReady = groundShown(live).rollbackTarget?.ready ?? null;
  const id = rolloutId(asked);
  const requestedBy = asked.userId;
  const { because } = request;
  const { checklist } = env;
  const hash = sha256(fingerprint({ service, env, image, stable, requestedBy, because, checklist }));
  const plan = { ...planOf(service, checklist, { strategyAsked: request.strategy, targetReady }), hash };
  const place = { project: env.project, region: env.region };
  const canary = revisionName(service.name, id);
  const names = { id, kind: 'deploy', service: service.name, env: env.name, place, channel: env.channel } as const;
  const beginning = { ...names, image, canary, stable, plan, requestedBy, requestedAtMs: nowMs, because, fence: 0 };
  return planned(beginning, nowMs + PLAN_LIVES_MS, behind?.id ?? null);
}

/** Made from the request's key: a request that is carried out twice makes one rollout. */
export function rolloutId({ key }: Pick<AskedFor, 'key'>): string {
  return sha256(key).slice(0, 10);
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function groundShown(live: Live) {
  if (live.stable === null) return { live: null, rollbackTarget: null };
  const { stable, revision } = live;
  return {
    live: { image: revision.image, revision: stable.revision },
    rollbackTarget: rollbackTarget(stable, revision),
  };
}

function rollbackTarget({ revision }: Stable, view: RevisionView) {
  return { revision, ready: view.ready === 'yes', why: view.ready === 'yes' ? null : (view.message ?? 'is not ready') };
}

type Noted = { because: string | null; service: Service; obstacle: Refusal | null; live: Live };

function notesOf(about: Noted): readonly string[] {
  const tags = foreignTagsOf(about.live.view?.traffic ?? []);
  const affinity = 'Clients stick to their revision (session affinity): the real share may differ from the split.';
  return [
    ...(about.because === null ? [] : [about.because]),
    ...(about.service.sessionAffinity ? [affinity] : []),
    ...(about.service.singleWriter && tags.length > 0 ? [tagsGo(tags)] : []),
    ...(about.live.stable === null ? firstDeploy(about) : []),
    ...(about.obstacle?.kind === 'frozen' ? [`It could not start now: frozen, ${about.obstacle.reason}.`] : []),
  ];
}

function firstDeploy({ live, service }: Noted): readonly string[] {
  const made = live.view
    ? 'The service exists, but none of its revisions has ever served.'
    : "It is created with Cloud Run's own settings (port 8080, private, its own scaling): set others on it afterwards.";
  const noPreview = 'Blue-green needs an old revision: this once everybody comes to the new one at once.';
  return [made, ...(service.strategy === 'blue-green' ? [noPreview] : [])];
}

function nameOf({ tag, digest }: Image): string {
  return tag ?? digest;
}

function tagsGo(tags: readonly string[]): string {
  return `Its tags (${tags.join(', ')}) are removed: a tagged revision may be kept running, and two must never run.`;
}
