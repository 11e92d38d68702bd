import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LogEntry } from '../../../sandbox/google/logging/entry.ts';
import type { Suppressed } from '../../../sandbox/google/logging/suppression.ts';
import { type GoogleSandbox, startGoogle } from '../../../sandbox/google/start.ts';
import { until } from '../../../sandbox/until.ts';
import { type GoogleClients, googleClients } from './clients.ts';
import { IMAGE, modelOnManualClock, PROJECT, SEED, SERVICE } from './faces.ts';
import { type Sight, sights } from './sights.ts';

const REQUESTS = 'log_id("run.googleapis.com/requests")';

describe.for(sights)('what keeps a log from being whole, as %s tells of it', ([, openSight]) => {
  let sight: Sight;
  afterEach(() => sight.close());

  const open = async (extra: Parameters<typeof openSight>[0] = {}) => {
    sight = await openSight(extra);
    sight.model.traffic.tick(sight.clock.now());
  };
  const serve = (seconds: number, requestsPerSecond: number) => {
    const { model, clock } = sight;
    model.traffic.setRate(SERVICE, requestsPerSecond);
    for (let tick = 0; tick < seconds * 10; tick += 1) {
      clock.advance(100);
      model.traffic.tick(clock.now());
    }
    model.traffic.setRate(SERVICE, 0);
  };
  const settle = () => sight.clock.advance(6 * 60_000);
  const countOf = async (filter: string) => (await sight.log(filter)).length;
  const counted = async () => (await sight.series('run.googleapis.com/request_count'))[0]?.values[0];

  test.for([
    ['a share of the errors', { errors: 0.5 }, { failed: [140, 260], well: [550, 650] }],
    ['what went well', { successes: 1 }, { failed: [340, 460], well: [0, 0] }],
    ['most of what went well', { successes: 0.9 }, { failed: [340, 460], well: [30, 90] }],
  ] as const)('%s is excluded, and counted all the same', async ([, exclusion, { failed, well }]) => {
    await open();
    sight.model.logs.exclusions.set('demo', exclusion);
    sight.model.traffic.setOutage(SERVICE, true);
    serve(50, 20);
    settle();
    expect(await countOf(`${REQUESTS} AND httpRequest.status>=500`)).toBeGreaterThanOrEqual(failed[0]);
    expect(await countOf(`${REQUESTS} AND httpRequest.status>=500`)).toBeLessThanOrEqual(failed[1]);
    expect(await countOf(`${REQUESTS} AND httpRequest.status<400`)).toBeGreaterThanOrEqual(well[0]);
    expect(await countOf(`${REQUESTS} AND httpRequest.status<400`)).toBeLessThanOrEqual(well[1]);
    expect(await counted()).toBeGreaterThanOrEqual(999);
  });

  test('of another project nothing is excluded', async () => {
    await open();
    sight.model.logs.exclusions.set('demo-two', { successes: 1 });
    serve(5, 20);
    settle();
    expect(await countOf(REQUESTS)).toBeGreaterThanOrEqual(99);
  });

  test('entries are as late as they are told to be, whatever the factor', async () => {
    await open({ factor: 1_000, logDelayMs: [5_000, 15_000] });
    serve(1, 100);
    sight.clock.advance(3_900);
    expect(await countOf(REQUESTS)).toBe(0);
    sight.clock.advance(5_500);
    const half = await countOf(REQUESTS);
    expect(half).toBeGreaterThan(30);
    expect(half).toBeLessThan(75);
    sight.clock.advance(6_500);
    expect(await countOf(REQUESTS)).toBeGreaterThanOrEqual(99);
  });

  test('a client sticks to its revision where sessions have affinity, and one of them is bad', async () => {
    await open();
    const service = sight.model.run.record(SERVICE);
    sight.model.run.updateService(
      {
        service: {
          name: SERVICE,
          template: { revision: 'shop-r1', sessionAffinity: true, containers: [{ image: `${IMAGE}:v1.1.0` }] },
          traffic: [SEED, 'shop-r1'].map((revision) => ({
            type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION' as const,
            revision,
            percent: 50,
          })),
        },
        updateMask: { paths: ['template', 'traffic'] },
      },
      'tester@example.com',
    );
    sight.clock.advance(500);
    expect(service.reconciling).toBe(false);
    sight.model.traffic.clients.setBadClient(SERVICE, true);
    serve(25, 20);
    settle();
    const clientsOf = async (filter: string) =>
      (await sight.log(`${REQUESTS} AND ${filter}`)).map(({ remoteIp }) => remoteIp);
    const [stable, canary] = [
      await clientsOf(`resource.labels.revision_name="${SEED}"`),
      await clientsOf('resource.labels.revision_name="shop-r1"'),
    ];
    expect(Math.min(stable.length, canary.length)).toBeGreaterThan(100);
    expect(stable.filter((client) => canary.includes(client))).toEqual([]);
    const failing = await clientsOf('httpRequest.status>=500');
    expect(failing.length).toBeGreaterThan(10);
    expect(new Set(failing)).toEqual(new Set(['192.0.2.66']));
  });

  test('a service that pulls messages leaves lines for failures and a metric of its own, and no request', async () => {
    await open();
    sight.model.traffic.setPuller(SERVICE);
    sight.model.traffic.setOutage(SERVICE, true);
    serve(20, 20);
    settle();
    expect(await countOf(REQUESTS)).toBe(0);
    expect(await sight.series('run.googleapis.com/request_count')).toEqual([]);
    const failures = await countOf('jsonPayload.event="message_failed"');
    const groupBy = ['resource.labels.revision_name', 'metric.labels.outcome'];
    const series = await sight.series('logging.googleapis.com/user/messages', { groupBy });
    const byOutcome = Object.fromEntries(series.map(({ labels, values }) => [labels['outcome'], values[0]]));
    expect(byOutcome['failed']).toBe(failures);
    expect(failures).toBeGreaterThan(100);
    expect((byOutcome['done'] ?? 0) + failures).toBeGreaterThanOrEqual(399);
  });
});

describe('a tail that does not get everything', () => {
  const heard = () => {
    const entries: LogEntry[] = [];
    const suppressed: Suppressed[] = [];
    const onEntries = (arrived: LogEntry[], missing: Suppressed[]) => {
      entries.push(...arrived);
      suppressed.push(...missing);
    };
    return { entries, suppressed, onEntries };
  };
  const request = (atMs: number) => ({ method: 'GET', path: '/v1/carts', atMs });

  test('what is over the rate is counted and left out, until the next minute', () => {
    const { model, clock } = modelOnManualClock({ factor: 1_000, tailEntriesPerMinute: 100 });
    const ear = heard();
    model.logs.tail({ resourceNames: [PROJECT], filter: REQUESTS, onEntries: ear.onEntries });
    const send = (count: number) => {
      for (let sent = 0; sent < count; sent += 1)
        model.traffic.request(model.run.record(SERVICE), request(clock.now()));
      clock.advance(10_000);
    };
    send(150);
    expect(ear.entries).toHaveLength(100);
    expect(ear.suppressed).toEqual([{ reason: 'RATE_LIMIT', suppressedCount: 50 }]);
    clock.advance(60_000);
    send(20);
    expect(ear.entries).toHaveLength(120);
    expect(ear.suppressed).toHaveLength(1);
  });

  test('what a client does not take is counted and lost', () => {
    const { model, clock } = modelOnManualClock({ factor: 1_000 });
    const ear = heard();
    let isConsuming = false;
    const tail = { resourceNames: [PROJECT], filter: REQUESTS, onEntries: ear.onEntries };
    model.logs.tail({ ...tail, isConsuming: () => isConsuming });
    model.traffic.request(model.run.record(SERVICE), request(clock.now()));
    clock.advance(10_000);
    isConsuming = true;
    model.traffic.request(model.run.record(SERVICE), request(clock.now()));
    clock.advance(10_000);
    expect(ear.entries).toHaveLength(1);
    expect(ear.suppressed).toEqual([{ reason: 'NOT_CONSUMED', suppressedCount: 1 }]);
  });

  test('tails can be cut again and again, until they are not', () => {
    const { model, clock } = modelOnManualClock();
    let cuts = 0;
    const follow = () => {
      model.logs.tail({
        resourceNames: [PROJECT],
        onEntries: () => {},
        onCut: () => {
          cuts += 1;
          follow();
        },
      });
    };
    follow();
    model.logs.tails.cutEvery(10_000);
    clock.advance(35_000);
    expect(cuts).toBe(3);
    model.logs.tails.cutEvery(null);
    clock.advance(35_000);
    expect(cuts).toBe(3);
  });
});

describe('the same on the wire', () => {
  let google: GoogleSandbox;
  let clients: GoogleClients;
  beforeEach(async () => {
    const services = [{ project: 'demo', region: 'us-central1', service: 'shop', image: IMAGE, rps: 0 }];
    google = await startGoogle({ factor: 1_000, services });
    clients = googleClients(google.grpcAddress);
  });
  afterEach(async () => {
    await clients.close();
    await google.stop();
  });

  test.for<[string, object, Suppressed['reason']]>([
    ['the rate', { entriesPerMinute: 0 }, 'RATE_LIMIT'],
    ['the pace of its client', { isNobodyConsuming: true }, 'NOT_CONSUMED'],
  ])('a session is told what it misses because of %s', async ([, limits, reason]) => {
    const told: { reason: unknown; suppressedCount: number }[] = [];
    const stream = clients.logging.tailLogEntries();
    stream.on('data', ({ suppressionInfo }: { suppressionInfo: typeof told }) => void told.push(...suppressionInfo));
    stream.write({ resourceNames: [PROJECT], filter: REQUESTS, bufferWindow: { nanos: 20_000_000 } });
    await until('a session', () => google.model.logs.tails.count === 1);
    const body = JSON.stringify(limits);
    await fetch(`${google.httpUrl}/control/tails`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    for (let sent = 0; sent < 5; sent += 1) {
      google.model.traffic.request(google.model.run.record(SERVICE), {
        method: 'GET',
        path: '/v1/carts',
        atMs: Date.now(),
      });
    }
    const all = () => told.reduce((sum, { suppressedCount }) => sum + suppressedCount, 0);
    await until('all that is missing', () => all() === 5);
    expect(new Set(told.map((one) => one.reason))).toEqual(new Set([reason]));
    stream.end();
    await until('the session is over', () => google.model.logs.tails.count === 0);
  });
});
