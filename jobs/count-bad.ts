import type { BadRequest } from '../src/core/bad-request.ts';
import type { Service } from '../src/core/catalog.ts';
import type { ServiceAt } from '../src/core/service-view.ts';
import type { CountedRequest } from '../src/ports/evidence.ts';
import type { World } from './job.ts';
import { slowLimitOf } from './tail-wish.ts';

/** However much fails, a revision is told of no more often than this. */
const TOLD_EVERY_MS = 2_000;

/** Told of a revision some of whose requests fail. */
export type OnBad = (at: ServiceAt, revision: string) => void;

export type Counting = {
  readonly world: Pick<World, 'evidence' | 'now'>;
  /** By name; requests of others are nobody's. */
  readonly known: ReadonlyMap<string, Service>;
  readonly onBad: OnBad;
};

/** Counts what was heard of a project, one step per service, by each service's own limits. Safe to do twice. */
export async function countBad(project: string, requests: readonly BadRequest[], counting: Counting): Promise<void> {
  const { world, known, onBad } = counting;
  for (const [at, counted] of byPlace(project, requests, known)) {
    const fresh = await world.evidence.count(at, counted);
    if (fresh === 0) continue;
    const failing = counted.filter(({ outcome }) => outcome !== 'answered');
    for (const revision of new Set(failing.map((one) => one.revision))) onBad(at, revision);
  }
}

function byPlace(
  project: string,
  requests: readonly BadRequest[],
  known: ReadonlyMap<string, Service>,
): readonly (readonly [ServiceAt, readonly CountedRequest[]])[] {
  const groups = Map.groupBy(requests, ({ service, region }) => `${service} ${region}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const service = known.get(first?.service ?? '');
    if (!first || !service) return [];
    const slowOverMs = slowLimitOf(service);
    const counted = group.map(({ latencyMs, service: _service, region: _region, ...request }) => ({
      ...request,
      slow: latencyMs > slowOverMs,
      verySlow: latencyMs > 2 * slowOverMs,
    }));
    return [[{ project, region: first.region, service: service.name }, counted] as const];
  });
}

/** Passes on what is told, for each revision no more often than every two seconds. */
export function paced(onBad: OnBad, now: () => number): OnBad {
  const toldAtMs = new Map<string, number>();
  return (at, revision) => {
    const name = `${at.project} ${at.region} ${revision}`;
    const nowMs = now();
    if (nowMs - (toldAtMs.get(name) ?? Number.NEGATIVE_INFINITY) < TOLD_EVERY_MS) return;
    toldAtMs.set(name, nowMs);
    onBad(at, revision);
  };
}
