import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toStruct } from '../../sandbox/google/wire/struct.ts';
import { until } from '../../sandbox/until.ts';
import { cloudRun } from '../../src/cloudrun/cloud-run.ts';
import { lineOf } from '../../src/logging/line.ts';
import { logs } from '../../src/logging/logs.ts';
import type { Logs } from '../../src/ports/cloud.ts';
import { AT, SEEDED } from '../google-town.ts';
import { type LoggingTown, loggingTown } from './town.ts';

const HOUR_MS = 3_600_000;

describe('the errors of a revision', () => {
  let town: LoggingTown;
  let logging: Logs;
  let sinceMs: number;
  beforeEach(async () => {
    town = await loggingTown();
    logging = logs(town.connection);
    sinceMs = Date.now() - HOUR_MS;
  });
  afterEach(() => town.google.stop());

  const errors = (revision = SEEDED, limit = 100) => logging.errors(AT, revision, sinceMs, limit);
  const arrived = (count: number) =>
    until(`${count} errors`, () => errors().then((lines) => lines.length >= count && lines));

  test('are what its container wrote, newest first', async () => {
    town.send(4, { errorRate: 1 });
    const lines = await arrived(4);
    expect(lines).toHaveLength(4);
    expect(lines).toEqual(lines.toSorted((one, other) => other.atMs - one.atMs));
    for (const line of lines) {
      expect(line.text).not.toBe('');
      expect(line.trace).toMatch(/^projects\/acme\/traces\/[0-9a-f]{32}$/);
      expect(line.severity).toBe('ERROR');
      expect(Math.abs(line.atMs - Date.now())).toBeLessThan(HOUR_MS);
    }
  });

  test('are read with one call, and no more lines than asked for', async () => {
    town.send(4, { errorRate: 1 });
    const all = await arrived(4);
    const before = town.model.faults.calls.get('ListLogEntries') ?? 0;
    expect(await errors(SEEDED, 2)).toEqual(all.slice(0, 2));
    expect(town.model.faults.calls.get('ListLogEntries')).toBe(before + 1);
  });

  test('are those since a time, and of this revision alone', async () => {
    town.send(2, { errorRate: 1 });
    await arrived(2);
    expect(await errors('api-gateway-r0123456789')).toEqual([]);
    expect(await logging.errors(AT, SEEDED, Date.now() + HOUR_MS, 100)).toEqual([]);
  });

  test('hold what the platform says about a container that does not start', async () => {
    const run = cloudRun(town.connection);
    const view = await run.read(AT);
    if (!view) throw new Error('the service is gone');
    const revision = 'api-gateway-r0123456789';
    const image = town.imageOf('crash');
    const traffic = [...view.traffic, { revision, percent: 0, tag: 'canary' }];
    await run.createRevision(view, {
      annotations: {},
      revision,
      image,
      rolloutId: '1',
      traffic,
      withoutInstance: false,
    });
    const lines = await until('an error', () => errors(revision).then((found) => found.length > 0 && found));
    expect(lines.map(({ text }) => text).join('\n')).toMatch(/container|start/i);
  });

  test.for([
    [8, 'Logging refused (RESOURCE_EXHAUSTED): as injected'],
    [14, 'Logging did not answer (UNAVAILABLE)'],
  ] as const)('that cannot be had (%i) are not asked for again, for the sake of the quota', async ([code, message]) => {
    town.model.faults.inject({ method: 'ListLogEntries', times: 5, code, message: 'as injected' });
    await expect(errors()).rejects.toThrow(message);
    expect(town.model.faults.calls.get('ListLogEntries')).toBe(1);
  });
});

describe('a line', () => {
  const jsonCases: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ['its message', { message: 'no route to db', port: 5432 }, 'no route to db'],
    ['its msg', { msg: 'no route to db', level: 50 }, 'no route to db'],
    ['message and stack', { message: 'no route', stack: 'Error: x\n at a.js:1' }, 'no route\nError: x\n at a.js:1'],
    ['its stack once', { message: 'Error: x\n at a.js:1', stack_trace: 'Error: x' }, 'Error: x\n at a.js:1'],
    ['a stack alone', { exception: 'Error: x\n at a.js:1' }, 'Error: x\n at a.js:1'],
    [
      'all of it where it has no message',
      { code: 7, tags: ['a', true], at: { zone: null } },
      '{"code":7,"tags":["a",true],"at":{"zone":null}}',
    ],
  ];
  test.for(jsonCases)('of JSON is %s', ([, payload, text]) => {
    expect(lineOf({ jsonPayload: toStruct(payload) }).text).toBe(text);
  });

  test('has a time, a severity and perhaps a trace', () => {
    const timestamp = { seconds: '1767603600', nanos: 250_000_000 };
    expect(lineOf({ timestamp, severity: 'CRITICAL', textPayload: 'out of memory', trace: '' })).toEqual({
      atMs: 1_767_603_600_250,
      severity: 'CRITICAL',
      text: 'out of memory',
      trace: null,
    });
  });
});
