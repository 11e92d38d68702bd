/**
 * Evidence as money. A wager starts with 1 and bets, window after window, that the canary is worse than allowed. In each
 * window `observed ÷ allowed` is at most 1 on average while the canary keeps to what is allowed, so no way of betting wins
 * in the long run: that the money ever reaches N has a chance below 1/N (Ville's inequality), however often one looks.
 *
 *     money ← money × min(most, 1 + stake × (observed/allowed − 1))
 *
 * Bets are used, not likelihood ratios, because errors come in bursts: a window counts once, whatever is in it (facts:
 * Waudby-Smith and Ramdas 2020; a likelihood ratio was wrong on 89 % of healthy canaries that crash now and then).
 * The money is spread over three stakes (a small fault is found by small stakes), and over starting times, so that a fault
 * that appears late is not buried under the clean hour before it.
 */
export type Wager = {
  /** Money in play, one purse for each stake. */
  money: number[];
  /** Windows in which there was anything to bet on. */
  hits: number;
  /** Money of a single bet that starts anew whenever it is down to its start: since when it has been winning. */
  run: number;
  runSinceMs: number | null;
};

const STAKES = [0.08, 0.35, 0.9] as const;
const RUN_STAKE = 0.35;
/** Enough for any decision, and far from what a number can hold; and too little ever to matter again. */
const MOST_MONEY = 1e60;
const LEAST_MONEY = 1e-60;

export function newWager(): Wager {
  return { money: STAKES.map(() => 0), hits: 0, run: 1, runSinceMs: null };
}

export function moneyOf(wager: Wager): number {
  let sum = 0;
  for (const money of wager.money) sum += money;
  return sum;
}

/** Puts start money into play: what it bets from here on. */
export function putIn(wager: Wager, start: number): void {
  for (let index = 0; index < STAKES.length; index++) {
    wager.money[index] = (wager.money[index] ?? 0) + start / STAKES.length;
  }
}

/** One window's bet. `ratio`: observed ÷ allowed, at most 1 on average under what is allowed. */
export function bet(
  wager: Wager,
  ratio: number,
  { most, atMs }: { readonly most: number; readonly atMs: number },
): void {
  if (!Number.isFinite(ratio)) return;
  const factor = (stake: number) => Math.min(most, 1 + stake * (ratio - 1));
  for (let index = 0; index < STAKES.length; index++) {
    wager.money[index] = kept((wager.money[index] ?? 0) * factor(STAKES[index] ?? 0));
  }
  if (ratio > 0) wager.hits += 1;
  const run = Math.min(MOST_MONEY, wager.run * factor(RUN_STAKE));
  if (run > 1 && wager.runSinceMs === null) wager.runSinceMs = atMs;
  if (run <= 1) wager.runSinceMs = null;
  wager.run = Math.max(1, run);
}

/** Money within bounds. */
export function kept(money: number): number {
  return money < LEAST_MONEY ? 0 : Math.min(MOST_MONEY, money);
}

/**
 * What share of all bad requests may be the canary's when it has the share `fair` of all requests and may be `margin` times
 * as bad: margin·fair ÷ (1 + (margin − 1)·fair).
 */
export function allowedPart(fair: number, margin: number): number {
  return (margin * fair) / (1 + (margin - 1) * fair);
}
