import { describe, expect, test } from 'vitest';
import { compileFilter } from '../../../sandbox/google/filter/filter.ts';
import { filterTarget, type LogEntry } from '../../../sandbox/google/logging/entry.ts';

const entry: LogEntry = {
  logName: 'projects/demo/logs/run.googleapis.com%2Frequests',
  insertId: 'x1',
  timestampMs: Date.parse('2026-01-05T09:00:00Z'),
  receivedMs: Date.parse('2026-01-05T09:00:02Z'),
  severity: 'ERROR',
  resource: { type: 'cloud_run_revision', labels: { service_name: 'shop', revision_name: 'shop-r1' } },
  labels: { instanceId: 'abc', 'run.googleapis.com/base': 'yes' },
  trace: 'projects/demo/traces/1',
  spanId: '',
  jsonPayload: { message: 'Payment FAILED', detail: { code: 42 } },
  httpRequest: {
    requestMethod: 'GET',
    requestUrl: 'https://shop/v1/orders',
    status: 503,
    latencyMs: 620,
    userAgent: '',
    remoteIp: '',
    responseSize: 0,
  },
};

const matches = (filter: string) => compileFilter(filter)(filterTarget(entry));

describe('the filter language', () => {
  test.each([
    ['', true],
    ['severity>=ERROR', true],
    ['severity>=WARNING AND severity<CRITICAL', true],
    ['severity=info', false],
    ['resource.type="cloud_run_revision"', true],
    ['resource.labels.revision_name="shop-r1"', true],
    ['resource.labels.revision_name=("other" OR "shop-r1")', true],
    ['resource.labels.revision_name=("other" OR "another")', false],
    ['httpRequest.status>=500', true],
    ['http_request.status=503', true],
    ['httpRequest.latency>"0.5s"', true],
    ['httpRequest.latency>"0.7s"', false],
    ['timestamp>="2026-01-05T09:00:00Z"', true],
    ['timestamp>"2026-01-05T09:00:00Z"', false],
    ['receiveTimestamp>"2026-01-05T09:00:01Z"', true],
    ['log_id("run.googleapis.com/requests")', true],
    ['log_id("run.googleapis.com/stderr")', false],
    ['jsonPayload.message:"payment"', true],
    ['jsonPayload.message="payment failed"', true],
    ['jsonPayload.message=~"^Payment"', true],
    ['jsonPayload.message=~"^payment"', false],
    ['jsonPayload.message!~"refused"', true],
    ['jsonPayload.detail.code=42', true],
    ['jsonPayload.absent="x"', false],
    ['jsonPayload.absent!="x"', true],
    ['jsonPayload.message:*', true],
    ['jsonPayload.absent:*', false],
    ['labels."run.googleapis.com/base"="yes"', true],
    ['"payment failed"', true],
    ['nowhere', false],
    ['NOT severity=ERROR', false],
    ['-severity=ERROR', false],
    ['severity=ERROR httpRequest.status=503', true],
    ['severity=ERROR -- all of it\nAND httpRequest.status=503', true],
  ])('%s → %s', (filter, expected) => {
    expect(matches(filter)).toBe(expected);
  });

  describe('OR binds tighter than AND, and NOT tightest', () => {
    const [yes, no] = ['severity=ERROR', 'severity=DEBUG'];
    test.each([
      [`${yes} OR ${yes} AND ${no}`, false],
      [`${no} AND ${yes} OR ${yes}`, false],
      [`${yes} OR (${yes} AND ${no})`, true],
      [`NOT ${no} OR ${no} AND ${yes}`, true],
      [`NOT (${no} OR ${yes})`, false],
    ])('%s → %s', (filter, expected) => {
      expect(matches(filter)).toBe(expected);
    });
  });

  test.each([
    'severity>=',
    '(severity=ERROR',
    'severity=ERROR)',
    'severity=VERYBAD',
    'timestamp>"yesterday-ish"',
    'jsonPayload.message=~"("',
    'shout("x")',
    '= 3',
    `text="${'x'.repeat(20_001)}"`,
  ])('refuses %s', (filter) => {
    expect(() => matches(filter)).toThrow(expect.objectContaining({ code: 3 }));
  });
});
