import type { History } from '../judge/seen.ts';
import type { Evidence } from './evidence.ts';
import { periodsOf, rateOf, requestsIn } from './periods.ts';

export const HOUR_MS = 60 * 60_000;

/**
 * What Monitoring counted of the whole service in the hour that ended at `untilMs`. Monitoring is minutes late: without
 * anything counted the rate is null, which is not the same as no requests.
 */
export function lastHour({ minutes, alerts }: Pick<Evidence, 'minutes' | 'alerts'>, untilMs: number): History {
  const periods = periodsOf(minutes, untilMs).filter(({ fromMs }) => fromMs >= untilMs - HOUR_MS);
  const counted = periods.flatMap(({ byRevision }) => [...byRevision.values()]);
  return {
    requests: periods.reduce((sum, period) => sum + requestsIn(period), 0),
    errors: counted.reduce((sum, { errors }) => sum + errors, 0),
    slow: counted.reduce((sum, { slow }) => sum + slow.surely, 0),
    perSecond: rateOf(periods),
    openAlerts: alerts
      .filter(({ openedAtMs }) => openedAtMs <= untilMs)
      .map(({ name }) => name)
      .toSorted(),
  };
}
