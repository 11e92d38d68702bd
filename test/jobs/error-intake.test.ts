import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { errorIntake, type Heard } from '../../jobs/error-intake.ts';
import type { LogEntry } from '../../src/core/logged/entry.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const HOUR_MS = 3_600_000;
const entries = (many: number, from: number): readonly LogEntry[] =>
  Array.from({ length: many }, (_none, nth) => ({
    ...{ insertId: `i${from + nth}`, atMs: nth, service: 'api-gateway', region: 'europe-west1', revision: 'canary' },
    ...{ instance: 'one', trace: `t${nth}`, severity: 'ERROR', log: 'run.googleapis.com/stderr' },
    payload: { text: 'no route to db' },
  }));

test('errors are looked at as before once a clock was set back', () => {
  let nowMs = Date.UTC(2026, 10, 22);
  const handed: Heard[] = [];
  const take = errorIntake({ now: () => nowMs, hand: (heard) => void handed.push(...heard) });
  take(entries(2_000, 0));
  nowMs -= HOUR_MS;
  take(entries(10, 2_000));
  nowMs += 10_000;
  take(entries(100, 3_000));
  vi.advanceTimersByTime(1_000);
  const looked = handed.filter((one) => !('unread' in one));
  expect(looked).toHaveLength(2_100);
});

test('long entries count as several: a flood of them leaves the worker its time', () => {
  const handed: Heard[] = [];
  const take = errorIntake({ now: () => 0, hand: (heard) => void handed.push(...heard) });
  const long = 'at '.repeat(7_000);
  take(entries(400, 0).map((entry) => ({ ...entry, payload: { text: long } })));
  take(entries(400, 400).map((entry) => ({ ...entry, payload: { json: { message: 'no route', stack: long } } })));
  vi.advanceTimersByTime(1_000);
  const unread = handed.reduce((sum, one) => sum + ('unread' in one ? one.unread : 0), 0);
  expect(handed.filter((one) => !('unread' in one))).toHaveLength(191);
  expect(unread).toBe(609);
});
