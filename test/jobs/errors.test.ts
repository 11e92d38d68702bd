import { beforeEach, describe, expect, test } from 'vitest';
import { type ErrorsWorld, errorReport } from '../../jobs/errors.ts';
import type { Hearing } from '../../src/core/evidence/evidence.ts';
import type { LogEntry } from '../../src/core/logged/entry.ts';
import { redact } from '../../src/core/redaction/redact.ts';
import type { HearingStore } from '../../src/ports/evidence.ts';
import { LoggedEntries } from '../fakes/error-log.ts';
import { memoryErrors, memoryMutes } from '../fakes/errors.ts';
import { evidenceThatIs } from '../fakes/evidence.ts';

const AT = { project: 'acme', region: 'europe-west1', service: 'api-gateway' };
const MINUTE_MS = 60_000;
const NOW_MS = Date.UTC(2026, 10, 21, 14);
const SPAN = { fromMs: NOW_MS - 10 * MINUTE_MS, untilMs: NOW_MS };
const ago = (ms: number) => NOW_MS - ms;

const never = async (): Promise<never> => {
  throw new Error('no report asks for this');
};
const away = async (): Promise<never> => {
  throw new Error('it does not answer');
};

let log: LoggedEntries;
let hearing: Hearing;
let listsLeft: number;
let said: string[];
let world: ErrorsWorld;
const heard: HearingStore = {
  ...{ hold: never, release: never, begin: never, heard: never, missed: never, gaps: never, filled: never },
  of: async () => hearing,
  takeList: async () => {
    listsLeft -= 1;
    return listsLeft >= 0;
  },
};
const whole: Hearing = { heardUntilMs: NOW_MS - 3_000, gaps: [] };
const gap = (fromMs: number, untilMs: number) => ({ fromMs: ago(fromMs), untilMs: ago(untilMs), why: 'away' as const });

beforeEach(() => {
  const now = () => NOW_MS;
  const evidence = evidenceThatIs(() => 'good', { now, seeded: 'stable' });
  log = new LoggedEntries(now);
  hearing = whole;
  listsLeft = 10;
  said = [];
  world = {
    ...{ errorLog: log.errorLog, errors: memoryErrors(now), mutes: memoryMutes(now), hearing: heard, redact, now },
    evidence: { ...evidence, read: (at, _all, sinceMs) => evidence.read(at, ['canary', 'stable'], sinceMs) },
    log: (event) => void said.push(event),
  };
});

const report = (beside: string | null = 'stable', listsWithinMs = 5_000) =>
  errorReport(
    { at: AT, subject: 'canary', beside, span: SPAN, beforeMs: 60 * MINUTE_MS, shifts: null, listsWithinMs },
    world,
  );
const logged = (msAgo: number, change: Partial<LogEntry> = {}) =>
  log.err('order 17 not found', { atMs: ago(msAgo), ...change });
/** Errors, lists, and how many minutes of the span nobody knows of. */
const seen = async () => {
  const before = log.lists;
  const found = await report();
  const holes = found?.holes.reduce((sum, { fromMs, untilMs }) => sum + untilMs - fromMs, 0) ?? 0;
  return { errors: found?.errors, lists: log.lists - before, holeMinutes: Number((holes / MINUTE_MS).toFixed(1)) };
};

describe('a report of what a revision logs as errors', () => {
  test('of a log that was heard is what was counted, and asks nobody', async () => {
    logged(MINUTE_MS);
    expect(await seen()).toEqual({ errors: 0, lists: 0, holeMinutes: 0 });
    expect(await report()).toMatchObject({
      subject: { revision: 'canary', span: SPAN },
      beside: { revision: 'stable', span: SPAN },
      before: { revision: 'stable', span: { fromMs: ago(70 * MINUTE_MS), untilMs: SPAN.fromMs } },
      ...{ patterns: [], unread: 0, holes: [] },
    });
    expect(await report(null)).toMatchObject({ beside: null, before: { revision: 'canary' } });
  });

  test('knows the requests of each side where they were counted', async () => {
    expect(await report()).toMatchObject({ subject: { requests: 1_200_000 }, beside: { requests: 1_200_000 } });
  });

  test('lists what nobody heard, once', async () => {
    hearing = { ...whole, gaps: [gap(5 * MINUTE_MS, 3 * MINUTE_MS)] };
    logged(4 * MINUTE_MS);
    logged(MINUTE_MS);
    expect(await seen()).toEqual({ errors: 1, lists: 1, holeMinutes: 0 });
    expect(await seen()).toEqual({ errors: 1, lists: 0, holeMinutes: 0 });
    expect(said).toEqual(['errors.listed']);
  });

  test('lists the hour before anybody listened, and compares the canary with it', async () => {
    hearing = { heardUntilMs: null, gaps: [] };
    logged(MINUTE_MS);
    logged(60 * MINUTE_MS, { revision: 'stable' });
    logged(120 * MINUTE_MS, { revision: 'stable' });
    const found = await report();
    expect(found?.patterns).toMatchObject([{ standing: 'same', subject: { errors: 1 }, before: { errors: 1 } }]);
    expect(log.lists).toBe(1);
    // What is still on its way comes later.
    expect(found?.holes).toEqual([{ fromMs: ago(20_000), untilMs: NOW_MS }]);
  });

  test('lists the newest first, three pages at most, and never again what they did not hold', async () => {
    hearing = { ...whole, gaps: [gap(9 * MINUTE_MS, MINUTE_MS)] };
    log.pageSize = 4;
    for (let nth = 0; nth < 40; nth += 1) logged(MINUTE_MS + 1 + nth * 10_000);
    const first = await seen();
    expect(first.lists).toBe(3);
    expect(first.errors).toBeGreaterThanOrEqual(9);
    expect(first.holeMinutes).toBeGreaterThan(5);
    expect(first.holeMinutes).toBeLessThan(8);
    expect(await seen()).toEqual({ ...first, lists: 0 });
  });

  test('asks for no more while Logging takes long, and goes on the next time', async () => {
    hearing = { ...whole, gaps: [gap(9 * MINUTE_MS, 8 * MINUTE_MS), gap(3 * MINUTE_MS, 2 * MINUTE_MS)] };
    const { page } = world.errorLog;
    let nowMs = NOW_MS;
    world = {
      ...{ ...world, now: () => nowMs },
      errorLog: {
        ...world.errorLog,
        page: (...args) => {
          nowMs += 5_000;
          return page(...args);
        },
      },
    };
    expect(await seen()).toMatchObject({ lists: 1, holeMinutes: 1 });
    hearing = { ...hearing, heardUntilMs: nowMs };
    expect(await seen()).toMatchObject({ lists: 1, holeMinutes: 0 });
  });

  test('is not held up by a moment that fills a page', async () => {
    hearing = { ...whole, gaps: [gap(5 * MINUTE_MS, 4 * MINUTE_MS), gap(2 * MINUTE_MS, MINUTE_MS)] };
    log.pageSize = 4;
    for (let nth = 0; nth < 9; nth += 1) logged(MINUTE_MS + 1);
    logged(4.5 * MINUTE_MS);
    expect(await seen()).toEqual({ errors: 1, lists: 2, holeMinutes: 1 });
    expect(await seen()).toMatchObject({ lists: 0 });
  });

  test('lists nothing beyond the budget of the project, and says what is missing', async () => {
    hearing = { ...whole, gaps: [gap(5 * MINUTE_MS, 3 * MINUTE_MS)] };
    listsLeft = 0;
    expect(await seen()).toEqual({ errors: 0, lists: 0, holeMinutes: 2 });
    listsLeft = 1;
    expect(await seen()).toEqual({ errors: 0, lists: 1, holeMinutes: 0 });
  });

  test('lists nothing where Logging is not to be asked', async () => {
    hearing = { ...whole, gaps: [gap(5 * MINUTE_MS, 3 * MINUTE_MS)] };
    expect((await report('stable', 0))?.holes).toHaveLength(1);
    expect(log.lists).toBe(0);
  });

  test('waits for no list longer than it may', async () => {
    hearing = { ...whole, gaps: [gap(5 * MINUTE_MS, 3 * MINUTE_MS)] };
    const silent = new Promise<never>(() => undefined);
    world = { ...world, errorLog: { ...world.errorLog, page: () => silent } };
    expect((await report('stable', 1))?.holes).toHaveLength(1);
  });

  test('leaves a gap of long ago: what was counted then might be counted twice', async () => {
    const span = { fromMs: ago(300 * MINUTE_MS), untilMs: NOW_MS };
    hearing = { ...whole, gaps: [gap(200 * MINUTE_MS, 190 * MINUTE_MS)] };
    const asked = { at: AT, subject: 'canary', beside: null, span, beforeMs: 0, shifts: null, listsWithinMs: 5_000 };
    expect((await errorReport(asked, world))?.holes).toHaveLength(1);
    expect(log.lists).toBe(0);
  });

  test('counts what was heard and listed once', async () => {
    hearing = { ...whole, gaps: [gap(5 * MINUTE_MS, 3 * MINUTE_MS)] };
    logged(4 * MINUTE_MS);
    await report();
    hearing = { ...whole, gaps: [gap(6 * MINUTE_MS, 2 * MINUTE_MS)] };
    expect(await seen()).toEqual({ errors: 1, lists: 2, holeMinutes: 0 });
  });

  test.for([
    [15_000, 0],
    [60_000, 1.3],
  ])('of a log that was last heard %i ms ago lacks so many minutes: %i', async ([msAgo, minutes]) => {
    hearing = { heardUntilMs: ago(msAgo ?? 0), gaps: [] };
    log.listsFail = new Error('Logging did not answer');
    expect(await seen()).toMatchObject({ holeMinutes: minutes });
  });
});

describe('a report while something does not answer', () => {
  beforeEach(async () => {
    hearing = { ...whole, gaps: [gap(5 * MINUTE_MS, 3 * MINUTE_MS)] };
    logged(4 * MINUTE_MS);
    await report();
    hearing = { ...whole, gaps: [gap(9 * MINUTE_MS, 3 * MINUTE_MS)] };
  });

  test('has what there is, and says what could not be read: Logging', async () => {
    log.listsFail = new Error('Logging did not answer');
    expect(await seen()).toEqual({ errors: 1, lists: 1, holeMinutes: 4 });
    expect(said).toContain('errors.unreadable');
  });

  test('has holes wherever it may have: who heard what', async () => {
    world = { ...world, hearing: { ...heard, of: away } };
    expect(await seen()).toEqual({ errors: 1, lists: 0, holeMinutes: 10 });
  });

  test('knows no requests, and nothing that is muted', async () => {
    world = { ...world, evidence: { ...world.evidence, read: away }, mutes: { ...world.mutes, of: away } };
    expect(await report()).toMatchObject({ subject: { requests: null }, errors: 1 });
  });

  test('is none when nothing that was counted can be read', async () => {
    world = { ...world, errors: { ...world.errors, read: away } };
    expect(await report()).toBeNull();
  });
});
