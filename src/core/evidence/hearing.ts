import type { Gap } from './evidence.ts';
import type { Span } from './span.ts';

/** How long the tail holds entries back to put them in order of time. Logging's own default of 2 s is a second of bad traffic. */
export const HELD_BACK_MS = 1_000;

/**
 * Entries reach Logging later than they were written, and a session brings them when they come: one that begins late has
 * also missed what was written so long before.
 */
export const LATE_MS = 20_000;

/** A gap as it is kept; `services` null: all of the project. */
export type HeardGap = Gap & { readonly id: string; readonly services: readonly string[] | null };

export function concerns({ services }: Pick<HeardGap, 'services'>, service: string): boolean {
  return services === null || services.includes(service);
}

/** Gaps that overlap and are of one kind are one gap: a tail that is cut again and again leaves one, not hundreds. */
export function isOneWith(one: Omit<HeardGap, 'id'>, other: Omit<HeardGap, 'id'>): boolean {
  return (
    one.fromMs <= other.untilMs &&
    other.fromMs <= one.untilMs &&
    one.why === other.why &&
    one.services?.join() === other.services?.join()
  );
}

/** The gap from the beginning of the first to the end of the last. */
export function joined<G extends Span>(gap: G, others: readonly Span[]): G {
  return {
    ...gap,
    fromMs: Math.min(gap.fromMs, ...others.map(({ fromMs }) => fromMs)),
    untilMs: Math.max(gap.untilMs, ...others.map(({ untilMs }) => untilMs)),
  };
}

/** What is left of a gap when a part of it is filled: nothing, one or two. */
export function without<G extends Span>(gap: G, filled: Span): readonly G[] {
  const before = { ...gap, untilMs: Math.min(gap.untilMs, filled.fromMs) };
  const after = { ...gap, fromMs: Math.max(gap.fromMs, filled.untilMs) };
  return [before, after].filter(({ fromMs, untilMs }) => fromMs < untilMs);
}
