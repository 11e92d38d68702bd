/**
 * A bet of everything, from each shift anew, that the canary fails from its first answers on. One window that is as it
 * should be costs nearly all of it, so only a canary that never answers well gets anywhere: two or three windows then.
 */
export type Arrival = {
  money: number;
  /** After each of the newest windows, the last one last. */
  lately: number[];
  hits: number;
  sinceMs: number | null;
};

const STAKE = 0.97;
const MOST = 10;
const LEAST_MONEY = 1e-60;
/** Entries of the request log are up to 15 s late: as many of the newest windows may still look cleaner than they were. */
const UNDER_WAY = 3;

export function newArrival(): Arrival {
  return { money: 1, lately: [], hits: 0, sinceMs: null };
}

/** One window's bet; `ratio`: observed ÷ allowed, as in a wager, and nothing in it multiplies by more than ten. */
export function betAll(arrival: Arrival, ratio: number, atMs: number): void {
  const money = arrival.money * Math.min(MOST, 1 + STAKE * (ratio - 1));
  arrival.money = money < LEAST_MONEY ? 0 : Math.min(1 / LEAST_MONEY, money);
  arrival.lately.push(arrival.money);
  if (arrival.lately.length > UNDER_WAY + 1) arrival.lately.shift();
  if (ratio <= 0) return;
  arrival.hits += 1;
  arrival.sinceMs ??= atMs;
}

/**
 * The most that was won by the end of any window whose successors may still miss entries: these must not take it back.
 * That the money ever reaches N has a chance below 1/N, whenever one looks.
 */
export function wonBy({ lately }: Arrival): number {
  return Math.max(0, ...lately);
}
