import type { Shift } from '../judge/trial.ts';
import type { Span } from './span.ts';

/** The canary's share of traffic in a span, 0…1: the larger one while it changes, 0 before its first users. */
export function largestShare(shifts: readonly Shift[], span: Span): number {
  return Math.max(...piecesOf(shifts, span).map(({ share }) => share));
}

/** The canary's share, averaged over the span: what part of requests that come evenly is the canary's. */
export function meanShare(shifts: readonly Shift[], span: Span): number {
  const lengthMs = span.untilMs - span.fromMs;
  if (lengthMs <= 0) return 0;
  const sum = piecesOf(shifts, span).reduce((total, piece) => total + piece.share * (piece.untilMs - piece.fromMs), 0);
  return sum / lengthMs;
}

/** The span in pieces in which the share stood still. */
function piecesOf(shifts: readonly Shift[], { fromMs, untilMs }: Span): readonly (Span & { readonly share: number })[] {
  const inside = shifts.filter(({ atMs }) => atMs > fromMs && atMs < untilMs);
  const before = shifts.findLast(({ atMs }) => atMs <= fromMs)?.percent ?? 0;
  const begins = [{ atMs: fromMs, percent: before }, ...inside];
  return begins.map(({ atMs, percent }, index) => ({
    fromMs: atMs,
    untilMs: begins[index + 1]?.atMs ?? untilMs,
    share: percent / 100,
  }));
}
