/** From `fromMs` on, until before `untilMs`. */
export type Span = { readonly fromMs: number; readonly untilMs: number };

/** What begins at `atMs` and lasts `lengthMs`. */
type Piece = { readonly atMs: number; readonly lengthMs: number };

export function spanOf({ atMs, lengthMs }: Piece): Span {
  return { fromMs: atMs, untilMs: atMs + lengthMs };
}

/** How long both last at once; 0 where they only touch. */
export function overlapMs(one: Span, other: Span): number {
  return Math.max(0, Math.min(one.untilMs, other.untilMs) - Math.max(one.fromMs, other.fromMs));
}

export function touchesAny(one: Span, others: readonly Span[]): boolean {
  return others.some((other) => overlapMs(one, other) > 0);
}
