import { betAll } from './arrival.ts';
import type { Ledger } from './ledger.ts';
import type { Moment } from './moments.ts';
import type { Scene, Setting } from './scene.ts';
import type { Tally } from './seen.ts';
import type { Pair } from './tally.ts';
import { allowedPart, bet as betRatio } from './wager.ts';
import { coldShare } from './warm-up.ts';

/** The fair share is known from the split, too: as if so many requests had been seen split like that. */
export const PRIOR_REQUESTS = 100;
/** Where stable fails a third of its requests nothing is beyond three times its share: no bet on that can be won. */
const MOST_SHARE = 1;

/** The canary's fair share of what comes in this window: counted requests, leaning on the split where they are few. */
export function fairPart({ canary, stable }: Pair, share: number): number {
  return (canary.requests + PRIOR_REQUESTS * share) / (canary.requests + stable.requests + PRIOR_REQUESTS);
}

/**
 * Compared with stable in the same window (facts §4). Of all errors in a window the canary's part is, on average, its fair
 * share of requests, whatever makes errors come in bursts, and whatever both suffer from. With a margin it may be
 *
 *     allowed = margin·fair ÷ (1 + (margin − 1)·fair),   observed = canary's errors ÷ all errors
 *
 * Not in a warm-up (cold instances fail alone), and not without stable. Where clients stick to a revision, clients with
 * errors are compared instead of errors: one client's trouble is one event.
 */
export function betOnErrors(ledger: Ledger, moment: Moment, scene: Scene, { trial, params }: Setting): void {
  if (scene.isAlone || scene.isWarm) return;
  const what = trial.counts === 'clients' ? 'failingClients' : 'errors';
  const fair = fairPart(moment, moment.canaryShare);
  const margin = scene.isTrouble ? params.marginInTrouble : params.margin;
  const { atMs } = moment;
  const most = params.mostPerWindow;
  betOnPart(ledger.wagers.errors, moment, what, { allowed: allowedPart(fair, margin), most, atMs });
  if (!scene.isTrouble) betOnPart(ledger.wagers.worse, moment, what, { allowed: fair, most, atMs });
  betOnPart(ledger.wagers.refused, moment, 'refused', { allowed: allowedPart(fair, margin), most, atMs });
}

type Bet = { readonly allowed: number; readonly most: number; readonly atMs: number };

function betOnPart(
  wager: Ledger['missing'],
  { canary, stable }: Pair,
  what: 'errors' | 'failingClients' | 'refused',
  { allowed, most, atMs }: Bet,
): void {
  const all = canary[what] + stable[what];
  if (all > 0) betRatio(wager, canary[what] / all / allowed, { most, atMs });
}

/**
 * Compared with what is allowed at all: observed = canary's errors ÷ its requests; allowed is the larger of the warning
 * share and three times stable's share of the last minute. It finds a fault that is the same for all users at 25 % and
 * 50 %, where the comparison is slow because stable's fair share is so large. In a warm-up more is allowed, see there.
 * Alone at 100 % only gross failures are: over 5 %, and over three times the hour before.
 */
export function betBeyondLimit(ledger: Ledger, moment: Moment, scene: Scene, setting: Setting): void {
  const { canary, atMs } = moment;
  if (canary.requests <= 0 || setting.trial.counts === 'clients') return;
  const bet = { most: setting.params.mostPerWindow, atMs };
  if (scene.isAlone) {
    betRatio(ledger.wagers.errorsAlone, overAllowed(canary, 'errors', allowedAlone(ledger, scene, setting)), bet);
    return;
  }
  const ratioNow = overAllowed(canary, 'errors', allowedBeside(ledger, moment, scene, setting));
  betRatio(ledger.wagers.errorsBeyond, ratioNow, bet);
  betAll(ledger.leg.arrival, ratioNow, atMs);
}

/**
 * Observed ÷ allowed of one window. Where requests are only estimated and hardly one is to be expected, a window without a
 * bad one says as little as that: the part of a request that may have been answered well. Never more than 1 on average
 * then, too: (1 − n) + n·share/allowed.
 */
export function overAllowed(
  { requests, ...bad }: Tally,
  what: 'errors' | 'slow' | 'verySlow',
  allowed: number,
): number {
  return bad[what] === 0 ? 1 - Math.min(1, requests) : bad[what] / Math.max(1, requests) / allowed;
}

function allowedBeside({ leg }: Ledger, { stable }: Moment, scene: Scene, { params }: Setting): number {
  const warning = Math.max(params.warningShare, scene.leg.criteria.maxErrorShare);
  const cold = scene.isWarm ? coldShare(scene.age, leg.learned, params) : 0;
  // An outage that begins in this window is not yet in stable's last minute.
  const now = stable.errors >= 2 ? stable.errors / stable.requests : 0;
  return Math.min(MOST_SHARE, Math.max(warning, cold, params.timesStable * Math.max(now, scene.stableShare)));
}

function allowedAlone({ leg }: Ledger, scene: Scene, { trial, before, params }: Setting): number {
  const { maxErrorShare } = scene.leg.criteria;
  const gross = Math.max(trial.hasStable ? params.aloneShare : params.warningShare, maxErrorShare);
  const cold = scene.isWarm ? coldShare(scene.age, leg.learned, params) : 0;
  return Math.min(MOST_SHARE, Math.max(gross, params.timesStable * before, cold));
}
