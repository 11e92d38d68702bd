import { without } from '../evidence/hearing.ts';
import { overlapMs, type Span } from '../evidence/span.ts';

/** The same time in as few spans as can be, in order. */
export function unionOf(spans: readonly Span[]): readonly Span[] {
  const union: Span[] = [];
  for (const span of spans.toSorted((one, other) => one.fromMs - other.fromMs)) {
    const last = union.at(-1);
    if (last && span.fromMs <= last.untilMs) {
      union[union.length - 1] = { fromMs: last.fromMs, untilMs: Math.max(last.untilMs, span.untilMs) };
    } else union.push({ fromMs: span.fromMs, untilMs: span.untilMs });
  }
  return union;
}

/** What is left of some spans without others. */
export function minus(spans: readonly Span[], others: readonly Span[]): readonly Span[] {
  return others.reduce<readonly Span[]>((left, other) => left.flatMap((span) => without(span, other)), spans);
}

/** As much of some spans as lies in another. */
export function clippedTo(spans: readonly Span[], { fromMs, untilMs }: Span): readonly Span[] {
  return spans
    .filter((span) => overlapMs(span, { fromMs, untilMs }) > 0)
    .map((span) => ({ fromMs: Math.max(span.fromMs, fromMs), untilMs: Math.min(span.untilMs, untilMs) }));
}
