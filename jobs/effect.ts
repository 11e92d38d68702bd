import { never } from '../src/core/never.ts';
import type { Rollout, Stored } from '../src/core/rollout.ts';
import type { ServiceView, WriteOutcome } from '../src/core/service-view.ts';
import { carries, fenceOf, traceOf, traceOn } from '../src/core/trace.ts';
import { homeOf, type World } from './job.ts';

const MAX_TRIES = 5;

export type Applied =
  | { readonly kind: 'applied'; readonly view: ServiceView }
  /** The rollout has another version: somebody newer has decided, and this job has nothing left to do. */
  | { readonly kind: 'stale' }
  /** The rollout still is ours, but the service carries a higher fence or a later step: somebody went on without our Redis. */
  | { readonly kind: 'outranked'; readonly view: ServiceView }
  /** What the write was decided on no longer holds: others moved the traffic. */
  | { readonly kind: 'foreign'; readonly view: ServiceView }
  | { readonly kind: 'refused'; readonly because: string }
  | { readonly kind: 'gone' };

/** `foreign` from the writer itself: it looked at the traffic it was about to replace, and it was not ours. */
export type Write = (view: ServiceView, annotations: Marks) => Promise<WriteOutcome | { readonly kind: 'foreign' }>;

type Marks = Readonly<Record<string, string>>;

/**
 * Carries out one write on the service of a rollout, at most once, in the only order that loses no race (400 races
 * measured): read the service with its etag, then check the version in Redis, then write with that etag and our marks.
 * A service that already carries the marks of this step was written by an earlier run of the same job.
 */
export async function applyOnce(
  stored: Stored,
  write: Write,
  world: Pick<World, 'cloudRun' | 'rollouts'>,
  /** Makes the service where there is none; without it such a service is `gone`. */
  create: ((annotations: Marks) => Promise<WriteOutcome>) | null = null,
): Promise<Applied> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const view = await world.cloudRun.read(homeOf(stored.rollout));
    const applied = view ? await applyOn(view, stored, write, world) : await applyOnNothing(stored, create, world);
    if (applied !== 'readAgain') return applied;
  }
  throw new Error(`Cloud Run took none of ${MAX_TRIES} writes: others keep changing the service`);
}

/** Made or not, the next read tells whose the service is. */
async function applyOnNothing(
  { rollout, version }: Stored,
  create: ((annotations: Marks) => Promise<WriteOutcome>) | null,
  world: Pick<World, 'rollouts'>,
): Promise<Applied | 'readAgain'> {
  if (create === null) return { kind: 'gone' };
  if (await isStale({ rollout, version }, world)) return { kind: 'stale' };
  const outcome = await create(traceOf(rollout, version));
  return outcome.kind === 'refused' ? { kind: 'refused', because: outcome.because } : 'readAgain';
}

async function applyOn(
  view: ServiceView,
  { rollout, version }: Stored,
  write: Write,
  world: Pick<World, 'rollouts'>,
): Promise<Applied | 'readAgain'> {
  const marks = traceOf(rollout, version);
  if (carries(view, marks)) return { kind: 'applied', view };
  if (await isStale({ rollout, version }, world)) return { kind: 'stale' };
  if (fenceOf(view) > rollout.fence || isAhead(view, { rollout, version })) return { kind: 'outranked', view };
  const outcome = await write(view, marks);
  switch (outcome.kind) {
    case 'accepted':
      return { kind: 'applied', view };
    case 'foreign':
      return { kind: 'foreign', view };
    case 'refused':
      return { kind: 'refused', because: outcome.because };
    case 'conflict':
    case 'unknown':
      // Only the next read tells what really happened.
      return 'readAgain';
    default:
      return never(outcome);
  }
}

/** A record that was found again counts its versions anew: at the same one it is another, and has a higher fence. */
async function isStale({ rollout, version }: Stored, { rollouts }: Pick<World, 'rollouts'>): Promise<boolean> {
  const now = await rollouts.read(rollout.id);
  return now?.version !== version || now.rollout.fence !== rollout.fence;
}

/**
 * The service carries a later step of this very rollout than its record knows: Redis was put back from an older copy, and
 * what the record would do now was done long ago. Only going back is right all the same.
 */
function isAhead(view: ServiceView, { rollout, version }: Stored): boolean {
  const trace = traceOn(view);
  const isSame = trace?.rolloutId === rollout.id && trace.fence === rollout.fence;
  return isSame && trace.version > version && rollout.state !== 'rollingBack';
}

/** The fence of whoever comes next: above all that Redis ever gave and above what stands on the service, if there is one. */
export async function nextFence(
  { service, env }: Pick<Rollout, 'service' | 'env'>,
  view: ServiceView | null,
  { rollouts }: Pick<World, 'rollouts'>,
): Promise<number> {
  return Math.max(await rollouts.fence(service, env), view ? fenceOf(view) : 0) + 1;
}
