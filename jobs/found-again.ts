import type { Environment, Service } from '../src/core/catalog.ts';
import { placesIn } from '../src/core/catalog.ts';
import { placeIn } from '../src/core/form.ts';
import { type Found, foundAgain, repairOf, type Suspect, suspectOn } from '../src/core/found-again.ts';
import { planOf } from '../src/core/plan.ts';
import { redact } from '../src/core/redaction/redact.ts';
import { canaryPercent, type RolloutIn, type Stored } from '../src/core/rollout.ts';
import { splitText } from '../src/core/traffic.ts';
import { abort, planned } from '../src/core/transitions.ts';
import { commit } from './commit.ts';
import { nextFence } from './effect.ts';
import { placeOf, type World } from './job.ts';
import { sha256 } from './plan.ts';

/** How often a worker asks whether it is its turn; a lost memory is seen within this time. */
const BEAT_MS = 15_000;
/** One read of every service, by one of all workers. */
const EVERY_MS = 10 * 60_000;
/** What Cloud Run is still at is looked at with every beat, and called stuck after this long. */
const SETTLES_WITHIN_MS = 5 * 60_000;

type Finding = Pick<World, 'catalog' | 'cloudRun' | 'rollouts' | 'lookout' | 'now' | 'log'>;
type Place = { readonly service: Service; readonly env: Environment };
/** Places where Cloud Run was still at it, or did not answer, and since when. */
type Unsettled = Map<string, { readonly place: Place; readonly sinceMs: number }>;

/**
 * Looks for rollouts that Redis no longer knows, until `signal` aborts: when the worker starts, at once when Redis comes back
 * with another memory, and rarely besides. Of several workers one looks.
 */
export function keepLookingForLost(world: Finding, signal: AbortSignal): void {
  const look = lookForLost(world);
  const beat = () => {
    look().catch((error: unknown) => world.log('lookout.failed', { err: error }));
  };
  beat();
  const timer = setInterval(beat, BEAT_MS);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}

/** One beat: every service where it is this worker's turn, else those alone that it found unsettled before. */
export function lookForLost(world: Finding): () => Promise<void> {
  const unsettled: Unsettled = new Map();
  const lookAll = async () => {
    const isTurn = await world.lookout.turn(EVERY_MS);
    const places = isTurn ? placesOf(world) : [...unsettled.values()].map(({ place }) => place);
    // One after the other: nobody waits for this, and Cloud Run's reads are counted per minute.
    for (const place of places) {
      await lookAt(place, unsettled, world).catch((error: unknown) => {
        // The turn is used up: what could not be read now would go unseen until the next.
        unsettled.set(keyOf(place), { place, sinceMs: world.now() });
        world.log('lookout.failed', { service: place.service.name, env: place.env.name, err: error });
      });
    }
  };
  let looking: Promise<void> | null = null;
  return () => {
    // Where nothing answers, a look takes longer than a beat.
    looking ??= lookAll().finally(() => {
      looking = null;
    });
    return looking;
  };
}

function keyOf({ service, env }: Place): string {
  return `${service.name} ${env.name}`;
}

function placesOf({ catalog }: Finding): readonly Place[] {
  return placesIn(catalog()).flatMap((names) => {
    const { service, env } = placeIn(names, catalog());
    return service && env ? [{ service, env }] : [];
  });
}

async function lookAt(place: Place, unsettled: Unsettled, world: Finding): Promise<void> {
  const key = keyOf(place);
  const suspect = await suspectIn(place, world);
  const found = suspect ? await judged(suspect, world) : null;
  if (suspect === null || found === null || found.kind !== 'notYet') unsettled.delete(key);
  if (suspect === null || found === null) return;
  switch (found.kind) {
    case 'nothing':
      return;
    case 'notYet': {
      const sinceMs = unsettled.get(key)?.sinceMs ?? world.now();
      unsettled.set(key, { place, sinceMs });
      const because = `Cloud Run has not settled for ${SETTLES_WITHIN_MS / 60_000} min`;
      if (world.now() - sinceMs > SETTLES_WITHIN_MS) await report(suspect, because, world);
      return;
    }
    case 'rollout':
      return takeUp(found.rollout, world);
    case 'report':
      return report(suspect, found.because, world);
  }
}

/** The record is read after the service: what has begun in between is not lost. */
async function suspectIn(place: Place, world: Finding): Promise<Suspect | null> {
  const { service, env } = place;
  const view = await world.cloudRun.read(placeOf(service, env));
  const suspect = view && suspectOn(place, view);
  if (!suspect) return null;
  return (await world.rollouts.live(service.name, env.name)) === null ? suspect : null;
}

async function judged(suspect: Suspect, world: Finding): Promise<Found> {
  const { service, env, view, trace, stable } = suspect;
  const known: Stored | null = await world.rollouts.read(trace.rolloutId);
  const [canary, target] = await Promise.all([
    world.cloudRun.readRevision(view, suspect.canary),
    stable ? world.cloudRun.readRevision(view, stable) : null,
  ]);
  // Whoever still writes with the lost record is outranked by the first write of the new one.
  const fence = await nextFence({ service: service.name, env: env.name }, view, world);
  return foundAgain(suspect, { known: known?.rollout ?? null, canary, stable: target, fence, nowMs: world.now() });
}

/** Two workers at once make one record: it is created under the id that the service names. */
async function takeUp(next: RolloutIn<'paused'>, world: Finding): Promise<void> {
  const nextLookAtMs = world.now() + world.catalog().timing.lookEveryMs;
  const event = { kind: 'foundAgain', percent: canaryPercent(next) } as const;
  await commit(null, { next, event, nextLookAtMs }, world);
}

/**
 * Messages leave with a commit alone, so the word has a record of its own: one that never started, named after what was
 * seen and so told once; it is forgotten after a day, and then told again if it still is so.
 */
async function report(suspect: Suspect, because: string, world: Finding): Promise<void> {
  const { service, env, view, trace, canary } = suspect;
  const nowMs = world.now();
  const left = `rollout ${trace.rolloutId} has left its marks on it, and Slipway knows it no longer`;
  const seen = redact(`${splitText(view.serving)} now; ${left}; ${because}`);
  const nextStep = repairOf(suspect);
  const word = planned(
    {
      id: sha256(JSON.stringify(['half-way', service.name, env.name, seen, nextStep])).slice(0, 10),
      kind: 'deploy',
      service: service.name,
      env: env.name,
      place: { project: env.project, region: env.region },
      image: { repository: service.image, tag: null, digest: '' },
      canary,
      stable: null,
      plan: { ...planOf(service, []), hash: '' },
      channel: env.channel,
      requestedBy: trace.by,
      requestedAtMs: nowMs,
      because: null,
      fence: 0,
    },
    nowMs,
  );
  const next = abort(word, { who: null, text: seen }, nowMs);
  await commit(null, { next, event: { kind: 'foundHalfWay', seen, nextStep }, nextLookAtMs: null }, world);
}
