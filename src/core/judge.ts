import type { Criteria } from './catalog.ts';
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
  const verdict = (kind: Verdict['kind'], because: string): Verdict => ({ kind, because, sample });
  const { canary } = sample;
  if (exceeds(canary.errors, canary.requests, criteria.maxErrorShare)) {
    return verdict(
      'fail',
      `5xx ${share(canary.errors, canary.requests)}, limit ${percentText(criteria.maxErrorShare)}`,
    );
  }
  if (exceeds(canary.slow, canary.requests, criteria.maxSlowShare)) {
    const limit = percentText(criteria.maxSlowShare);
    return verdict(
      'fail',
      `slower than ${criteria.slowOverMs} ms: ${share(canary.slow, canary.requests)}, limit ${limit}`,
    );
  }
  if (sample.blind !== null) return verdict('inconclusive', sample.blind);
  if (sample.countedRequests < criteria.minRequests) {
    return verdict(
      'inconclusive',
      `${sample.countedRequests} of ${criteria.minRequests} requests counted on the canary`,
    );
  }
  const over = overLimit(criteria, canary);
  if (over !== null) return verdict('inconclusive', `${over}, not enough to be sure`);
  return verdict('pass', `5xx ${share(canary.errors, canary.requests)}, within ${percentText(criteria.maxErrorShare)}`);
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

function overLimit(criteria: Criteria, canary: Counts): string | null {
  const { errors, slow, requests } = canary;
  if (!isCompatible(errors, requests, criteria.maxErrorShare)) return `5xx ${share(errors, requests)}`;
  if (!isCompatible(slow, requests, criteria.maxSlowShare)) {
    return `slower than ${criteria.slowOverMs} ms: ${share(slow, requests)}`;
  }
  return null;
}

function share(bad: number, total: number): string {
  return total === 0 ? `${bad}/0` : `${bad}/${total} = ${percentText(bad / total)}`;
}

function percentText(value: number): string {
  return `${Number((value * 100).toFixed(2))} %`;
}
