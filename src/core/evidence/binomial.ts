/**
 * P(X ≤ `most`) of a binomial of `trials` draws, each a success with probability `chance`. Summed in logarithms, so that it
 * holds for any number of draws.
 */
export function atMost(most: number, trials: number, chance: number): number {
  if (most >= trials) return 1;
  let logTerm = trials * Math.log1p(-chance);
  let sum = Math.exp(logTerm);
  for (let successes = 1; successes <= most; successes += 1) {
    logTerm += Math.log((trials - successes + 1) / successes) + Math.log(chance / (1 - chance));
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}
