import { describe, expect, test } from 'vitest';
import { badRequestOf } from '../../src/logging/bad-request.ts';

const labels = { service_name: 'api-gateway', location: 'europe-west1', revision_name: 'r1' };
const entry = {
  insertId: 'i1',
  timestamp: { seconds: '1767603600', nanos: 250_000_000 },
  resource: { type: 'cloud_run_revision', labels },
  labels: { instanceId: '00ab' },
  httpRequest: { status: 500, latency: { seconds: '1', nanos: 500_000_000 }, remoteIp: '203.0.113.7' },
};
const NO_INSTANCE = 'The request was aborted because there was no available instance.';

type Entry = Parameters<typeof badRequestOf>[0];
const outcomeOf = (change: Entry) => badRequestOf({ ...entry, ...change }, new Set())[0]?.outcome;

describe('an entry of the request log', () => {
  test('is a request with its time, place, latency and client', () => {
    expect(badRequestOf(entry, new Set())).toEqual([
      {
        ...{ insertId: 'i1', atMs: 1_767_603_600_250, service: 'api-gateway', region: 'europe-west1', revision: 'r1' },
        ...{ outcome: 'failed', latencyMs: 1_500, client: '203.0.113.7' },
      },
    ]);
  });

  test.for<readonly [string, Entry, string]>([
    ['5xx of an instance', { httpRequest: { status: 503 } }, 'failed'],
    ['5xx of an instance that speaks of others', { textPayload: NO_INSTANCE }, 'failed'],
    ['5xx without an instance, for another reason', { labels: {}, textPayload: 'malformed response' }, 'failed'],
    ['503 for want of an instance', { labels: {}, textPayload: NO_INSTANCE, httpRequest: { status: 503 } }, 'refused'],
    ['500 for want of an instance', { labels: {}, textPayload: NO_INSTANCE }, 'refused'],
    ['429 for want of an instance', { labels: {}, textPayload: NO_INSTANCE, httpRequest: { status: 429 } }, 'refused'],
    ['429 of an instance', { httpRequest: { status: 429 } }, 'answered'],
    ['a slow answer', { httpRequest: { status: 200, latency: { seconds: '9' } } }, 'answered'],
  ])('that tells of %s', ([, change, outcome]) => {
    expect(outcomeOf(change)).toBe(outcome);
  });

  test.for<readonly [string, Entry]>([
    ['insertId', { insertId: '' }],
    ['resource', { resource: null }],
    ['revision', { resource: { labels: { ...labels, revision_name: '' } } }],
    ['request', { httpRequest: null }],
  ])('that has no %s is not counted', ([, change]) => {
    expect(badRequestOf({ ...entry, ...change }, new Set())).toEqual([]);
  });

  test('of a service with a signal is a failure by that alone', () => {
    const line = { ...entry, httpRequest: null, textPayload: 'connection reset' };
    expect(badRequestOf(line, new Set(['api-gateway']))).toMatchObject([
      { outcome: 'failed', latencyMs: 0, client: null },
    ]);
  });
});
