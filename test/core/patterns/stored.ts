import type { Signature } from '../../../src/core/mining/signature.ts';
import type { ErrorReport, Mute, Pattern, Side } from '../../../src/core/patterns/report.ts';
import { reportOf } from '../../../src/core/patterns/report-of.ts';
import type { Compared, Sides } from '../../../src/core/patterns/sorted-tallies.ts';
import { ANY, type KnownSignature, type StoredErrors, type Tally } from '../../../src/core/patterns/tally.ts';

export const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** The canary's first users. */
export const START_MS = Date.UTC(2026, 10, 22, 14, 0, 0);
export const CANARY = 'api-gateway-r2';
export const STABLE = 'api-gateway-r1';

/** Ten minutes of a canary that has 5 % of 1,000 requests a second, beside stable, after an hour of stable. */
export function sides(changes: { [S in keyof Sides]?: Partial<Side> | null } = {}): Sides {
  const now = { fromMs: START_MS, untilMs: START_MS + 10 * MINUTE_MS };
  const side = (revision: string, requests: number): Side => ({ revision, span: now, requests, isEstimated: false });
  const before = { ...side(STABLE, 3_600_000), span: { fromMs: START_MS - HOUR_MS, untilMs: START_MS } };
  const changed = (made: Side, change: Partial<Side> | null | undefined) =>
    change === null ? null : { ...made, ...change };
  return {
    subject: { ...side(CANARY, 30_000), ...changes.subject },
    beside: changed(side(STABLE, 570_000), changes.beside),
    before: changed(before, changes.before),
  };
}

/** A signature of plain words, known by them; `minute` says when it was first seen, counted from the canary's first users. */
export function signature(words: string, more: Partial<KnownSignature> & { minute?: number } = {}): KnownSignature {
  const { minute = 0, ...changes } = more;
  const text: Signature = {
    key: words.replaceAll(/[^a-z0-9]+/gi, '-'),
    kind: 'text',
    tokens: words.split(' '),
    codes: [],
    frames: [],
    template: words,
  };
  return { ...text, firstSeenMs: START_MS + minute * MINUTE_MS, example: words, values: [], ...changes };
}

/** Requests that showed a signature in one minute, counted from the canary's first users; each logged one error. */
export function tally(
  words: string,
  revision: string,
  { minute = 0, requests = 1, errors = requests }: { minute?: number; requests?: number; errors?: number } = {},
): Tally {
  const minuteMs = START_MS + minute * MINUTE_MS;
  const key = words === ANY ? ANY : signature(words).key;
  return { key, revision, minuteMs, requests, errors, firstAtMs: minuteMs + 5_000, lastAtMs: minuteMs + 55_000 };
}

/** The same in each minute of a stretch of them. */
export function everyMinute(
  words: string,
  revision: string,
  { from, until, requests }: { from: number; until: number; requests: number },
): readonly Tally[] {
  return Array.from({ length: until - from }, (_none, index) =>
    tally(words, revision, { minute: from + index, requests }),
  );
}

/** What the tallies need to be stored: each of their keys is a signature of these. */
export function stored(tallies: readonly Tally[], changes: Partial<StoredErrors> = {}): StoredErrors {
  const keys = new Set(tallies.map(({ key }) => key).filter((key) => key !== ANY));
  return {
    span: { fromMs: START_MS - HOUR_MS, untilMs: START_MS + 10 * MINUTE_MS },
    signatures: [...keys].map((key) => signature(key.replaceAll('-', ' '))),
    tallies,
    instances: {},
    unread: 0,
    holes: [],
    ...changes,
  };
}

export function reported(
  tallies: readonly Tally[],
  { on = sides(), mutes = [], ...changes }: Partial<StoredErrors> & { on?: Compared; mutes?: readonly Mute[] } = {},
): ErrorReport {
  return reportOf(stored(tallies, changes), on, mutes);
}

/** The one pattern of a report. */
export function onlyPattern(report: ErrorReport): Pattern {
  const [pattern] = report.patterns;
  if (!pattern || report.patterns.length > 1) throw new Error(`a report of ${report.patterns.length} patterns`);
  return pattern;
}
