import type { Criteria } from './catalog.ts';
import type { Counts, Sample, Verdict } from './verdict.ts';

/** Bad requests that a failure needs at least: one or two are an accident, whatever the share. */
const MIN_BAD = 3;
/** A failure may be this likely on a canary that keeps the limit. */
const ALPHA = 0.01;

/**
 * Judges one phase by absolute limits. `fail`: more bad requests than a canary within its limits would show once in a
 * hundred windows. `pass`: enough counted requests and both shares within their limits. Everything else is
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

/**
 * True when seeing `bad` of `total` has a chance below ALPHA under a true share of `limit`: the Chernoff bound
 * exp(−n·KL(bad/n ‖ limit)) on the binomial tail, which is never smaller than the tail itself.
 */
export function exceeds(bad: number, total: number, limit: number): boolean {
  if (bad < MIN_BAD || limit >= 1) return false;
  const requests = Math.max(total, bad);
  const seen = bad / requests;
  if (seen <= limit) return false;
  if (limit <= 0) return true;
  const good = seen < 1 ? (1 - seen) * Math.log((1 - seen) / (1 - limit)) : 0;
  return Math.exp(-requests * (seen * Math.log(seen / limit) + good)) < ALPHA;
}

function overLimit(criteria: Criteria, canary: Counts): string | null {
  if (canary.errors > canary.requests * criteria.maxErrorShare) return `5xx ${share(canary.errors, canary.requests)}`;
  if (canary.slow > canary.requests * criteria.maxSlowShare) {
    return `slower than ${criteria.slowOverMs} ms: ${share(canary.slow, canary.requests)}`;
  }
  return null;
}

function share(bad: number, total: number): string {
  return total === 0 ? `${bad}/0` : `${bad}/${total} = ${percentText(bad / total)}`;
}

function percentText(value: number): string {
  return `${Number((value * 100).toFixed(2))} %`;
}
