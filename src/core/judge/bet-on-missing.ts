import type { Ledger } from './ledger.ts';
import type { Moment } from './moments.ts';
import type { Scene, Setting } from './scene.ts';
import { kept } from './wager.ts';

/** Parts of its fair answers that a canary may be down to; one purse for each. */
const LEFT_OVER = [0.02, 0.35, 0.65] as const;
/** One window's odds at most: a batch of log lines that comes late must not look like silence. */
const MOST = 20;

/**
 * A canary that hangs logs nothing: its answers are missing. Cloud Run routes each request by itself, so of n answers the
 * canary's are Binomial(n, share) as long as it answers. Here a likelihood ratio is a fair bet, because requests do not
 * come in bursts to one revision: canary down to `left` of its share against at least `answered` of it,
 *
 *     factor = (left/answered)^canary × ((1 − left·share) / (1 − answered·share))^stable
 *
 * Only where both were really counted, after the first answers must have come, and while nobody has everything.
 */
export function betOnMissing(ledger: Ledger, moment: Moment, scene: Scene, { trial, params }: Setting): void {
  const share = moment.canaryShare;
  if (!moment.isCounted || scene.isAlone || scene.age < params.settling || trial.counts === 'clients') return;
  const allowed = params.answeredShare * share;
  const { canary, stable } = moment;
  for (let index = 0; index < LEFT_OVER.length; index++) {
    const left = (LEFT_OVER[index] ?? 1) * share;
    const odds = canary.requests * Math.log(left / allowed) + stable.requests * Math.log((1 - left) / (1 - allowed));
    const factor = Math.min(MOST, Math.exp(odds));
    ledger.missing.money[index] = kept((ledger.missing.money[index] ?? 0) * factor);
  }
  const isFewer = canary.requests < allowed * (canary.requests + stable.requests);
  if (isFewer) ledger.missing.runSinceMs ??= moment.atMs;
  else ledger.missing.runSinceMs = null;
}
