import { beforeEach, describe, expect, test } from 'vitest';
import { type ManualClock, manualClock } from '../../../sandbox/google/clock.ts';
import type { NewLogEntry } from '../../../sandbox/google/logging/entry.ts';
import { LogStore, type LogStoreOptions } from '../../../sandbox/google/logging/log-store.ts';
import { seededRandom } from '../../../sandbox/google/seeded-random.ts';

const resourceNames = ['projects/demo'];

describe('Logging', () => {
  let clock: ManualClock;
  let logs: LogStore;

  const open = (options: Partial<LogStoreOptions> = {}) => {
    clock = manualClock();
    logs = new LogStore({ clock, random: seededRandom(1), ...options });
  };
  beforeEach(() => open());

  const write = (textPayload: string, entry: Partial<NewLogEntry> = {}) =>
    logs.write({
      logName: 'projects/demo/logs/run.googleapis.com%2Fstderr',
      timestampMs: clock.now(),
      severity: 'ERROR',
      resource: { type: 'cloud_run_revision', labels: {} },
      labels: {},
      trace: '',
      spanId: '',
      textPayload,
      ...entry,
    });
  const texts = (request: object = {}) =>
    logs.list({ resourceNames, ...request }).entries.map((entry) => entry.textPayload);
  const writeMany = (count: number) => {
    for (let index = 0; index < count; index += 1) {
      write(`entry ${index}`);
      clock.advance(1);
    }
    clock.advance(30_000);
  };

  test('an entry arrives seconds after it was written', () => {
    write('late');
    expect(texts()).toEqual([]);
    clock.advance(21_000);
    expect(texts()).toEqual(['late']);
    const [entry] = logs.list({ resourceNames }).entries;
    expect((entry?.receivedMs ?? 0) - (entry?.timestampMs ?? 0)).toBeGreaterThan(200);
  });

  test('half of the entries arrive within about a second and a half, nearly all within ten', () => {
    writeMany(500);
    const delays = logs
      .list({ resourceNames, pageSize: 1000 })
      .entries.map((entry) => entry.receivedMs - entry.timestampMs);
    const shareWithin = (ms: number) => delays.filter((delay) => delay <= ms).length / delays.length;
    expect(shareWithin(1_500)).toBeGreaterThan(0.4);
    expect(shareWithin(1_500)).toBeLessThan(0.6);
    expect(shareWithin(10_000)).toBeGreaterThan(0.98);
  });

  test('a factor makes them as many times faster', () => {
    open({ factor: 100 });
    write('quick');
    clock.advance(250);
    expect(texts()).toEqual(['quick']);
  });

  test('on a bad day everything comes later still, until the day is good again', () => {
    open({ factor: 60 });
    logs.lagMs = 15_000;
    write('late');
    clock.advance(14_900);
    expect(texts()).toEqual([]);
    logs.lagMs = 0;
    write('soon');
    clock.advance(500);
    expect(texts().toSorted()).toEqual(['late', 'soon']);
  });

  test('entries are listed by time, not by arrival, oldest or newest first', () => {
    writeMany(50);
    const expected = Array.from({ length: 50 }, (_none, index) => `entry ${index}`);
    expect(texts({ pageSize: 50 })).toEqual(expected);
    expect(texts({ pageSize: 50, orderBy: 'timestamp desc' })).toEqual(expected.toReversed());
  });

  test.each(['timestamp asc', 'timestamp desc'])('pages in order %s hold every entry once', (orderBy) => {
    writeMany(25);
    const seen: string[] = [];
    let pageToken = '';
    do {
      const page = logs.list({ resourceNames, orderBy, pageSize: 10, pageToken });
      seen.push(...page.entries.map((entry) => entry.insertId));
      pageToken = page.nextPageToken;
    } while (pageToken);
    expect(new Set(seen).size).toBe(25);
    expect(seen).toHaveLength(25);
  });

  test.each([
    ['a page size over 1000', { pageSize: 1001 }],
    ['another order', { orderBy: 'severity' }],
    ['no resource name', { resourceNames: [] }],
    ['a filter that cannot be read', { filter: 'severity>=' }],
  ])('%s is INVALID_ARGUMENT', (_what, request) => {
    expect(() => logs.list({ resourceNames, ...request })).toThrow(expect.objectContaining({ code: 3 }));
  });

  test('entries of another project are not shown', () => {
    write('theirs', { logName: 'projects/demo-two/logs/x' });
    clock.advance(30_000);
    expect(texts()).toEqual([]);
  });

  test('lists over the quota are RESOURCE_EXHAUSTED until a minute has passed', () => {
    open({ listsPerMinute: 60 });
    for (let call = 0; call < 60; call += 1) texts();
    expect(() => texts()).toThrow(expect.objectContaining({ code: 8 }));
    clock.advance(60_000);
    expect(texts()).toEqual([]);
  });

  test('a tail gets matching entries in order of time, once its buffer has passed', () => {
    const batches: (string | undefined)[][] = [];
    const onEntries = (entries: { textPayload?: string }[]) =>
      void batches.push(entries.map((each) => each.textPayload));
    const close = logs.tail({ resourceNames, filter: 'severity>=ERROR', bufferWindowMs: 20_000, onEntries });
    write('first');
    write('chatter', { severity: 'INFO' });
    clock.advance(10);
    write('second');
    clock.advance(60_000);
    expect(batches.flat()).toEqual(['first', 'second']);
    close();
    write('third');
    clock.advance(60_000);
    expect(batches.flat()).toHaveLength(2);
  });

  test('a project has at most 10 tail sessions', () => {
    const openOne = () => logs.tail({ resourceNames, onEntries: () => {} });
    const closers = Array.from({ length: 10 }, openOne);
    expect(openOne).toThrow(expect.objectContaining({ code: 8 }));
    closers[0]?.();
    expect(openOne).not.toThrow();
  });

  test('a cut tail is told so', () => {
    const cuts: number[] = [];
    logs.tail({ resourceNames, onEntries: () => {}, onCut: (error) => void cuts.push(error.code) });
    logs.tails.cut();
    expect(cuts).toEqual([14]);
    expect(logs.tails.count).toBe(0);
  });
});
