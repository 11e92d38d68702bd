import type { Span } from '../evidence/span.ts';
import type { PlatformTrouble } from '../logged/logged-error.ts';
import type { ServiceAt } from '../service-view.ts';
import type { ValueCount } from './tally.ts';

/** How often one side showed a pattern in its span. */
export type Shown = { readonly requests: number; readonly errors: number };

/**
 * Shown by stable neither beside nor before: `new` where that is surely no chance, `unseen` where it was shown so seldom, or
 * stable heard so little, that stable may well have it too (named, without alarm), `variant` where it reads much like a
 * pattern that stable shows. Shown by stable too: `raised` where it surely comes more often per request, `same` else. Where
 * there is no stable at all everything is `same`.
 */
export const STANDINGS = ['new', 'raised', 'unseen', 'variant', 'same'] as const;
export type Standing = (typeof STANDINGS)[number];

/** One group of errors that say the same. All texts are redacted. */
export type Pattern = {
  /** The key of its oldest signature: it stays while evidence grows. */
  readonly id: string;
  /** Of all its signatures, the oldest first. */
  readonly keys: readonly string[];
  readonly standing: Standing;
  /** What of stable it reads like, which the subject need not have shown; null unless it is a `variant`. */
  readonly variantOf: { readonly id: string; readonly template: string } | null;
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
  /**
   * How many times as often per request as on stable, beside and before together (where only one of them has known requests:
   * than on that one); null where requests are unknown, or stable never showed it.
   */
  readonly times: number | null;
  readonly example: string;
  /** The longest words of it that never vary: what finds it in the Logs Explorer; empty where there are none. */
  readonly constantText: string;
  /** The mute that holds; its `patternId` ends it, which may be another than the pattern has now. */
  readonly muted: Pick<Mute, 'patternId' | 'untilMs' | 'by'> | null;
};

/** Whose errors were counted, over what, and how many requests it served. */
export type Side = {
  readonly revision: string;
  readonly span: Span;
  /** Null: not known. */
  readonly requests: number | null;
  /** Part of the requests is not counted yet: the number is "about". */
  readonly isEstimated: boolean;
};

/** What went wrong on one revision in a span, beside another and before. */
export type ErrorReport = {
  readonly subject: Side;
  readonly beside: Side | null;
  readonly before: Side | null;
  /**
   * In the order in which they are shown: new by requests, raised by evidence, unseen, variants, the same; muted ones last,
   * but for those that are raised.
   */
  readonly patterns: readonly Pattern[];
  /** Distinct requests of the subject that showed any of them: fewer than the patterns' own sum where one showed several. */
  readonly failingRequests: number;
  /** The same of stable beside it, whatever it showed; null where there is none, or where nobody counted them. */
  readonly failingBeside: number | null;
  readonly errors: number;
  /** Errors that were seen and not looked at. */
  readonly unread: number;
  /** What of the subject's span could not be read. */
  readonly holes: readonly Span[];
};

/** Somebody knows of a pattern and wants to be spared it. It is counted and named all the same. */
export type Mute = {
  readonly patternId: string;
  /** The pattern's `keys` then: it holds for whatever has one of them, also where the oldest was not shown of late. */
  readonly keys: readonly string[];
  readonly template: string;
  readonly by: string;
  readonly sinceMs: number;
  readonly untilMs: number;
};

/** A report as it was shown, for the buttons under it. */
export type ShownReport = {
  readonly at: ServiceAt;
  readonly service: string;
  readonly env: string;
  readonly report: ErrorReport;
};
