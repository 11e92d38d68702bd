import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../../sandbox/until.ts';
import type { BadRequest } from '../../src/core/bad-request.ts';
import { googleConnection } from '../../src/google-connection.ts';
import { requestTail } from '../../src/logging/request-tail.ts';
import type { TailWish } from '../../src/ports/cloud.ts';
import { AT, SEEDED } from '../google-town.ts';
import { type LoggingTown, loggingTown, PROJECT } from './town.ts';

const SLOW_OVER_MS = 500;
const WISH: TailWish = { services: [AT.service], slowOverMs: SLOW_OVER_MS, signals: [] };

let town: LoggingTown;
let bad: BadRequest[];
let suppressed: { entries: number; because: string }[];
let stop: AbortController;
let timesUp = 0;
beforeEach(async () => {
  town = await loggingTown();
  bad = [];
  suppressed = [];
  timesUp = 0;
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await town.google.stop();
});

const sessions = () => town.model.logs.tails.count;

const hear = {
  onRequests: (requests: readonly BadRequest[]) => void bad.push(...requests),
  onSuppressed: (entries: number, because: string) => void suppressed.push({ entries, because }),
  onUp: () => {
    timesUp += 1;
  },
};

/** Follows until the test stops it; resolves with how that ended. */
function follow(): Promise<string> {
  return requestTail(town.connection)
    .follow(PROJECT, WISH, hear, stop.signal)
    .then(
      () => 'ended',
      (error: Error) => error.message,
    );
}

describe('the tail of a project', () => {
  test('brings the requests that failed or were slow, and no others', async () => {
    const following = follow();
    await until('a session', () => sessions() === 1);
    town.send(20, {});
    town.send(3, { errorRate: 1 });
    town.send(2, { latencyFactor: 20 });
    await until('five bad requests', () => bad.length >= 5);
    expect(bad.filter(({ outcome }) => outcome === 'failed')).toHaveLength(3);
    expect(bad.filter(({ outcome, latencyMs }) => outcome === 'answered' && latencyMs > SLOW_OVER_MS)).toHaveLength(2);
    expect(new Set(bad.map(({ insertId }) => insertId)).size).toBe(5);
    for (const request of bad) {
      expect(request).toMatchObject({ service: AT.service, region: AT.region, revision: SEEDED });
      expect(Math.abs(request.atMs - Date.now())).toBeLessThan(60_000);
    }
    stop.abort();
    expect(await following).toBe('ended');
  });

  test('is up within seconds also while nothing bad happens', async () => {
    void follow();
    await until('the session to be up', () => timesUp === 1);
    expect(bad).toEqual([]);
  });

  test('is given back when it is no longer wanted', async () => {
    const following = follow();
    await until('a session', () => sessions() === 1);
    stop.abort();
    expect(await following).toBe('ended');
    await until('no session', () => sessions() === 0);
  });

  test('is not opened for somebody who has stopped already', async () => {
    stop.abort();
    await requestTail(town.connection).follow(PROJECT, WISH, hear, stop.signal);
    expect(town.model.faults.calls.get('TailLogEntries')).toBeUndefined();
  });

  test('ends quietly when it is cut, so that it is taken up again', async () => {
    const following = follow();
    await until('a session', () => sessions() === 1);
    town.send(1, { errorRate: 1 });
    await until('a bad request', () => bad.length === 1);
    town.model.logs.tails.cut();
    expect(await following).toBe('ended');
  });

  test.for([
    [7, 'Logging refused (PERMISSION_DENIED): as injected'],
    [8, 'Logging refused (RESOURCE_EXHAUSTED): as injected'],
    [14, 'Logging did not answer (UNAVAILABLE)'],
  ] as const)('that never came up (%i) is told of', async ([code, message]) => {
    town.model.faults.inject({ method: 'TailLogEntries', times: 1, code, message: 'as injected' });
    const tail = requestTail(town.connection);
    await expect(tail.follow(PROJECT, WISH, hear, stop.signal)).rejects.toThrow(message);
    expect(timesUp).toBe(0);
  });

  test.for(['RATE_LIMIT', 'NOT_CONSUMED'])('says how much was left out of it, and why: %s', async (because) => {
    void follow();
    await until('the session to be up', () => timesUp === 1);
    const { tails } = town.model.logs;
    if (because === 'RATE_LIMIT') tails.entriesPerMinute = 2;
    else tails.isNobodyConsuming = true;
    town.send(5, { errorRate: 1 });
    const leftOut = () => suppressed.reduce((sum, { entries }) => sum + entries, 0);
    await until('word of all five', () => leftOut() + bad.length === 5);
    expect(leftOut()).toBeGreaterThan(0);
    expect(suppressed.every((one) => one.because === because)).toBe(true);
  });

  test('is never up while nobody answers at the other end', async () => {
    const nowhere = requestTail(googleConnection({ sandbox: '127.0.0.1:1' }));
    await expect(nowhere.follow(PROJECT, WISH, hear, stop.signal)).rejects.toThrow('UNAVAILABLE');
    expect(timesUp).toBe(0);
  });
});

describe('what a session would have brought of a span', () => {
  const page = (fromMs = Date.now() - 60_000, untilMs = Date.now() + 60_000) =>
    requestTail(town.connection).page(PROJECT, WISH, { fromMs, untilMs });

  test('are the same requests, oldest first, with one call', async () => {
    town.send(20, {});
    town.send(3, { errorRate: 1 });
    await until('three requests', async () => (await page()).requests.length === 3);
    const before = town.model.faults.calls.get('ListLogEntries') ?? 0;
    const { requests, moreFromMs } = await page();
    expect(town.model.faults.calls.get('ListLogEntries')).toBe(before + 1);
    expect(moreFromMs).toBeNull();
    expect(requests).toEqual(requests.toSorted((one, other) => one.atMs - other.atMs));
    expect(requests.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'failed']);
    expect((await page(Date.now() + 50_000)).requests).toEqual([]);
  });

  test('are also those that began long before it and ended in it', async () => {
    const atMs = Date.now();
    const labels = { service_name: AT.service, location: AT.region, revision_name: SEEDED };
    const request = { requestMethod: 'GET', requestUrl: '/', userAgent: '', remoteIp: '', responseSize: 0 };
    const entry = {
      ...{ logName: `projects/${PROJECT}/logs/run.googleapis.com%2Frequests`, severity: 'ERROR' as const },
      ...{ resource: { type: 'cloud_run_revision', labels }, labels: {}, trace: '', spanId: '' },
      ...{ timestampMs: atMs - 300_000, httpRequest: { ...request, status: 504, latencyMs: 300_000 } },
    };
    town.model.logs.write(entry, atMs);
    await until('the request', async () => (await page(atMs - 600_000)).requests.length === 1);
    expect((await page(atMs - 60_000)).requests).toMatchObject([{ atMs: atMs - 300_000, latencyMs: 300_000 }]);
    expect((await page(Date.now() + 1_000)).requests).toEqual([]);
  });

  test('go on from the last of a thousand', async () => {
    town.send(1_100, { errorRate: 1 });
    const first = await until('a full page', async () => {
      const found = await page();
      return found.moreFromMs !== null && found;
    });
    expect(first.requests).toHaveLength(1_000);
    expect(first.moreFromMs).toBe(first.requests.at(-1)?.atMs);
  });

  test('are not asked for again when they cannot be had', async () => {
    town.model.faults.inject({ method: 'ListLogEntries', times: 5, code: 8, message: 'as injected' });
    await expect(page()).rejects.toThrow('Logging refused (RESOURCE_EXHAUSTED): as injected');
    expect(town.model.faults.calls.get('ListLogEntries')).toBe(1);
  });
});

describe('a filter of a signal', () => {
  const refusalOf = (filter: string) => requestTail(town.connection).refusalOf(PROJECT, filter);

  test('that Logging takes is told from one that it does not', async () => {
    expect(await refusalOf('jsonPayload.code>=1011 OR severity>=ERROR')).toBeNull();
    expect(await refusalOf('jsonPayload.code>=')).toMatch(/Unparseable filter/);
  });

  test('is not taken for wrong because Logging is away', async () => {
    town.model.faults.inject({ method: 'ListLogEntries', times: 1, code: 14, message: 'as injected' });
    await expect(refusalOf('severity>=ERROR')).rejects.toThrow('Logging did not answer (UNAVAILABLE)');
  });
});
