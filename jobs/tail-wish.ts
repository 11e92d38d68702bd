import type { Catalog, Service } from '../src/core/catalog.ts';
import type { TailWish } from '../src/ports/cloud.ts';

/** Slower than this is slow, slower than twice this very slow; never, where no phase has a limit. */
export function slowLimitOf({ phases }: Pick<Service, 'phases'>): number {
  return Math.min(...phases.map(({ criteria }) => criteria.slowOverMs));
}

export function projectsOf({ environments }: Pick<Catalog, 'environments'>): readonly string[] {
  return [...new Set(environments.map(({ project }) => project))];
}

/** Under which it is kept who listens to a project's errors, and how far they were heard. */
export const errorTailOf = (project: string) => `${project} errors`;

/** All services that run in a project, as the catalog has them or last had them. */
export function servicesIn(
  project: string,
  { environments }: Pick<Catalog, 'environments'>,
  known: ReadonlyMap<string, Service>,
): readonly Service[] {
  const names = environments.filter((env) => env.project === project).map(({ name }) => name);
  const here = [...known.values()].filter((service) => service.environments.some((env) => names.includes(env)));
  return here.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** What to listen for. A service whose signal cannot be had is not heard at all, rather than by what says nothing of it. */
export function wishOf(services: readonly Service[], isTaken: (failures: string) => boolean): TailWish {
  const byHttp = services.filter(({ signal }) => signal === null);
  return {
    services: byHttp.map(({ name }) => name),
    slowOverMs: Math.min(...byHttp.map(slowLimitOf)),
    signals: services.flatMap(({ name, signal }) =>
      signal !== null && isTaken(signal.failures) ? [{ service: name, failures: signal.failures }] : [],
    ),
  };
}

export function heardIn({ services, signals }: TailWish): readonly string[] {
  return [...services, ...signals.map(({ service }) => service)];
}

/** As much of a wish as concerns these services; null: all of it. */
export function narrowed(wish: TailWish, names: readonly string[] | null): TailWish {
  if (names === null) return wish;
  return {
    ...wish,
    services: wish.services.filter((name) => names.includes(name)),
    signals: wish.signals.filter(({ service }) => names.includes(service)),
  };
}
