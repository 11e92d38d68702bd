import type { Minute } from '../../src/core/evidence/evidence.ts';
import type { Span } from '../../src/core/evidence/span.ts';
import type { ErrorReport } from '../../src/core/patterns/report.ts';
import { reportOf } from '../../src/core/patterns/report-of.ts';
import { sidesOf } from '../../src/core/patterns/sides-of.ts';
import type { Tally } from '../../src/core/patterns/tally.ts';
import { CANARY, HISTORY_MINUTES, PIECE_MS, type Piece, STABLE } from './canary.ts';
import { MESSAGES, OUTAGE, PLANTED } from './messages.ts';
import { MINUTE_MS, START_MS } from './time.ts';
import type { World } from './worlds.ts';

/** A request that fails writes so many lines: counted by lines, everything would look surer than it is. */
const LINES = 4;
/** Monitoring is so much late. */
const LATE_MS = 3 * MINUTE_MS;

const NO_MORE = { surely: 0, possibly: 0 };
const UNSAID = { p50Ms: null, p95Ms: null, p99Ms: null, instances: null, cpu: null, memory: null, startUpMs: null };

/** What is reported of a canary each half minute, as it could be known then. */
export function* looksAt(world: World, pieces: readonly Piece[]): Generator<{ atMs: number; report: ErrorReport }> {
  const before = { fromMs: START_MS - HISTORY_MINUTES * MINUTE_MS, untilMs: START_MS };
  const unheard = { fromMs: before.fromMs, untilMs: before.fromMs + world.unheardMinutes * MINUTE_MS };
  const heard = pieces.filter(({ atMs }) => atMs >= unheard.untilMs);
  const minutes = world.isCounted ? minutesOf(pieces) : [];
  for (let atMs = START_MS + PIECE_MS; atMs <= START_MS + world.minutes * MINUTE_MS; atMs += PIECE_MS) {
    const span = { fromMs: START_MS, untilMs: atMs };
    const sides = sidesOf(
      minutes.filter((minute) => minute.atMs + minute.lengthMs + LATE_MS <= atMs),
      {
        subject: { revision: CANARY, span },
        beside: { revision: STABLE, span },
        before: { revision: STABLE, span: before },
        shifts: world.shifts,
      },
    );
    yield { atMs, report: reportOf(storedUntil(atMs, heard, unheard), sides, []) };
  }
}

function storedUntil(untilMs: number, pieces: readonly Piece[], unheard: Span) {
  return {
    span: { fromMs: START_MS - HISTORY_MINUTES * MINUTE_MS, untilMs },
    signatures: [...MESSAGES, PLANTED, OUTAGE],
    tallies: pieces.filter(({ atMs }) => atMs < untilMs).flatMap(talliesOf),
    instances: {},
    unread: 0,
    holes: [unheard],
  };
}

function talliesOf({ revision, atMs, shown }: Piece): readonly Tally[] {
  const minuteMs = Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
  const times = { minuteMs, firstAtMs: atMs, lastAtMs: atMs + PIECE_MS - 1 };
  return [...shown].map(([key, requests]) => ({ key, revision, requests, errors: LINES * requests, ...times }));
}

function minutesOf(pieces: readonly Piece[]): readonly Minute[] {
  const byMinute = Map.groupBy(
    pieces,
    ({ revision, atMs }) => `${revision} ${Math.floor(atMs / MINUTE_MS) * MINUTE_MS}`,
  );
  return [...byMinute.values()].flatMap((same) => {
    const [first] = same;
    const requests = same.reduce((sum, piece) => sum + piece.requests, 0);
    if (!first) return [];
    const atMs = Math.floor(first.atMs / MINUTE_MS) * MINUTE_MS;
    const counts = { requests, errors: 0, slow: NO_MORE, verySlow: NO_MORE };
    return { revision: first.revision, atMs, lengthMs: MINUTE_MS, ...counts, ...UNSAID };
  });
}
