import type { Criteria } from './catalog.ts';
import { count, shareOf, shareWithCount } from './share.ts';
import type { Counts, Sample, Verdict } from './verdict.ts';

/** Bad requests that a failure needs at least: one or two are an accident, whatever the share. */
const MIN_BAD = 3;
/** A failure may be this likely on a canary that keeps the limit. */
const ALPHA = 0.01;
/** A pass needs a window that a canary within its limits shows at least this often (runbook 001's "under 0.1 %", read as
 * "compatible with 0.1 %": taken literally it rolls back 45 % of healthy canaries). */
const COMPATIBLE = 0.1;

/**
 * Judges one phase by absolute limits. `fail`: more bad requests than a canary within its limits would show once in a
 * hundred windows. `pass`: enough counted requests and both shares compatible with their limits. Everything else is
 * `inconclusive`, and so is a window that could not be seen: silence is no evidence.
 */
export function judge(criteria: Criteria, sample: Sample): Verdict {
  const verdict = (kind: Verdict['kind'], because: string, ground: Verdict['ground'] = null): Verdict => ({
    kind,
    ground,
    needs: kind === 'inconclusive' ? 'person' : null,
    because,
    sample,
    proof: null,
    firstBadAtMs: null,
  });
  const { canary } = sample;
  const measures = measuresOf(criteria, canary);
  const failed = measures.find(({ bad, limit }) => exceeds(bad, canary.requests, limit));
  if (failed) return verdict('fail', `${measured(failed, canary)}, limit ${percent(failed)}`, failed.ground);
  if (sample.blind !== null) return verdict('inconclusive', sample.blind, 'blind');
  if (sample.countedRequests < criteria.minRequests) {
    const { countedRequests } = sample;
    return verdict(
      'inconclusive',
      `${count(countedRequests)} of ${count(criteria.minRequests)} requests counted on the canary`,
      'evidence',
    );
  }
  const unsure = measures.find(({ bad, limit }) => !isCompatible(bad, canary.requests, limit));
  if (unsure) return verdict('inconclusive', `${measured(unsure, canary)}, not enough to be sure`, unsure.ground);
  return verdict('pass', passed(measures, canary));
}

type Measure = {
  readonly what: string;
  readonly ground: 'errors' | 'slow';
  readonly bad: number;
  readonly limit: number;
};

function measuresOf(criteria: Criteria, { errors, slow }: Counts): readonly [Measure, Measure] {
  return [
    { what: '5xx', ground: 'errors', bad: errors, limit: criteria.maxErrorShare },
    { what: `slower than ${criteria.slowOverMs} ms:`, ground: 'slow', bad: slow, limit: criteria.maxSlowShare },
  ];
}

/** A share above its limit may pass as an accident; then it is said that it is above, and that this is not sure. */
function passed(measures: readonly [Measure, Measure], canary: Counts): string {
  const [errors] = measures;
  const above = measures.find(({ bad, limit }) => bad > canary.requests * limit);
  return above
    ? `${measured(above, canary)}, not surely above ${percent(above)}`
    : `${measured(errors, canary)}, within ${percent(errors)}`;
}

function measured({ what, bad }: Measure, { requests }: Counts): string {
  return `${what} ${shareWithCount(bad, requests)}`;
}

function percent({ limit }: Measure): string {
  return shareOf(limit, 1);
}

/** True when seeing `bad` of `total` has a chance below ALPHA under a true share of `limit`. */
export function exceeds(bad: number, total: number, limit: number): boolean {
  return bad >= MIN_BAD && tailChance(bad, total, limit) < ALPHA;
}

/** True when seeing `bad` of `total` is nothing unusual under a true share of `limit`. */
export function isCompatible(bad: number, total: number, limit: number): boolean {
  return tailChance(bad, total, limit) >= COMPATIBLE;
}

/** P(X ≥ bad) for X ~ Binomial(total, limit), exact; summed in logarithms because (1 − limit)^total underflows. */
function tailChance(bad: number, total: number, limit: number): number {
  if (bad <= total * limit) return 1;
  if (limit <= 0) return 0;
  let logTerm = total * Math.log1p(-limit);
  let below = 0;
  for (let seen = 0; seen < bad; seen++) {
    below += Math.exp(logTerm);
    logTerm += Math.log((total - seen) / (seen + 1)) + Math.log(limit / (1 - limit));
  }
  return Math.max(0, 1 - below);
}
