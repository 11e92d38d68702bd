import { setTimeout as sleep } from 'node:timers/promises';
import { placeOf } from '../jobs/job.ts';
import { backtestOn } from './backtest.ts';
import { placeIn } from './cli-place.ts';
import { readCliEnv } from './config/env.ts';
import { wrongRate } from './core/backtest/backtest.ts';
import type { Place } from './core/catalog.ts';
import { googleConnection } from './google-connection.ts';
import { requestTail } from './logging/request-tail.ts';
import { backtestText, noPast } from './messages/backtest.ts';
import { metrics } from './monitoring/metrics.ts';

/** Monitoring keeps Cloud Run's metrics for six weeks. */
const MOST_DAYS = 42;
const SEED = 1;

export type BacktestWish = Place & {
  /** As it was typed. */
  readonly days: string;
  readonly json: boolean;
};

type Say = (line: string) => void;

/**
 * What the judge would have made of revisions like stable on a service's own past. It needs the catalog and rights to read
 * metrics and logs. Resolves to the exit code: 1 where there is no past. @throws when Monitoring does not answer.
 */
export async function printBacktest({ days: typed, json, ...at }: BacktestWish, say: Say): Promise<number> {
  const days = Number(typed);
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) {
    say(`--days is a number from 1 to ${MOST_DAYS}, for so long Monitoring keeps what it counted; "${typed}" is not.`);
    return 2;
  }
  const { catalogPath, gcpSandbox, metricPeriodMs } = readCliEnv();
  const { catalog, service, env } = placeIn(catalogPath, at);
  const google = googleConnection({ sandbox: gcpSandbox });
  const world = {
    metrics: metrics(google, metricPeriodMs),
    requests: requestTail(google),
    now: Date.now,
    wait: (ms: number) => sleep(ms),
  };
  const place = { service: service.name, env: env.name };
  const policy = { service, env, timing: catalog.timing, at: placeOf(service, env) };
  const test = await backtestOn(policy, { days, seed: SEED }, world);
  if (json) say(JSON.stringify({ ...place, ...test, falseRollbacks: wrongRate(test) }));
  else say(test.requests === 0 ? noPast(place, days) : backtestText(place, test));
  return test.attempts.length > 0 ? 0 : 1;
}
