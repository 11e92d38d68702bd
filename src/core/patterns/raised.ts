import { incompleteBeta, logGamma } from '../judge/chance.ts';

/** Failing requests of something, and what they are counted against. */
export type Rate = { readonly failing: number; readonly exposure: number };

/** A typical change for the worse: evidence is spread around it, and over everything beyond. */
const TYPICAL_TIMES = 8;

/**
 * How surely the subject shows something more than `margin` times as often as stable: the logarithm of an e-value. While it
 * does not, that this ever exceeds log(1/α) has a chance of at most α, however often one looks (Ville's inequality).
 *
 * Of x + y failing requests each is the subject's with a chance p; at most, by the exposures n and N,
 *
 *     p₀ = margin·n ÷ (margin·n + N)
 *
 * The e-value is the likelihood of (x, y) under p drawn from a Beta(1, b) of which only p > p₀ is kept, over that under p₀
 * (a beta-binomial mixture; Robbins 1970, Lindon and Malek 2020 for two counting processes). Kept to one side it also holds
 * for every p below p₀. With I the regularised incomplete beta function,
 *
 *     E = B(1+x, b+y)·I₁₋ₚ₀(b+y, 1+x) ÷ (B(1, b)·I₁₋ₚ₀(b, 1)) ÷ (p₀ˣ·(1−p₀)ʸ)
 *
 * averaged over b = 1 (anything may be) and the b whose mean is `TYPICAL_TIMES` stable's rate.
 *
 * Limits: failing requests are taken for independent but for the split, so clumps must be taken out of x and y before; and
 * the split for constant: where it was changed the sums stand for its mean (the bench plays both).
 */
export function logEvidence(subject: Rate, stable: Rate, margin: number): number {
  const x = subject.failing;
  const y = stable.failing;
  const n = Math.max(subject.exposure, x);
  const N = Math.max(stable.exposure, y);
  if (x <= 0 || N <= 0) return Number.NEGATIVE_INFINITY;
  const fair = (margin * n) / (margin * n + N);
  const likelihood = x * Math.log(fair) + y * Math.log1p(-fair);
  const logs = [1, Math.max(1, N / (TYPICAL_TIMES * n))].map((b) => logMixture({ x, y, b, fair }) - likelihood);
  const largest = Math.max(...logs);
  if (!Number.isFinite(largest)) return Number.NEGATIVE_INFINITY;
  return largest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - largest), 0) / logs.length);
}

type Mixture = { readonly x: number; readonly y: number; readonly b: number; readonly fair: number };

function logMixture({ x, y, b, fair }: Mixture): number {
  const seen = logBeta(1 + x, b + y) + Math.log(incompleteBeta(1 - fair, b + y, 1 + x));
  // I₁₋ₚ(b, 1) = (1 − p)ᵇ
  return seen - logBeta(1, b) - b * Math.log1p(-fair);
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}
