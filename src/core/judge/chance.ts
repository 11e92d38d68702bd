/** Lanczos' coefficients for the logarithm of the gamma function (g = 5, six terms): exact to 2e-10. */
const LANCZOS = [
  76.18009172947146, -86.50532032941678, 24.01409824083091, -1.231739572450155, 0.1208650973866179e-2,
  -0.5395239384953e-5,
] as const;
const TINY = 1e-300;

/** P(X ≥ `bad`) for X ~ Binomial(`total`, `share`), exact through the incomplete beta function. */
export function tailChance(bad: number, total: number, share: number): number {
  if (bad <= 0) return 1;
  if (bad > total || share <= 0) return 0;
  if (share >= 1) return 1;
  return incompleteBeta(share, bad, total - bad + 1);
}

/**
 * The share that `bad` of `total` exclude with confidence 1 − `doubt`: Clopper and Pearson's upper bound, one-sided. Nothing
 * of nothing excludes nothing: 1.
 */
export function sureBelow(bad: number, total: number, doubt: number): number {
  if (total <= 0 || bad >= total) return 1;
  let low = bad / total;
  let high = 1;
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    // P(X ≤ bad) falls as the share grows; the bound is where it reaches the doubt.
    if (1 - incompleteBeta(middle, bad + 1, total - bad) > doubt) low = middle;
    else high = middle;
  }
  return high;
}

/** The logarithm of the gamma function, x > 0. */
export function logGamma(x: number): number {
  const shifted = x + 5.5;
  const series = LANCZOS.reduce((sum, coefficient, index) => sum + coefficient / (x + index + 1), 1.000000000190015);
  return (x + 0.5) * Math.log(shifted) - shifted + Math.log((2.5066282746310007 * series) / x);
}

/** The regularised incomplete beta function I_x(a, b) by its continued fraction (Numerical Recipes §6.4). */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  // The fraction converges fast only below the mean; above it the mirrored one does.
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b;
}

/** Lentz' method for the fraction: `odd` and `even` are its coefficients at step m. */
function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-11) break;
  }
  return value;
}

function away(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
