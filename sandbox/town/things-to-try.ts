import type { Catalog } from '../../src/core/catalog.ts';

type Try = readonly [who: string, command: string, why: string];
type Place = { readonly service: string; readonly env: string; readonly firstPercent: number };

/** First commands for this catalog, in the order in which to type them; none for a catalog without a canary. */
export function thingsToTry(catalog: Catalog): Try[] {
  const [good, ...others] = canaryPlaces(catalog);
  if (good === undefined) return [];
  return [
    ['as Ana', `/deploy ${good.service} v1.1.0 ${good.env}`, 'start it under the plan; then be Bo and press Advance'],
    ...others
      .toSorted((one, other) => worthOf(other, good) - worthOf(one, good))
      .slice(0, 1)
      .map((place) => badImage(place, good)),
    ['as Ira', `/rollback ${good.service} ${good.env} now`, 'while the first one runs'],
  ];
}

/** Those first where others press Advance than deploy: there is the most to see. */
function canaryPlaces({ environments, services }: Catalog): Place[] {
  const canaries = services.filter(({ strategy }) => strategy === 'canary');
  return environments
    .toSorted((one, other) => Number(other.separateDuty) - Number(one.separateDuty))
    .flatMap(({ name: env }) =>
      canaries
        .filter(({ environments: own }) => own.includes(env))
        .map(({ name, phases }) => ({ service: name, env, firstPercent: phases[0]?.percent ?? 0 })),
    );
}

/** The more requests its first phase has, the sooner a bad image shows. */
function worthOf({ env, firstPercent }: Place, good: Place): number {
  return firstPercent * (env === good.env ? 10 : 1);
}

/** Elsewhere there is a tenth of the traffic, in which a few errors do not show within seconds. */
function badImage({ service, env }: Place, good: Place): Try {
  const image = env === good.env ? 'errors-5pct' : 'errors-100pct';
  return ['as Dev', `/deploy ${service} ${image} ${env}`, 'a bad image: watch it come back by itself'];
}
