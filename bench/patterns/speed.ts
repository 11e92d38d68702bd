import { signer } from '../../src/core/mining/sign.ts';
import { quantile, rounded } from '../measure/result.ts';
import { freshLines } from './fresh-lines.ts';
import { mined } from './mined.ts';

const MANY_LINES = 200_000;
const MANY_RUNS = 3;
const SUMMARY_LINES = 1_000;
const SUMMARY_RUNS = 40;
const WARM_UPS = 10;

/**
 * `linesPerSecond`: many lines, signed and put together, by a signer that has never seen any. `summaryMs`: a thousand of them,
 * by one that has been at work for a while. Both are the middle of several runs in this process.
 */
export function speedOf(lines: readonly string[], seed: number): { linesPerSecond: number; summaryMs: number } {
  const step = Math.max(1, Math.floor(lines.length / SUMMARY_LINES));
  const some = lines.filter((_, at) => at % step === 0).slice(0, SUMMARY_LINES);
  const sign = signer();
  const summaries = Array.from({ length: WARM_UPS + SUMMARY_RUNS }, () => millisecondsOf(() => mined(some, sign)));
  const many = [...freshLines(lines, MANY_LINES, seed)];
  const all = Array.from({ length: MANY_RUNS }, () => millisecondsOf(() => mined(many)));
  return {
    linesPerSecond: Math.round(MANY_LINES / (quantile(all, 0.5) / 1000)),
    summaryMs: rounded(quantile(summaries.slice(WARM_UPS), 0.5), 1),
  };
}

function millisecondsOf(work: () => unknown): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}
