import { describe, expect, test } from 'vitest';
import { calibrate } from '../../../src/core/evidence/calibrate.ts';
import type { Evidence } from '../../../src/core/evidence/evidence.ts';
import { lastHour } from '../../../src/core/evidence/last-hour.ts';
import { bucketOf, evidenceOf, FIRST_MS, minute, minuteOf } from './made.ts';

/** Errors of the hour before, as Monitoring counted and as the log told of them. */
function hourWith(counted: number, logged: number, more: Partial<Evidence> = {}): Evidence {
  return evidenceOf({
    minutes: [minuteOf('old', 30, 60_000, { errors: counted }), minuteOf('old', 31, 60_000)],
    buckets: [bucketOf('old', minute(30) + 5_000, { errors: logged })],
    ...more,
  });
}

describe('the log', () => {
  test.for([
    ['no errors on either side', 0, 0, 'errorsOnly'],
    ['four counted and none logged: too few to say', 4, 0, 'errorsOnly'],
    ['five counted and none logged', 5, 0, 'blind'],
    ['all of them logged', 500, 500, 'errorsOnly'],
    ['more logged than counted, as minutes have edges', 20, 25, 'errorsOnly'],
    ['a few missing', 500, 430, 'errorsOnly'],
    ['a half of few missing: may be chance', 8, 5, 'errorsOnly'],
    ['a half missing', 100, 50, 'sampled'],
    ['nine of ten missing', 1_000, 100, 'sampled'],
    ['one of ten thousand left', 10_000, 1, 'blind'],
  ] as const)('%s', ([, counted, logged, log]) => {
    expect(calibrate(hourWith(counted, logged), FIRST_MS).log).toBe(log);
  });

  test('that is sampled says how many errors there are for one that it tells of', () => {
    expect(calibrate(hourWith(1_000, 100), FIRST_MS).errorsPerLogged).toBe(10);
  });

  test('tells of what had no instance too, which Monitoring counts among the errors', () => {
    const buckets = [bucketOf('old', minute(30) + 5_000, { refused: 100 })];
    expect(calibrate(hourWith(100, 0, { buckets }), FIRST_MS).log).toBe('errorsOnly');
  });

  test.for<[string, Partial<Evidence>]>([
    ['it was never heard', { hearing: { heardUntilMs: null, gaps: [] } }],
    ['it has been heard since the minute after', { hearing: away(0, 31) }],
    ['it was away for a moment of that minute', { hearing: away(30.5, 30.6) }],
    ['it was flooded', { hearing: { heardUntilMs: FIRST_MS, gaps: [{ ...away(30, 31).gaps[0], why: 'suppressed' }] } }],
    ['it was not heard for so long', { hearing: { heardUntilMs: minute(30), gaps: [] } }],
    ['the errors are older than an hour', { minutes: [minuteOf('old', -1, 100, { errors: 90 })] }],
    ['the errors came after', { minutes: [minuteOf('old', 60, 100, { errors: 90 })] }],
  ])('is not called blind where it could not be compared: %s', ([, more]) => {
    expect(calibrate(hourWith(100, 0, more), FIRST_MS).log).toBe('errorsOnly');
  });
});

describe('the hour before', () => {
  test('is what Monitoring counted of all revisions, and its rate', () => {
    const slow = { surely: 7, possibly: 9 };
    const minutes = [
      minuteOf('older', -1, 999),
      minuteOf('older', 57, 600, { errors: 1 }),
      minuteOf('old', 58, 600, { errors: 2, slow }),
      minuteOf('new', 60, 600),
    ];
    const alerts = [
      { name: 'late', policy: 'Latency', openedAtMs: FIRST_MS + 1 },
      { name: 'early', policy: 'Errors', openedAtMs: FIRST_MS - 1 },
    ];
    expect(lastHour({ minutes, alerts }, FIRST_MS)).toEqual({
      requests: 1_200,
      errors: 3,
      slow: 7,
      perSecond: 10,
      openAlerts: ['early'],
    });
  });

  test.for([
    ['nothing counted', []],
    ['no requests counted', [minuteOf('old', 58, 0)]],
  ] as const)('has no rate: %s', ([, minutes]) => {
    expect(lastHour({ minutes, alerts: [] }, FIRST_MS)).toMatchObject({ requests: 0, perSecond: null });
  });
});

function away(fromMinute: number, untilMinute: number) {
  const gap = { fromMs: minute(fromMinute), untilMs: minute(untilMinute), why: 'away' } as const;
  return { heardUntilMs: FIRST_MS, gaps: [gap] as const };
}
