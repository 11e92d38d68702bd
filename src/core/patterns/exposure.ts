import { overlapMs, type Span } from '../evidence/span.ts';
import type { Side } from './report.ts';
import type { Sides } from './sorted-tallies.ts';

/**
 * How much of each side was listened to: what its errors are counted against. `requests` where they are known of the subject
 * and of a side of stable; else `ms`, which stands in for them where stable showed nothing and proves nothing else. 0: nothing.
 */
export type Exposure = {
  readonly unit: 'requests' | 'ms';
  readonly subject: number;
  readonly beside: number;
  readonly before: number;
};

/** What was served while the log was not heard can have shown nothing, and counts for nothing. */
export function exposureOf({ subject, beside, before }: Sides, holes: readonly Span[]): Exposure {
  const unit = subject.requests === null || (!beside?.requests && !before?.requests) ? 'ms' : 'requests';
  const heard = (side: Side | null) => (side ? heardOf(side, unit, holes) : 0);
  return { unit, subject: heard(subject), beside: heard(beside), before: heard(before) };
}

/** What of the holes lies within the span, each clipped to it. */
export function holesIn(span: Span, holes: readonly Span[]): readonly Span[] {
  return holes
    .map(({ fromMs, untilMs }) => ({
      fromMs: Math.max(fromMs, span.fromMs),
      untilMs: Math.min(untilMs, span.untilMs),
    }))
    .filter(({ fromMs, untilMs }) => fromMs < untilMs)
    .toSorted((left, right) => left.fromMs - right.fromMs || left.untilMs - right.untilMs);
}

function heardOf({ span, requests }: Side, unit: Exposure['unit'], holes: readonly Span[]): number {
  const lengthMs = span.untilMs - span.fromMs;
  if (lengthMs <= 0) return 0;
  const heardMs = lengthMs - coveredMs(span, holes);
  return unit === 'ms' ? heardMs : (Math.max(0, requests ?? 0) * heardMs) / lengthMs;
}

/** How much of the span the holes take; where they overlap it counts once. */
function coveredMs(span: Span, holes: readonly Span[]): number {
  let untilMs = span.fromMs;
  let sum = 0;
  for (const hole of holesIn(span, holes)) {
    sum += overlapMs(hole, { fromMs: untilMs, untilMs: span.untilMs });
    untilMs = Math.max(untilMs, hole.untilMs);
  }
  return sum;
}
