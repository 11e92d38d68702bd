import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { NewLogEntry } from '../../sandbox/google/logging/entry.ts';
import { until } from '../../sandbox/until.ts';
import type { LogEntry } from '../../src/core/logged/entry.ts';
import { googleConnection } from '../../src/google-connection.ts';
import { errorLog } from '../../src/logging/error-log.ts';
import type { ErrorLog } from '../../src/ports/cloud.ts';
import { LoggedEntries } from '../fakes/error-log.ts';
import { AT, SEEDED } from '../google-town.ts';
import { type LoggingTown, loggingTown, PROJECT } from './town.ts';

type Written = Partial<Pick<LogEntry, 'severity' | 'log' | 'service' | 'atMs' | 'payload'>>;

/** A log that can be written to, and the port that reads it. */
type OpenLog = {
  readonly port: ErrorLog;
  write(entry: Written): void;
  cut(): void;
  leaveOut(): void;
  stop(): Promise<void>;
};

const STDERR = 'run.googleapis.com/stderr';
const STDOUT = { severity: 'DEFAULT', log: 'run.googleapis.com/stdout' };
const REQUESTS = 'run.googleapis.com/requests';
const SYSTEM = 'run.googleapis.com/varlog/system';

async function emulated(): Promise<OpenLog & { readonly town: LoggingTown }> {
  const town = await loggingTown();
  const { logs } = town.model;
  return {
    town,
    port: errorLog(town.connection),
    write: ({ severity = 'ERROR', log = STDERR, service = AT.service, atMs = Date.now(), payload }) => {
      const labels = { service_name: service, location: AT.region, revision_name: SEEDED };
      const said = payload ?? { text: 'no route to db' };
      const entry: NewLogEntry = {
        ...{ logName: `projects/${PROJECT}/logs/${encodeURIComponent(log)}`, timestampMs: atMs },
        ...{ severity: severity as NewLogEntry['severity'], resource: { type: 'cloud_run_revision', labels } },
        ...{ labels: { instanceId: 'i-1' }, trace: '', spanId: '' },
        ...('text' in said ? { textPayload: said.text } : { jsonPayload: { ...said.json } }),
      };
      logs.write(entry, Date.now());
    },
    cut: () => logs.tails.cut(),
    leaveOut: () => {
      logs.tails.isNobodyConsuming = true;
    },
    stop: () => town.google.stop(),
  };
}

async function faked(): Promise<OpenLog> {
  const log = new LoggedEntries(Date.now);
  let isLeftOut = false;
  return {
    port: log.errorLog,
    write: ({ payload = { text: 'no route to db' }, ...change }) => {
      log.err('', { revision: SEEDED, region: AT.region, payload, ...change });
      if (isLeftOut) log.flood(false);
      if (isLeftOut) log.flood(true);
    },
    cut: () => log.cut(),
    leaveOut: () => {
      isLeftOut = true;
      log.flood(true);
    },
    stop: async () => log.cut(),
  };
}

describe.each([
  ['as the emulator has it', emulated],
  ['as the fake has it', faked],
] as const)('the log of errors, %s', (_name, begin) => {
  let log: OpenLog;
  let entries: LogEntry[];
  let suppressed: number;
  let timesUp: number;
  let stop: AbortController;
  beforeEach(async () => {
    log = await begin();
    entries = [];
    suppressed = 0;
    timesUp = 0;
    stop = new AbortController();
  });
  afterEach(async () => {
    stop.abort();
    await log.stop();
  });

  const hear = {
    onEntries: (more: readonly LogEntry[]) => void entries.push(...more),
    onSuppressed: (left: number) => {
      suppressed += left;
    },
    onUp: () => {
      timesUp += 1;
    },
  };
  const follow = () => log.port.follow(PROJECT, [AT.service], hear, stop.signal);
  const page = (fromMs = Date.now() - 60_000, untilMs = Date.now() + 60_000) =>
    log.port.page(PROJECT, [AT.service], { fromMs, untilMs });

  const CASES: readonly (readonly [string, Written, boolean])[] = [
    ['an error', { severity: 'ERROR' }, true],
    ['what is worse', { severity: 'CRITICAL', log: 'run.googleapis.com/stdout' }, true],
    ['a warning of a program', { severity: 'WARNING' }, false],
    ['a warning of the platform', { severity: 'WARNING', log: SYSTEM }, true],
    ['what the platform says besides', { severity: 'INFO', log: SYSTEM }, false],
    ['plain text on stderr', { severity: 'DEFAULT' }, true],
    ['plain text on stdout', { severity: 'DEFAULT', log: 'run.googleapis.com/stdout' }, false],
    ['what pino calls an error', { ...STDOUT, payload: { json: { level: 50 } } }, true],
    ['what pino calls news', { ...STDOUT, payload: { json: { level: 30 } } }, false],
    ['what zap calls an error', { ...STDOUT, payload: { json: { level: 'error' } } }, true],
    ['what slog calls a warning', { ...STDOUT, payload: { json: { level: 'WARN' } } }, false],
    ['what ECS calls an error', { ...STDOUT, payload: { json: { 'log.level': 'ERROR' } } }, true],
    ['what Serilog calls fatal', { ...STDOUT, payload: { json: { '@l': 'Fatal' } } }, true],
    ['what monolog is told to debug', { ...STDOUT, payload: { json: { level: 100 } } }, false],
    ['a request that the platform ended, and why', { severity: 'WARNING', log: REQUESTS }, true],
    ['a request that went well', { severity: 'INFO', log: REQUESTS }, false],
    ['an error of another service', { severity: 'ERROR', service: 'somebody-elses' }, false],
  ];

  test('brings errors, plain stderr and what the platform warns of, and nothing else, by tail and by list', async () => {
    void follow();
    await until('the session to be up', () => timesUp === 1);
    for (const [name, entry] of CASES) {
      const { payload } = entry;
      const said = payload && 'json' in payload ? { json: { ...payload.json, message: name } } : { text: name };
      log.write({ ...entry, payload: said });
    }
    const wanted = CASES.filter(([, , isWanted]) => isWanted).map(([name]) => name);
    await until('all that is wanted', () => entries.length >= wanted.length);
    const said = (all: readonly LogEntry[]) =>
      all.map(({ payload }) => ('text' in payload ? payload.text : payload.json['message'])).toSorted();
    expect(said(entries)).toEqual(wanted.toSorted());
    expect(said((await page()).entries)).toEqual(wanted.toSorted());
  });

  test('brings who wrote what, where and when', async () => {
    const atMs = Date.now() - 5_000;
    const json = { message: 'no route', code: 7, tags: ['a', true], at: { zone: null } };
    log.write({ atMs, payload: { json } });
    const [entry] = await until('an entry', async () => {
      const found = await page();
      return found.entries.length === 1 && found.entries;
    });
    expect(entry).toEqual({
      ...{ insertId: expect.stringMatching(/./), atMs, service: AT.service, region: AT.region, revision: SEEDED },
      ...{ instance: 'i-1', trace: null, severity: 'ERROR', log: STDERR, payload: { json } },
    });
  });

  test('ends quietly when it is cut, and when it is no longer wanted', async () => {
    const following = follow();
    await until('the session to be up', () => timesUp === 1);
    log.cut();
    await following;
    timesUp = 0;
    const again = follow();
    await until('another session to be up', () => timesUp === 1);
    stop.abort();
    await again;
    await follow();
    expect(timesUp).toBe(1);
  });

  test('says how much was left out of it', async () => {
    void follow();
    await until('the session to be up', () => timesUp === 1);
    log.leaveOut();
    log.write({});
    log.write({});
    await until('word of both', () => suppressed === 2);
  });

  test('lists the newest first, of that span alone, and says where it goes on when a page is full', async () => {
    const sinceMs = Date.now() - 30_000;
    for (let nth = 0; nth < 1_010; nth += 1) log.write({ atMs: sinceMs + nth * 10 });
    const full = await until('a full page', async () => {
      const found = await page();
      return found.entries.at(-1)?.atMs === sinceMs + 100 && found;
    });
    expect(full.entries).toHaveLength(1_000);
    expect(full.entries).toEqual(full.entries.toSorted((one, other) => other.atMs - one.atMs));
    expect(full.moreUntilMs).toBe(sinceMs + 101);
    const rest = await page(sinceMs, full.moreUntilMs ?? 0);
    expect(rest.entries).toHaveLength(11);
    expect(rest.moreUntilMs).toBeNull();
    expect((await page(sinceMs + 50, sinceMs + 70)).entries.map(({ atMs }) => atMs - sinceMs)).toEqual([60, 50]);
  });
});

describe('a log of errors that cannot be read', () => {
  let town: LoggingTown;
  beforeEach(async () => {
    town = await loggingTown();
  });
  afterEach(() => town.google.stop());
  const nothing = { onEntries: () => undefined, onSuppressed: () => undefined, onUp: () => undefined };

  test.for([
    [7, 'Logging refused (PERMISSION_DENIED): as injected'],
    [14, 'Logging did not answer (UNAVAILABLE)'],
  ] as const)('is told of (%i), and is not listed twice for the sake of the quota', async ([code, message]) => {
    const port = errorLog(town.connection);
    for (const method of ['TailLogEntries', 'ListLogEntries'])
      town.model.faults.inject({ method, times: 5, code, message: 'as injected' });
    await expect(port.follow(PROJECT, ['a'], nothing, new AbortController().signal)).rejects.toThrow(message);
    await expect(port.page(PROJECT, ['a'], { fromMs: 0, untilMs: 1 })).rejects.toThrow(message);
    expect(town.model.faults.calls.get('ListLogEntries')).toBe(1);
  });

  test('is never up while nobody answers at the other end', async () => {
    const nowhere = errorLog(googleConnection({ sandbox: '127.0.0.1:1' }));
    await expect(nowhere.follow(PROJECT, ['a'], nothing, new AbortController().signal)).rejects.toThrow('UNAVAILABLE');
  });

  test('is asked for with a filter that Logging still takes, however many services there are', async () => {
    const port = errorLog(town.connection);
    const many = Array.from({ length: 1_000 }, (_none, nth) => `a-service-with-a-name-${nth}`);
    expect(await port.page(PROJECT, many, { fromMs: 0, untilMs: 1 })).toEqual({ entries: [], moreUntilMs: null });
  });
});
