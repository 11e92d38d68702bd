import { slowLimitOf, wishOf } from '../jobs/tail-wish.ts';
import { type Backtest, backtest, type Policy } from './core/backtest/backtest.ts';
import { type Failure, pastOf } from './core/backtest/past.ts';
import type { Minute } from './core/evidence/evidence.ts';
import type { ServiceAt } from './core/service-view.ts';
import type { Metrics, RequestTail } from './ports/cloud.ts';

export type PastWorld = {
  readonly metrics: Pick<Metrics, 'minutes' | 'periodMs'>;
  readonly requests: Pick<RequestTail, 'page'>;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
};

export type PolicyAt = Policy & { readonly at: ServiceAt };

/** How far the request log told when requests failed; `because` null: of all of it. */
export type LogRead = { readonly untilMs: number | null; readonly because: string | null };

export type Backtested = Backtest & { readonly log: LogRead };

/** Sampling periods in a day at Google. Where they are shorter, so is a day: a rehearsal runs faster than life. */
const PERIODS_A_DAY = 1_440;
/** Six hours in one answer. */
const PERIODS_AT_ONCE = 360;
/** Points that are younger may still be missing. */
const PERIODS_LATE = 3;
/** Of 1 000 failures each. entries.list has a quota of 60 a minute and project, of which a live rollout may need half. */
const MOST_PAGES = 60;
const PAGE_EVERY_MS = 2_000;

/**
 * Replays the policy of a service on its own past, as if each deploy had brought the same revision again. Only reads, and
 * tells nobody. `seed`: the same past is split in the same way.
 * @throws a sentence for people when Monitoring does not answer.
 */
export async function backtestOn(
  policy: PolicyAt,
  { days, seed }: { readonly days: number; readonly seed: number },
  world: PastWorld,
): Promise<Backtested> {
  const { periodMs } = world.metrics;
  const untilMs = (Math.floor(world.now() / periodMs) - PERIODS_LATE) * periodMs;
  const sinceMs = untilMs - days * PERIODS_A_DAY * periodMs;
  const minutes = await minutesOf(policy, { sinceMs, untilMs }, world);
  const first = minutes[0];
  const { failures, log } = first
    ? await failuresOf(policy, { sinceMs: first.atMs, untilMs }, world)
    : { failures: [], log: { untilMs: null, because: null } };
  return { ...backtest(pastOf(minutes, failures, untilMs), policy, seed), log };
}

type Past = { readonly sinceMs: number; readonly untilMs: number };

async function minutesOf({ service, at }: PolicyAt, { sinceMs, untilMs }: Past, world: PastWorld) {
  const { metrics } = world;
  const volume = service.signal?.volume ?? null;
  const isIt = (one: ServiceAt) => one.service === at.service && one.region === at.region;
  const wanted = (one: ServiceAt) => (isIt(one) ? { slowOverMs: slowLimitOf(service), volume } : null);
  const minutes: Minute[] = [];
  for (let fromMs = sinceMs; fromMs < untilMs; fromMs += PERIODS_AT_ONCE * metrics.periodMs) {
    const endMs = Math.min(untilMs, fromMs + PERIODS_AT_ONCE * metrics.periodMs);
    const volumes = volume === null ? [] : [volume];
    const { services, refused } = await metrics.minutes(at.project, fromMs, endMs, wanted, volumes);
    if (refused.length > 0) throw new Error(`Monitoring does not read ${refused.join('; ')}`);
    for (const one of services) if (isIt(one.at)) minutes.push(...one.minutes);
  }
  return minutes;
}

/** When requests failed, from the request log, as far as its budget reaches. Without it the minutes alone tell. */
async function failuresOf({ service, at }: PolicyAt, { sinceMs, untilMs }: Past, world: PastWorld) {
  const wish = { ...wishOf([service], () => true), slowOverMs: Number.POSITIVE_INFINITY };
  const failures: Failure[] = [];
  let fromMs = sinceMs;
  for (let page = 0; page < MOST_PAGES; page++) {
    if (page > 0) await world.wait(PAGE_EVERY_MS);
    const read = await world.requests.page(at.project, wish, { fromMs, untilMs }).catch(messageOf);
    if (typeof read === 'string') return { failures, log: { untilMs: page > 0 ? fromMs : null, because: read } };
    const own = read.requests.filter((one) => one.service === at.service && one.region === at.region);
    failures.push(...own.filter(({ outcome }) => outcome === 'failed'));
    if (read.moreFromMs === null) return { failures, log: { untilMs, because: null } };
    // A page that ends where it began is full of one millisecond: there is no way past it.
    if (read.moreFromMs <= fromMs) break;
    fromMs = read.moreFromMs;
  }
  return { failures, log: { untilMs: fromMs, because: 'it has more failures than may be listed' } };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
