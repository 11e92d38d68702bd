import { type Environment, type Place, placesIn, type Service } from '../src/core/catalog.ts';
import { placeIn } from '../src/core/form.ts';
import type { Served } from '../src/core/history.ts';
import type { RevisionView } from '../src/core/service-view.ts';
import type { ListedRevision, Showing } from '../src/core/showing.ts';
import { CANARY_TAG, soleServer, split } from '../src/core/traffic.ts';
import { servedByMarks } from './history-marks.ts';
import { placeOf, type World } from './job.ts';
import { readLastHour } from './last-hour.ts';

/** As many lines as a menu of Slack's holds. */
const IMAGES = 100;
const REVISIONS = 20;

/** Looks at a service in an environment for the forms: one read of it, of its revisions, of its images, of its last hour. */
export async function takeShowing(names: Place, world: World): Promise<void> {
  const { service, env } = placeIn(names, world.catalog());
  // Taken out of the catalog since it was asked for.
  if (!service || !env) return;
  await world.showcase.put(names, await look(service, env, world));
}

async function look(service: Service, env: Environment, world: World): Promise<Showing> {
  const at = placeOf(service, env);
  const takenAtMs = world.now();
  const [view, images, known] = await Promise.all([
    world.cloudRun.read(at),
    world.registry.newest(service.image, IMAGES),
    world.rollouts.served(service.name, env.name),
  ]);
  const revisions = view ? await world.cloudRun.listRevisions(at) : [];
  const live = view && soleServer(view.serving);
  const lastHour = await readLastHour({ service, env, stable: live }, world);
  const shares = split(view?.serving ?? []);
  // Nobody goes back to what is being tried.
  const tried = view?.serving.find(({ tag }) => tag === CANARY_TAG)?.revision;
  const served = [...known, ...(view ? servedByMarks(view) : [])];
  return {
    takenAtMs,
    exists: view !== null,
    images: images.map(({ tag, digest, uploadedAtMs }) => ({ tag, digest, uploadedAtMs })),
    live: live === null ? null : { revision: live, digest: digestOf(live, revisions) },
    revisions: revisions
      .filter(({ revision, ready }) => ready === 'yes' && revision !== live && revision !== tried)
      .slice(0, REVISIONS)
      .map((one) => listed(one, shares.get(one.revision) ?? 0, served)),
    lastHour,
  };
}

function digestOf(live: string, revisions: readonly RevisionView[]): string | null {
  const image = revisions.find(({ revision }) => revision === live)?.image ?? '';
  return /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1] ?? null;
}

function listed({ revision, createdAtMs }: RevisionView, percent: number, served: readonly Served[]): ListedRevision {
  const once = served.find((one) => one.revision === revision);
  return { revision, createdAtMs, percent, served: once ? { untilMs: once.untilMs, end: once.end } : null };
}

/** Places with a live rollout are what people look at next; the others are looked at when somebody asks. */
const EVERY_MS = 60_000;

/** Keeps the places fresh where something is going on, until `signal` aborts. However many workers ask, one looks. */
export function keepShowcase(
  world: Pick<World, 'catalog' | 'rollouts' | 'showcase' | 'log'>,
  signal: AbortSignal,
): void {
  const timer = setInterval(() => {
    wishLive(world).catch((error: unknown) => world.log('showcase.failed', { err: error }));
  }, EVERY_MS);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}

async function wishLive({
  catalog,
  rollouts,
  showcase,
}: Pick<World, 'catalog' | 'rollouts' | 'showcase'>): Promise<void> {
  for (const { rollout } of await rollouts.liveIn(placesIn(catalog()))) await showcase.wish(rollout);
}
