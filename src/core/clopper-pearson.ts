/** What is said to be sure holds with this confidence, one-sided. */
const CONFIDENCE = 0.95;

/**
 * The share that the true one is surely below when `failed` of `total` failed, 0…1 (Clopper and Pearson, one-sided). With
 * none failed it is 1 − 0.05^(1/total). `failed` may be an expectation and so no whole number; of nothing everything may fail.
 */
export function sureBelow(failed: number, total: number, confidence: number = CONFIDENCE): number {
  if (total <= 0 || failed >= total) return 1;
  return shareAt(confidence, failed + 1, total - failed);
}

/** The share that the true one is surely above, likewise; 0 where nothing failed. */
export function sureAbove(failed: number, total: number, confidence: number = CONFIDENCE): number {
  if (total <= 0 || failed <= 0) return 0;
  return shareAt(1 - confidence, failed, total - failed + 1);
}

/** Halvings of 0…1 until a share is known to more digits than anybody reads. */
const HALVINGS = 60;

/** The share up to which the beta distribution of `a` and `b` holds `chance`. */
function shareAt(chance: number, a: number, b: number): number {
  let [low, high] = [0, 1];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (incompleteBeta(middle, a, b) < chance) low = middle;
    else high = middle;
  }
  return high;
}

/** The regularized incomplete beta function I_x(a, b), by its continued fraction where that converges fast. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
  return (Math.exp(front) / a) * continuedFraction(x, a, b);
}

const MOST_TERMS = 500;
const EXACT = 1e-12;
const TINY = 1e-300;

/** After Lentz: numerators and denominators are carried as ratios, so that nothing overflows. */
function continuedFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let change = 1;
    for (const term of [even, odd]) {
      d = 1 / away(1 + term * d);
      c = away(1 + term / c);
      change = d * c;
      value *= change;
    }
    if (Math.abs(change - 1) < EXACT) break;
  }
  return value;
}

function away(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/** Stirling's series, shifted to where it is exact to twelve digits. */
function logGamma(value: number): number {
  let shift = 0;
  let at = value;
  for (; at < 10; at++) shift += Math.log(at);
  const square = 1 / (at * at);
  const series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) / at;
  return (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + series - shift;
}
