import type { Minute } from './evidence.ts';
import { type Span, spanOf } from './span.ts';

/**
 * One sampling period of Monitoring. Where it has counted anything of the service, a revision that is absent had no
 * requests; where it has counted nothing at all there is no period.
 */
export type Period = Span & { readonly byRevision: ReadonlyMap<string, Minute> };

/** In order of time. What was read twice counts once, whatever came first; nothing ends after `nowMs`. */
export function periodsOf(minutes: readonly Minute[], nowMs: number): readonly Period[] {
  const known = minutes.filter(({ atMs, lengthMs }) => lengthMs > 0 && atMs + lengthMs <= nowMs);
  return [...Map.groupBy(known, ({ atMs }) => atMs)]
    .sort(([left], [right]) => left - right)
    .flatMap(([, alike]) => {
      const [first] = alike;
      return first ? [{ ...spanOf(first), byRevision: fullestOf(alike) }] : [];
    });
}

/** Requests of every revision of the service. */
export function requestsIn({ byRevision }: Period): number {
  return [...byRevision.values()].reduce((sum, { requests }) => sum + requests, 0);
}

/** The service's own rate, from where the first of these begins to where the last one ends; null without requests. */
export function rateOf(periods: readonly Period[]): number | null {
  const first = periods[0];
  const last = periods.at(-1);
  if (!first || !last) return null;
  const requests = periods.reduce((sum, period) => sum + requestsIn(period), 0);
  return requests === 0 ? null : (requests * 1_000) / (last.untilMs - first.fromMs);
}

/** A count only grows while its points arrive: of two readings the fuller one is the later. */
function fullestOf(minutes: readonly Minute[]): ReadonlyMap<string, Minute> {
  const fullest = new Map<string, Minute>();
  for (const minute of minutes) {
    const known = fullest.get(minute.revision);
    if (!known || isFuller(minute, known)) fullest.set(minute.revision, minute);
  }
  return fullest;
}

function isFuller(one: Minute, other: Minute): boolean {
  if (one.requests !== other.requests) return one.requests > other.requests;
  return one.errors > other.errors;
}
