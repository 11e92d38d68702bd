import type { Ledger } from './ledger.ts';
import type { Moment } from './moments.ts';
import type { Scene, Setting } from './scene.ts';
import { kept } from './wager.ts';

/** Parts of its fair answers that a canary may be down to; one purse for each. */
const LEFT_OVER = [0.03, 0.4, 0.65] as const;
/** One window's odds at most: a batch of log lines that comes late must not look like silence. */
const MOST = 10;
/** So many missing answers in a row make a silence that may be a gap in the log. */
const LONG_SILENCE = 8;

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
  listen(ledger, moment);
  const allowed = params.answeredShare * share;
  const { canary, stable } = moment;
  for (let index = 0; index < LEFT_OVER.length; index++) {
    const money = ledger.missing.money[index] ?? 0;
    if (money === 0) continue;
    const left = (LEFT_OVER[index] ?? 1) * share;
    const odds = canary.requests * Math.log(left / allowed) + stable.requests * Math.log((1 - left) / (1 - allowed));
    ledger.missing.money[index] = kept(money * Math.min(MOST, Math.exp(odds)));
  }
  const isFewer = canary.requests < allowed * (canary.requests + stable.requests);
  if (isFewer) ledger.missing.runSinceMs ??= moment.atMs;
  else ledger.missing.runSinceMs = null;
}

/**
 * No answer at all for a while, and then answers again, is what a gap in one revision's log looks like: when it is over,
 * what was won in it is given back. While it lasts, see `silent`.
 */
function listen(ledger: Ledger, { canary, stable, canaryShare: share, atMs }: Moment): void {
  if (canary.requests === 0) {
    ledger.silence ??= { sinceMs: atMs, money: [...ledger.missing.money], missed: 0 };
    ledger.silence.missed += (stable.requests * share) / Math.max(0.01, 1 - share);
    return;
  }
  if (isLong(ledger.silence)) ledger.missing.money = [...ledger.silence.money];
  ledger.silence = null;
}

/** Not what chance leaves out at a small share. */
export function isLong(silence: Ledger['silence']): silence is NonNullable<Ledger['silence']> {
  return silence !== null && silence.missed >= LONG_SILENCE;
}
