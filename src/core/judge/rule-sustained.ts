import { tailChance } from './chance.ts';
import type { LookBack } from './look-back.ts';
import { lookBack } from './look-back.ts';
import { MINUTE } from './params.ts';
import { ratio } from './tally.ts';
import type { Finding, View } from './view.ts';
import { lastEnd, windows } from './view.ts';
import { allowedPart } from './wager.ts';
import { compared, percent } from './wording.ts';

const MINUTES = 5;
/** Surely over, and surely the canary's: each wrong once in a thousand. */
const CHANCE = 0.001;

/**
 * Runbook 003: over the critical share for five minutes, after five minutes to settle. Read as: in each of the last five,
 * P(so many | critical) below 0.001, and attributed: P(so large a part of all errors | 1.5 times stable) below 0.001, or at
 * 100 % against 1.5 times the hour before. It needs no wager, because it looks at one span only.
 */
export function sustained(view: View): Finding | null {
  const { trial, seen, moments, critical, params } = view;
  if (trial.counts === 'clients') return null;
  const settledMs = seen.nowMs - trial.sinceMs - trial.warmUpMs;
  if (settledMs <= windows(view, MINUTES * MINUTE)) return null;
  const untilMs = lastEnd(view);
  const minutes = Array.from({ length: MINUTES }, (_, back) => lookBack(moments, minuteBefore(view, untilMs, back)));
  if (minutes.some(({ canary }) => ratio(canary.errors, canary.requests) <= critical)) return null;
  const span = lookBack(moments, { sinceMs: untilMs - windows(view, MINUTES * MINUTE), untilMs });
  const { errors, requests } = span.canary;
  const before = view.isAlone ? params.margin * view.before : 0;
  if (tailChance(errors, requests, Math.max(critical, before)) >= CHANCE || !isAttributed(view, span)) return null;
  const because = `over ${percent(critical)} in each of the last ${MINUTES} minutes: ${compared('5xx', 'errors', span)}`;
  return {
    ground: 'errors',
    because,
    span,
    firstBadAtMs: moments.find(({ atMs, canary }) => atMs >= span.sinceMs && canary.errors > 0)?.atMs ?? null,
  };
}

function minuteBefore(view: View, untilMs: number, back: number): Pick<LookBack, 'sinceMs' | 'untilMs'> {
  const end = untilMs - windows(view, back * MINUTE);
  return { sinceMs: end - windows(view, MINUTE), untilMs: end };
}

function isAttributed({ isAlone, params }: View, { canary, stable }: LookBack): boolean {
  if (isAlone) return true;
  const fair = Math.min(0.98, ratio(canary.requests, canary.requests + stable.requests));
  return tailChance(canary.errors, canary.errors + stable.errors, allowedPart(fair, params.margin)) < CHANCE;
}
