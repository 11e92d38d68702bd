import type { Phase } from './catalog.ts';
import { sureBelow } from './judge/chance.ts';
import { DEFAULT_PARAMS } from './judge/params.ts';
import { leastExcluded } from './judge/proof.ts';
import type { Plan } from './rollout.ts';

/** How a service did in the last hour. */
export type LastHour = {
  /** Over the time that was counted, which may be less than an hour. */
  readonly perSecond: number;
  readonly requests: number;
  /** Of what serves now alone, 0…1: a canary that was given up in that hour is no measure for the next. */
  readonly errorShare: number;
  readonly slowShare: number;
};

/** What the phases of a plan can be expected to prove. It is advice: no plan is another one for it. */
export type Forecast =
  /** Nobody knows how much came in the last hour. */
  | { readonly kind: 'unknown' }
  /** Nothing came. */
  | { readonly kind: 'silent'; readonly probes: ProbesAdvised | null }
  | {
      readonly kind: 'expected';
      readonly perSecond: number;
      readonly phases: readonly PhaseForecast[];
      /** In what stable itself is over its limit: no canary can show better. */
      readonly overLimit: readonly OverLimit[];
      /** Clients are counted, not requests: it is less than is expected here. */
      readonly sticky: boolean;
      /** null where each phase comes to its evidence by itself. */
      readonly advice: Advice | null;
    };

export type PhaseForecast = {
  readonly percent: number;
  readonly bakeMs: number;
  /** Canary requests within its time, outside of the warm-up. */
  readonly requests: number;
  /** The share of errors that they exclude together with those of the phases before, 0…1, erring like stable. */
  readonly sureBelow: number;
  /** What it has to exclude, but at 100 %; stable's own share doubled, where stable itself is over the limit. */
  readonly mustBeBelow: number;
  readonly maxErrorShare: number;
  /** Canary requests that this phase needs; with `more` besides those of the phases before. */
  readonly needed: number;
  readonly more: boolean;
  /** The whole time, with the warm-up, until it has them. */
  readonly needsMs: number;
  /** `longer`: beyond its time, but as long as Slipway waits by itself. `never`: a person is asked. */
  readonly comes: 'inTime' | 'longer' | 'never';
};

export type OverLimit = { readonly what: 'errors' | 'slow'; readonly share: number; readonly limit: number };
export type ProbesAdvised = { readonly requests: number; readonly tookMs: number };

/** What would help the first phase that does not come to its evidence. */
export type Advice = {
  readonly percent: number;
  /** The next share of the plan at which it would, and how long that takes. */
  readonly atShare: { readonly percent: number; readonly needsMs: number } | null;
  /** How long it would take at its own share; null where nobody would wait that long. */
  readonly longerMs: number | null;
  /** null where the service has probes. */
  readonly probes: ProbesAdvised | null;
};

const LONGEST_ADVISED_MS = 6 * 60 * 60_000;
const PROBES_PER_SECOND = 5;

type Judged = Pick<Plan, 'phases' | 'judging'>;

/**
 * What each phase can prove if requests keep coming as in the last hour, and what would help where that is too little: of
 * requests that err like stable a phase needs as many as exclude its `mustExclude` (Clopper and Pearson, 95 %: with no
 * error 1 − 0.05^(1/n)), and its `minRequests`. A phase without users proves nothing and is left out.
 */
export function forecastOf(plan: Judged, lastHour: LastHour | null): Forecast {
  if (lastHour === null) return { kind: 'unknown' };
  const watched = plan.phases.filter(({ percent }) => percent > 0);
  const [first] = watched;
  if (!first || lastHour.requests <= 0) return { kind: 'silent', probes: probesFor(first, plan) };
  const phases = phasesExpected(watched, { plan, lastHour });
  return {
    kind: 'expected',
    perSecond: lastHour.perSecond,
    phases,
    overLimit: overLimit(first, lastHour),
    sticky: plan.judging.counts === 'clients',
    advice: adviceFor(phases, watched, { plan, lastHour }),
  };
}

type Ground = { readonly plan: Judged; readonly lastHour: LastHour };

function phasesExpected(watched: readonly Phase[], ground: Ground): readonly PhaseForecast[] {
  let before = 0;
  return watched.map((phase) => {
    const expected = phaseExpected(phase, before, ground);
    before += expected.comes === 'longer' ? Math.max(expected.needed, expected.requests) : expected.requests;
    return expected;
  });
}

/** `before`: canary requests that count already. */
function phaseExpected(phase: Phase, before: number, { plan, lastHour }: Ground): PhaseForecast {
  const { percent, bakeMs, criteria } = phase;
  const { warmUpMs } = plan.judging;
  const { errorShare } = lastHour;
  const perMs = (lastHour.perSecond * percent) / 100_000;
  const requests = perMs * Math.max(0, bakeMs - warmUpMs);
  const mustBeBelow = Math.min(1, leastExcluded(errorShare, criteria));
  const together = requests + before;
  // At 100 % there is nothing left to compare it with and nobody to keep from it: it needs to be seen, not to prove.
  const toProve = percent < 100 ? requestsToExclude(mustBeBelow, errorShare) - before : 0;
  const needed = Math.max(criteria.minRequests, toProve);
  const needsMs = warmUpMs + needed / perMs;
  return {
    ...{ percent, bakeMs, requests, mustBeBelow, needed, needsMs },
    maxErrorShare: criteria.maxErrorShare,
    sureBelow: sureBelowLike(errorShare, together),
    more: percent < 100 && before > 0,
    comes: comesWithin(needsMs, bakeMs),
  };
}

function comesWithin(needsMs: number, bakeMs: number): PhaseForecast['comes'] {
  if (needsMs <= bakeMs) return 'inTime';
  return needsMs <= DEFAULT_PARAMS.patience * bakeMs ? 'longer' : 'never';
}

/** What requests can exclude of which so many fail as is to be expected: whole ones, like those that will be counted. */
function sureBelowLike(errorShare: number, requests: number): number {
  return sureBelow(Math.round(errorShare * requests), requests, DEFAULT_PARAMS.doubt);
}

/** More than any service gets in the time that anybody waits. */
const MOST_REQUESTS = 2 ** 32;

/** The fewest requests that exclude `share`, when `errorShare` of them fail. */
function requestsToExclude(share: number, errorShare: number): number {
  const excludes = (requests: number) => sureBelowLike(errorShare, requests) <= share;
  let [low, high] = [0, 1];
  while (!excludes(high) && high < MOST_REQUESTS) [low, high] = [high, high * 2];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (excludes(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function overLimit({ criteria }: Phase, { errorShare, slowShare }: LastHour): readonly OverLimit[] {
  const both: readonly OverLimit[] = [
    { what: 'errors', share: errorShare, limit: criteria.maxErrorShare },
    { what: 'slow', share: slowShare, limit: criteria.maxSlowShare },
  ];
  return both.filter(({ share, limit }) => share > limit);
}

function adviceFor(phases: readonly PhaseForecast[], watched: readonly Phase[], { plan, lastHour }: Ground) {
  const index = phases.findIndex(({ comes }) => comes === 'never');
  const [short, phase] = [phases[index], watched[index]];
  if (!short || !phase) return null;
  const { percent, needsMs } = short;
  // The requests that it needs come the sooner, the larger its share; to warm up takes as long at any.
  const { warmUpMs } = plan.judging;
  const takesAt = (share: number) => warmUpMs + short.needed / ((lastHour.perSecond * share) / 100_000);
  const larger = watched
    .map((one) => ({ percent: one.percent, needsMs: takesAt(one.percent) }))
    .find((one) => one.percent > percent && one.percent < 100 && comesWithin(one.needsMs, phase.bakeMs) !== 'never');
  const longerMs = needsMs <= LONGEST_ADVISED_MS ? needsMs : null;
  return { percent, atShare: larger ?? null, longerMs, probes: probesFor(phase, plan) };
}

/** As many as exclude what the phase has to, in round figures; they speak for their own paths alone. */
function probesFor(phase: Phase | undefined, { judging }: Judged): ProbesAdvised | null {
  if (!phase || judging.probes !== null) return null;
  const requests = Math.ceil(requestsToExclude(phase.criteria.mustExclude, 0) / 100) * 100;
  return { requests, tookMs: (requests / PROBES_PER_SECOND) * 1_000 };
}
