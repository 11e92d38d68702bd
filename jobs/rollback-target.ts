import type { Environment, Service } from '../src/core/catalog.ts';
import { revisionName } from '../src/core/plan.ts';
import type { Refusal } from '../src/core/refusal.ts';
import type { Image, Stable } from '../src/core/rollout.ts';
import type { RevisionView, ServiceView } from '../src/core/service-view.ts';
import { comingRows } from '../src/core/standing.ts';
import { type Candidate, chooseTarget } from '../src/core/target.ts';
import { isOnItsWay, stableLeftBy, traceOn } from '../src/core/trace.ts';
import { CANARY_TAG, STABLE_TAG, soleServer, split } from '../src/core/traffic.ts';
import { servedByMarks } from './history-marks.ts';
import { placeOf, type World } from './job.ts';

export type Found = {
  /** The revision that is left. */
  readonly current: string;
  readonly image: Image;
  readonly target: Stable;
  readonly because: string;
};

type Place = { readonly service: Service; readonly env: Environment };
type Looking = Pick<World, 'cloudRun' | 'rollouts'>;
type Refused = { readonly refusal: Refusal };

/** Where a rollback would go, by name or by history, checked to be ready (product.md E). */
export async function findTarget(place: Place, toRevision: string | null, world: Looking): Promise<Found | Refused> {
  const { service, env } = place;
  const names = { service: service.name, env: env.name };
  const view = await world.cloudRun.read(placeOf(service, env));
  if (view === null) return { refusal: { kind: 'noService', ...names } };
  const current = await currentOf(view, { ...names, to: toRevision }, world);
  if (toRevision !== null && (toRevision === current || servesAll(view, toRevision))) {
    return { refusal: { kind: 'alreadyServing', revision: toRevision } };
  }
  if (toRevision !== null) return namedTarget(toRevision, current, place, world);
  const revisions = await world.cloudRun.listRevisions(placeOf(service, env));
  const chosen = chooseTarget({
    current,
    startedOn: stableLeftBy(view, current),
    served: [...(await world.rollouts.served(service.name, env.name)), ...servedByMarks(view)],
    taggedStable: tagged(view, STABLE_TAG),
    revisions: revisions.map(candidate),
  });
  if (chosen.kind === 'none') {
    return { refusal: { kind: 'noRollbackTarget', ...names, because: chosen.because, nextBest: chosen.nextBest } };
  }
  const imageOf = (name: string) => revisions.find(({ revision }) => revision === name)?.image ?? '';
  return found({ current, service, because: chosen.because }, imageOf(current), {
    revision: chosen.revision,
    image: imageOf(chosen.revision),
  });
}

/**
 * What is being left for `to` (null: for whatever served before): the live rollout's canary; without a record the canary of
 * the rollout that left its marks, or that is tagged, where it has traffic; else the largest share.
 */
export async function currentOf(
  view: ServiceView,
  at: { readonly service: string; readonly env: string; readonly to: string | null },
  world: Pick<World, 'rollouts'>,
): Promise<string> {
  const live = await world.rollouts.live(at.service, at.env);
  if (live) return live.rollout.canary;
  // Somebody's deploy that is under way is what is to be left, though users have not come to it yet.
  const shares = split(comingRows(view));
  const trace = traceOn(view);
  const marked = trace && isOnItsWay(trace) ? revisionName(at.service, trace.rolloutId) : null;
  const canary = [marked, tagged(view, CANARY_TAG)].find((one) => one !== null && one !== at.to && shares.has(one));
  return canary ?? largest(shares, at.to) ?? largest(split(view.traffic), at.to) ?? '';
}

function largest(shares: ReadonlyMap<string, number>, but: string | null): string | null {
  const [most] = [...shares].filter(([revision]) => revision !== but).sort(([, one], [, other]) => other - one);
  return most?.[0] ?? null;
}

/** Asked for and real: there is nothing that a rollback to it would change. */
function servesAll({ serving, traffic }: ServiceView, revision: string): boolean {
  return soleServer(serving) === revision && soleServer(traffic) === revision;
}

function tagged(view: ServiceView, tag: string): string | null {
  return view.serving.find((row) => row.tag === tag)?.revision ?? null;
}

async function namedTarget(wanted: string, current: string, place: Place, world: Looking): Promise<Found | Refused> {
  const { service, env } = place;
  const at = placeOf(service, env);
  const [revision, left] = await Promise.all([
    world.cloudRun.readRevision(at, wanted),
    world.cloudRun.readRevision(at, current),
  ]);
  if (revision?.ready !== 'yes') {
    const because = revision ? (revision.message ?? 'Cloud Run gives no reason') : 'it does not exist';
    return { refusal: { kind: 'revisionNotReady', revision: wanted, because } };
  }
  const target = { revision: wanted, image: revision.image };
  return found({ current, service, because: 'it was named' }, left?.image ?? '', target);
}

function found(
  { current, service, because }: { readonly current: string; readonly service: Service; readonly because: string },
  currentImage: string,
  target: Stable,
): Found {
  const [, digest = ''] = currentImage.split('@');
  return { current, image: { repository: service.image, tag: null, digest }, target, because };
}

function candidate({ revision, ready, message }: RevisionView): Candidate {
  return { revision, ready: ready === 'yes', why: message };
}
