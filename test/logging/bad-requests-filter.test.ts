import { describe, expect, test } from 'vitest';
import { compileFilter } from '../../sandbox/google/filter/filter.ts';
import { filterTarget, type LogEntry } from '../../sandbox/google/logging/entry.ts';
import { badRequestsFilter } from '../../src/logging/bad-requests-filter.ts';
import type { TailWish } from '../../src/ports/cloud.ts';

const signals = [{ service: 'sockets', failures: 'textPayload:"reset" OR severity>=ERROR' }];
const WISH: TailWish = { services: ['api-gateway', 'web'], slowOverMs: 500, signals };
const NO_INSTANCE = 'The request was aborted because there was no available instance.';

type Change = Partial<Omit<LogEntry, 'httpRequest'>> & { service?: string; status?: number; latencyMs?: number };

function entry({ service = 'api-gateway', status = 200, latencyMs = 80, ...change }: Change): LogEntry {
  return {
    ...{ logName: 'projects/acme/logs/run.googleapis.com%2Frequests', severity: 'INFO', insertId: 'i', receivedMs: 0 },
    ...{ timestampMs: 0, labels: {}, trace: '', spanId: '' },
    resource: { type: 'cloud_run_revision', labels: { service_name: service } },
    httpRequest: {
      ...{ requestMethod: 'GET', requestUrl: '/', status, latencyMs },
      ...{ userAgent: '', remoteIp: '', responseSize: 0 },
    },
    ...change,
  };
}

const finds = (wish: TailWish, change: Change) => compileFilter(badRequestsFilter(wish))(filterTarget(entry(change)));
const stdout = { logName: 'projects/acme/logs/run.googleapis.com%2Fstdout' };

describe('the filter of a tail finds', () => {
  test.for<readonly [string, Change, boolean]>([
    ['a failed request', { status: 500 }, true],
    ['a slow one', { latencyMs: 501 }, true],
    ['a refused one', { status: 429, textPayload: NO_INSTANCE }, true],
    ['not the 429 of an application', { status: 429 }, false],
    ['not a good one', {}, false],
    ['one of another service of the catalog', { service: 'web', status: 502 }, true],
    ['none of other services', { service: 'another', status: 500 }, false],
    ['none of another log', { ...stdout, status: 500 }, false],
    ['nothing of another resource', { resource: { type: 'k8s', labels: { service_name: 'web' } }, status: 500 }, false],
    ['what the signal of a service asks for', { service: 'sockets', ...stdout, textPayload: 'reset by peer' }, true],
    ['or asks for beside', { service: 'sockets', ...stdout, severity: 'CRITICAL' }, true],
    ['not its failed requests', { service: 'sockets', status: 500 }, false],
    ['no such line of others', { ...stdout, textPayload: 'reset by peer' }, false],
  ])('%s', ([, change, isFound]) => {
    expect(finds(WISH, change)).toBe(isFound);
  });

  test('nothing slow where nothing is too slow', () => {
    const patient = { ...WISH, slowOverMs: Number.POSITIVE_INFINITY };
    expect(finds(patient, { latencyMs: 3_600_000 })).toBe(false);
    expect(finds(patient, { status: 500 })).toBe(true);
  });

  test('signals alone where there is nothing else', () => {
    expect(finds({ ...WISH, services: [] }, { status: 500 })).toBe(false);
    expect(finds({ ...WISH, services: [] }, { service: 'sockets', severity: 'ERROR' })).toBe(true);
  });

  test('all services but those with a signal, when naming them would be too long for Logging', () => {
    const many = { ...WISH, services: Array.from({ length: 1_000 }, (_none, nth) => `a-service-with-a-name-${nth}`) };
    expect(badRequestsFilter(many).length).toBeLessThan(20_000);
    expect(finds(many, { service: 'a-service-with-a-name-7', status: 500 })).toBe(true);
    expect(finds(many, { service: 'sockets', status: 500 })).toBe(false);
    expect(finds({ ...many, signals: [] }, { service: 'a-service-with-a-name-7', latencyMs: 600 })).toBe(true);
  });
});
