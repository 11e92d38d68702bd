import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ListRequest } from '../../../sandbox/google/logging/log-store.ts';
import { listTimeSeries } from '../../../sandbox/google/monitoring/list-time-series.ts';
import { type GoogleSandbox, startGoogle } from '../../../sandbox/google/start.ts';
import { toTimestamp } from '../../../sandbox/google/timestamp.ts';
import { until } from '../../../sandbox/until.ts';
import { type GoogleClients, googleClients } from './clients.ts';
import { codeOf, IMAGE, PROJECT, SEED, SERVICE } from './faces.ts';

/** Fast enough that logs come in within milliseconds and samples within a tenth of a second. */
const FACTOR = 1_000;
const services = [{ project: 'demo', region: 'us-central1', service: 'shop', image: IMAGE, rps: 0 }];

let google: GoogleSandbox;
let clients: GoogleClients;

beforeAll(async () => {
  google = await startGoogle({ factor: FACTOR, services });
  clients = googleClients(google.grpcAddress);
  const service = google.model.run.record(SERVICE);
  google.model.traffic.setOutage(SERVICE, true);
  for (let count = 0; count < 200; count += 1) {
    google.model.traffic.request(service, { method: 'GET', path: `/v1/orders/${count}`, atMs: Date.now() });
  }
  await until('all entries have arrived', () => google.model.logs.inTransit === 0);
});
afterAll(async () => {
  await clients.close();
  await google.stop();
});

describe('Logging on the wire says what the model says', () => {
  test.each<[string, Partial<ListRequest>]>([
    ['everything', { pageSize: 1000 }],
    ['errors only', { filter: 'severity>=ERROR', pageSize: 1000 }],
    ['a page, newest first', { orderBy: 'timestamp desc', pageSize: 7 }],
    [
      'slow requests of a revision',
      { filter: `resource.labels.revision_name="${SEED}" AND httpRequest.latency>"0.1s"` },
    ],
    ['failures by status', { filter: 'httpRequest.status=(500 OR 502 OR 503)', pageSize: 1000 }],
    ['nothing', { filter: 'resource.labels.revision_name="shop-gone"' }],
  ])('%s', async (_what, wanted) => {
    const request = { resourceNames: [PROJECT], ...wanted };
    const [entries] = await clients.logging.listLogEntries(request, { autoPaginate: false });
    expect(entries.map((entry) => entry.insertId)).toEqual(
      google.model.logs.list(request).entries.map((each) => each.insertId),
    );
  });

  test.each<[string, ListRequest]>([
    ['too large a page', { resourceNames: [PROJECT], pageSize: 1001 }],
    ['a broken filter', { resourceNames: [PROJECT], filter: '(' }],
  ])('%s is INVALID_ARGUMENT on both', async (_what, request) => {
    expect(() => google.model.logs.list(request)).toThrow(expect.objectContaining({ code: 3 }));
    expect(await codeOf(clients.logging.listLogEntries(request, { autoPaginate: false }))).toBe(3);
  });

  test('pages follow each other to the end', async () => {
    const request = { resourceNames: [PROJECT], filter: 'log_id("run.googleapis.com/requests")', pageSize: 60 };
    const seen = new Set<unknown>();
    for await (const entry of clients.logging.listLogEntriesAsync(request)) seen.add(entry.insertId);
    expect(seen.size).toBe(200);
  });

  test('a request entry has the fields that Google gives it', async () => {
    const filter = 'log_id("run.googleapis.com/requests") AND severity=ERROR';
    const request = { resourceNames: [PROJECT], filter, pageSize: 1 };
    const [[entry]] = await clients.logging.listLogEntries(request, { autoPaginate: false });
    expect(entry).toMatchObject({
      logName: `${PROJECT}/logs/run.googleapis.com%2Frequests`,
      severity: 'ERROR',
      resource: {
        type: 'cloud_run_revision',
        labels: { service_name: 'shop', revision_name: SEED, location: 'us-central1' },
      },
      trace: expect.stringMatching(/^projects\/demo\/traces\/[0-9a-f]{32}$/),
      labels: { instanceId: expect.any(String) },
      httpRequest: { requestMethod: 'GET', status: expect.any(Number), latency: { nanos: expect.any(Number) } },
    });
  });

  test('a JSON payload is a Struct', async () => {
    const filter = 'jsonPayload.message:"orders-db"';
    const [[entry]] = await clients.logging.listLogEntries(
      { resourceNames: [PROJECT], filter },
      { autoPaginate: false },
    );
    expect(entry?.jsonPayload?.fields?.['message']?.stringValue).toContain('orders-db.internal:5432 refused');
  });
});

describe('tailing on the wire', () => {
  const openTail = (filter: string) => {
    const seen: string[] = [];
    const codes: number[] = [];
    const stream = clients.logging.tailLogEntries();
    stream.on(
      'data',
      ({ entries }: { entries: { trace: string }[] }) => void seen.push(...entries.map((each) => each.trace)),
    );
    stream.on('error', (error: { code: number }) => void codes.push(error.code));
    const request = { resourceNames: [PROJECT], filter, bufferWindow: { nanos: 20_000_000 } };
    stream.write(request);
    return { stream, seen, codes, request };
  };
  const openSessions = (count: number) =>
    until(`${count} sessions are open`, () => google.model.logs.tails.count === count);
  const sendRequests = (count: number) => {
    for (let sent = 0; sent < count; sent += 1) {
      const request = { method: 'GET', path: '/v1/carts', atMs: Date.now() };
      google.model.traffic.request(google.model.run.record(SERVICE), request);
    }
  };

  test('new entries arrive by themselves, and closing ends the session', async () => {
    const { stream, seen } = openTail('log_id("run.googleapis.com/requests")');
    await openSessions(1);
    sendRequests(20);
    await until('all new requests are tailed', () => seen.length === 20);
    stream.end();
    await openSessions(0);
  });

  test('a second request in one session ends it with INVALID_ARGUMENT', async () => {
    const { stream, codes, request } = openTail('severity>=ERROR');
    stream.write(request);
    await until('the session is refused', () => codes.length === 1);
    expect(codes).toEqual([3]);
    await openSessions(0);
  });

  test('a broken filter is INVALID_ARGUMENT', async () => {
    const { codes } = openTail('severity>=');
    await until('the session is refused', () => codes.length === 1);
    expect(codes).toEqual([3]);
  });

  test('the eleventh session is RESOURCE_EXHAUSTED, and a cut ends the others', async () => {
    const sessions = Array.from({ length: 10 }, () => openTail(''));
    await openSessions(10);
    const { codes } = openTail('');
    await until('one more is refused', () => codes.length === 1);
    expect(codes).toEqual([8]);
    google.model.logs.tails.cut();
    await until('every session was cut', () => sessions.every((session) => session.codes[0] === 14));
  });
});

describe('Monitoring on the wire says what the model says', () => {
  const filter = (metric: string) =>
    `metric.type = "run.googleapis.com/${metric}" AND resource.type = "cloud_run_revision" AND resource.labels.service_name = "shop"`;
  const groupBy = ['resource.labels.revision_name', 'metric.labels.response_code_class'];

  test('counts and latencies, grouped by revision and class', async () => {
    const endMs = Math.ceil(Date.now() / 1_000) * 1_000 + 1_000;
    const startMs = endMs - 120_000;
    const ask = async (metric: string) => {
      const [series] = await clients.metrics.listTimeSeries({
        name: PROJECT,
        filter: filter(metric),
        view: 'FULL',
        interval: { startTime: toTimestamp(startMs), endTime: toTimestamp(endMs) },
        aggregation: {
          alignmentPeriod: { seconds: 120 },
          perSeriesAligner: 'ALIGN_DELTA',
          crossSeriesReducer: 'REDUCE_SUM',
          groupByFields: groupBy,
        },
      });
      return series;
    };
    const inModel = () =>
      listTimeSeries(google.model.metrics, {
        name: PROJECT,
        filter: filter('request_count'),
        startMs,
        endMs,
        alignmentMs: 120_000,
        aligner: 'ALIGN_DELTA',
        reducer: 'REDUCE_SUM',
        groupBy,
      }).timeSeries;
    const countsInModel = () =>
      inModel().flatMap(({ points }) => points.flatMap(({ value }) => (value.kind === 'count' ? value.count : [])));
    await until('all samples came through', () => countsInModel().reduce((sum, count) => sum + count, 0) === 220);

    const counts = await ask('request_count');
    expect(counts.map((series) => Number(series.points?.[0]?.value?.int64Value))).toEqual(countsInModel());
    expect(counts.map((series) => series.metric?.labels?.['response_code_class']).toSorted()).toEqual(['2xx', '5xx']);

    const latencies = await ask('request_latencies');
    expect(latencies.map((series) => Number(series.points?.[0]?.value?.distributionValue?.count))).toEqual(
      countsInModel(),
    );
    expect(latencies[0]?.points?.[0]?.value?.distributionValue?.bucketOptions?.exponentialBuckets).toEqual({
      numFiniteBuckets: 146,
      growthFactor: 1.1,
      scale: 10,
    });
  });

  test('a query without a metric is INVALID_ARGUMENT', async () => {
    const interval = { endTime: toTimestamp(Date.now()) };
    const call = clients.metrics.listTimeSeries({
      name: PROJECT,
      filter: 'resource.type = "cloud_run_revision"',
      view: 'FULL',
      interval,
    });
    expect(await codeOf(call)).toBe(3);
  });
});
