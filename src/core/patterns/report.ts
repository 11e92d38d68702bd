import type { Span } from '../evidence/span.ts';
import type { PlatformTrouble } from './logged-error.ts';
import type { ValueCount } from './tally.ts';

/** How often one side showed a pattern in its span. */
export type Shown = { readonly requests: number; readonly errors: number };

/**
 * `new`: stable never showed it, neither beside nor before. `variant`: neither, but it reads much like another one.
 * `raised`: surely more often per request than on stable. `same`: nothing of these.
 */
export const STANDINGS = ['new', 'raised', 'same', 'variant'] as const;
export type Standing = (typeof STANDINGS)[number];

/** One group of errors that say the same. All texts are redacted. */
export type Pattern = {
  /** The key of its oldest signature: it stays while evidence grows. */
  readonly id: string;
  readonly standing: Standing;
  /** The id of the pattern that it is a variant of, else null. */
  readonly variantOf: string | null;
  readonly template: string;
  readonly codes: readonly string[];
  /** `function@file`, innermost first. */
  readonly frames: readonly string[];
  readonly platform: PlatformTrouble | null;
  /** For each value of the template, in its order: the three that came most. */
  readonly values: readonly (readonly ValueCount[])[];
  readonly subject: Shown & { readonly firstAtMs: number; readonly lastAtMs: number; readonly instances: number };
  /** Stable in the same span; null where there is none beside. */
  readonly beside: Shown | null;
  /** Stable before the span. */
  readonly before: Shown;
  /** How many times as often per request as on stable; null where one of both is unknown or nothing. */
  readonly times: number | null;
  readonly example: string;
  /** The longest words of it that never vary: what finds it in the Logs Explorer; empty where there are none. */
  readonly constantText: string;
  readonly muted: { readonly untilMs: number; readonly by: string } | null;
};

/** Whose errors were counted, over what, and how many requests it served; null: not known. */
export type Side = { readonly revision: string; readonly span: Span; readonly requests: number | null };

/** What went wrong on one revision in a span, beside another and before. */
export type ErrorReport = {
  readonly subject: Side;
  readonly beside: Side | null;
  readonly before: Side | null;
  /** In the order in which they are shown: new by requests, raised by evidence, variants, the same; muted ones last. */
  readonly patterns: readonly Pattern[];
  /** Distinct requests of the subject that showed any of them. */
  readonly failingRequests: number;
  readonly errors: number;
  /** Errors that were seen and not looked at. */
  readonly unread: number;
  /** What of the subject's span could not be read. */
  readonly holes: readonly Span[];
};

/** Somebody knows of a pattern and wants to be spared it. It is counted and named all the same. */
export type Mute = {
  readonly patternId: string;
  readonly template: string;
  readonly by: string;
  readonly sinceMs: number;
  readonly untilMs: number;
};
