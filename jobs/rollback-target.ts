import type { Environment, Service } from '../src/core/catalog.ts';
import type { Refusal } from '../src/core/refusal.ts';
import type { Image, Stable } from '../src/core/rollout.ts';
import { type Candidate, chooseTarget } from '../src/core/target.ts';
import { STABLE_TAG, split } from '../src/core/traffic.ts';
import type { RevisionView, ServiceView } from '../src/ports.ts';
import { placeOf, type World } from './job.ts';

export type Found = {
  /** The revision that is left: the one with the largest share. */
  readonly current: string;
  readonly image: Image;
  readonly target: Stable;
  readonly because: string;
};

/** Where a rollback would go, by name or by history, checked to be ready (product.md E). */
export async function findTarget(
  { service, env }: { readonly service: Service; readonly env: Environment },
  toRevision: string | null,
  world: Pick<World, 'cloudRun' | 'rollouts'>,
): Promise<Found | { readonly refusal: Refusal }> {
  const names = { service: service.name, env: env.name };
  const at = placeOf(service, env);
  const view = await world.cloudRun.read(at);
  if (view === null) return { refusal: { kind: 'noService', ...names } };
  const revisions = await world.cloudRun.listRevisions(at);
  const current = await currentOf(view, names, world);
  if (toRevision !== null) return namedTarget(toRevision, current, revisions, service);
  const chosen = chooseTarget({
    current,
    served: await world.rollouts.served(service.name, env.name),
    taggedStable: view.serving.find(({ tag }) => tag === STABLE_TAG)?.revision ?? null,
    revisions: revisions.map(candidate),
  });
  if (chosen.kind === 'none') {
    return { refusal: { kind: 'noRollbackTarget', ...names, because: chosen.because, nextBest: chosen.nextBest } };
  }
  return found(chosen, current, revisions, service);
}

/** What is being left: the live rollout's canary, else whatever has most of the traffic. */
async function currentOf(
  view: ServiceView,
  at: { readonly service: string; readonly env: string },
  world: Pick<World, 'rollouts'>,
): Promise<string> {
  const live = await world.rollouts.live(at.service, at.env);
  if (live) return live.rollout.canary;
  const [largest] = [...split(view.serving)].sort(([, one], [, other]) => other - one);
  return largest?.[0] ?? '';
}

function namedTarget(
  wanted: string,
  current: string,
  revisions: readonly RevisionView[],
  service: Service,
): Found | { readonly refusal: Refusal } {
  if (wanted === current) return { refusal: { kind: 'alreadyServing', revision: wanted } };
  const revision = revisions.find((one) => one.revision === wanted);
  if (revision?.ready === 'yes')
    return found({ revision: wanted, because: 'it was named' }, current, revisions, service);
  const because = revision ? (revision.message ?? 'Cloud Run gives no reason') : 'it does not exist';
  return { refusal: { kind: 'revisionNotReady', revision: wanted, because } };
}

function found(
  { revision, because }: { readonly revision: string; readonly because: string },
  current: string,
  revisions: readonly RevisionView[],
  service: Service,
): Found {
  const imageOf = (name: string) => revisions.find((one) => one.revision === name)?.image ?? '';
  const [, digest = ''] = imageOf(current).split('@');
  const image = { repository: service.image, tag: null, digest };
  return { current, image, target: { revision, image: imageOf(revision) }, because };
}

function candidate({ revision, ready, message }: RevisionView): Candidate {
  return { revision, ready: ready === 'yes', why: message };
}
