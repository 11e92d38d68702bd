import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BehaviourName } from '../../../sandbox/google/registry/behaviour.ts';
import { codeOf, IMAGE, SEED, SERVICE } from './faces.ts';
import { type Ask, CANARY, type Sight, sights } from './sights.ts';

const run = (metric: string) => `run.googleapis.com/${metric}`;
const REQUESTS = `log_id("run.googleapis.com/requests") AND resource.labels.revision_name="${CANARY}"`;
const SYSTEM = `log_id("run.googleapis.com/varlog/system") AND resource.labels.revision_name="${CANARY}"`;

describe.for(sights)('instances, as %s tells of them', ([, openSight]) => {
  let sight: Sight;
  beforeEach(async () => {
    sight = await openSight();
    sight.model.traffic.tick(sight.clock.now());
  });
  afterEach(() => sight.close());

  /** Puts an image at half of the traffic. */
  const deploy = (tag: BehaviourName | 'v1.1.0', template: object = {}) => {
    const { model, clock } = sight;
    const type = 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION' as const;
    const image = `${IMAGE}:${tag}`;
    const scaling = { minInstanceCount: 0, maxInstanceCount: 10 };
    const rows = [SEED, CANARY].map((revision) => ({ type, revision, percent: 50 }));
    model.run.updateService(
      {
        service: {
          name: SERVICE,
          template: { revision: CANARY, containers: [{ image }], scaling, ...template },
          traffic: rows,
        },
        updateMask: { paths: ['template', 'traffic'] },
      },
      'tester@example.com',
    );
    clock.advance(500);
    model.traffic.tick(clock.now());
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
  /** Long enough for hung requests to end and for samples to come through. */
  const settle = () => sight.clock.advance(12 * 60_000);
  const canary = async (type: string, ask?: Ask) =>
    (await sight.series(type, ask)).filter(({ revision }) => revision === CANARY);
  const p99Of = async (type: string) => (await canary(type))[0]?.values[0] ?? Number.NaN;
  const statuses = async () => (await sight.log(REQUESTS)).map(({ status }) => status);
  const instances = () => {
    const { fleets, run: cloudRun } = sight.model;
    return fleets.of(cloudRun.revisions.get(`${SERVICE}/revisions/${CANARY}`)).instances;
  };
  const shareOf = (all: readonly number[], is: (status: number) => boolean) => all.filter(is).length / all.length;
  const failed = (status: number) => status >= 500;

  test.for<[string, Ask, { kind: string; valueType: string; from: number; to: number }]>([
    ['request_count', {}, { kind: 'DELTA', valueType: 'INT64', from: 550, to: 650 }],
    ['request_latencies', {}, { kind: 'DELTA', valueType: 'DISTRIBUTION', from: 150, to: 500 }],
    ['container/instance_count', { aligner: 'ALIGN_MAX' }, { kind: 'GAUGE', valueType: 'INT64', from: 1, to: 3 }],
    ['container/cpu/utilizations', {}, { kind: 'DELTA', valueType: 'DISTRIBUTION', from: 0.02, to: 0.3 }],
    ['container/memory/utilizations', {}, { kind: 'DELTA', valueType: 'DISTRIBUTION', from: 0.2, to: 0.4 }],
    ['container/max_request_concurrencies', {}, { kind: 'DELTA', valueType: 'DISTRIBUTION', from: 1, to: 10 }],
    [
      'container/memory/utilizations',
      { aligner: 'ALIGN_PERCENTILE_99', reducer: 'REDUCE_MAX' },
      { kind: 'GAUGE', valueType: 'DOUBLE', from: 0.2, to: 0.4 },
    ],
  ])('%s with %o', async ([metric, ask, { kind, valueType, from, to }]) => {
    deploy('v1.1.0');
    serve(60, 20);
    settle();
    const [series, ...others] = await canary(run(metric), ask);
    expect(others).toEqual([]);
    expect(series).toMatchObject({ kind, valueType });
    expect(series?.values[0]).toBeGreaterThanOrEqual(from);
    expect(series?.values[0]).toBeLessThanOrEqual(to);
  });

  test('instances are counted apart by what they do', async () => {
    deploy('v1.1.0');
    serve(60, 20);
    serve(20, 0);
    settle();
    const groupBy = ['resource.labels.revision_name', 'metric.labels.state'];
    const series = await canary(run('container/instance_count'), { aligner: 'ALIGN_MAX', groupBy });
    expect(series.map(({ labels, values }) => [labels['state'], values[0]]).toSorted()).toEqual([
      ['active', 1],
      ['idle', 1],
    ]);
  });

  test.for<[string, string, Ask]>([
    ['a difference of a gauge', 'container/instance_count', { aligner: 'ALIGN_DELTA' }],
    ['a largest distribution', 'container/cpu/utilizations', { aligner: 'ALIGN_MAX' }],
    ['a percentile of a gauge', 'container/instance_count', { aligner: 'ALIGN_PERCENTILE_99' }],
  ])('%s is INVALID_ARGUMENT', async ([, metric, ask]) => {
    serve(60, 20);
    settle();
    expect(await codeOf(sight.series(run(metric), ask))).toBe(3);
  });

  test.for(['run.googleapis.com/moon_phase', 'custom.googleapis.com/never_written'])(
    '%s is NOT_FOUND',
    async (type) => {
      expect(await codeOf(sight.series(type))).toBe(5);
    },
  );

  test('more come with more requests, start cold, and go when they are idle for long', async () => {
    deploy('v1.1.0', { maxInstanceRequestConcurrency: 2 });
    serve(60, 60);
    settle();
    const [most] = (await canary(run('container/instance_count'), { aligner: 'ALIGN_MAX' }))[0]?.values ?? [];
    expect(most).toBeGreaterThanOrEqual(2);
    expect(most).toBeLessThanOrEqual(10);
    expect(await p99Of(run('container/startup_latencies'))).toBeGreaterThan(200);
    expect((await sight.log(SYSTEM)).map(({ text }) => text)).toContainEqual(
      expect.stringContaining('Starting new instance. Reason: AUTOSCALING'),
    );
    sight.clock.advance(4 * 60_000);
    serve(1, 0);
    expect(instances()).toEqual([]);
  });

  test('the first request after that waits for an instance, which the log says and the latencies leave out', async () => {
    deploy('cold');
    sight.clock.advance(16 * 60_000);
    serve(1, 0);
    serve(1, 20);
    settle();
    const [first] = await sight.log(REQUESTS);
    expect(first?.latencyMs).toBeGreaterThan(2_000);
  });

  test('`cold` is slow and fails now and then while an instance is new, and is well afterwards', async () => {
    deploy('cold');
    serve(60, 40);
    settle();
    const requests = await sight.log(REQUESTS);
    const bad = (entry: { status: number; latencyMs: number }) => failed(entry.status) || entry.latencyMs > 500;
    const [first, rest] = [requests.slice(0, 60), requests.slice(160)];
    expect(first.filter(bad).length / first.length).toBeGreaterThan(0.4);
    expect(rest.filter(bad).length / rest.length).toBeLessThan(0.03);
  });

  test.for([
    ['leak', 60],
    ['oom', 10],
  ] as const)('`%s` fills its memory until it is killed, with what is under way', async ([tag, requestsPerSecond]) => {
    deploy(tag);
    serve(60, requestsPerSecond);
    settle();
    expect(await p99Of(run('container/memory/utilizations'))).toBeGreaterThan(0.8);
    expect((await sight.log(SYSTEM)).map(({ severity, text }) => `${severity} ${text}`)).toContainEqual(
      expect.stringMatching(/^ERROR Memory limit of 512 MiB exceeded with 5\d\d MiB used\./),
    );
    const killed = (await sight.log(REQUESTS)).filter(({ text }) => text.includes('connection to the instance'));
    expect(new Set(killed.map(({ status }) => status))).toEqual(new Set([503]));
    expect(new Set((await sight.log(REQUESTS)).map(({ instanceId }) => instanceId)).size).toBeGreaterThan(1);
  });

  test('`hang` leaves requests without an answer until the time limit, and then they are 504', async () => {
    deploy('hang');
    serve(60, 20);
    expect(await statuses()).not.toContain(504);
    settle();
    const hung = (await sight.log(REQUESTS)).filter(({ status }) => status === 504);
    expect(hung.length / (await statuses()).length).toBeCloseTo(0.1, 1);
    expect(hung[0]).toMatchObject({ latencyMs: 300_000, severity: 'ERROR' });
    expect(hung[0]?.text).toContain('maximum request timeout');
  });

  test('a time limit of its own is kept', async () => {
    deploy('hang', { timeout: { seconds: '20' } });
    serve(60, 20);
    settle();
    expect((await sight.log(`${REQUESTS} AND httpRequest.status=504`))[0]?.latencyMs).toBe(20_000);
  });

  test('`busy` keeps its CPU near its end and is slower', async () => {
    deploy('busy');
    serve(60, 20);
    settle();
    expect(await p99Of(run('container/cpu/utilizations'))).toBeGreaterThan(0.9);
    expect(shareOf(await statuses(), failed)).toBeLessThan(0.02);
  });

  test('`no-capacity` has more requests than instances: they are refused in the log and in no metric', async () => {
    deploy('no-capacity');
    serve(60, 20);
    expect(instances()).toHaveLength(10);
    settle();
    const requests = await sight.log(REQUESTS);
    const refused = requests.filter(({ status }) => status === 429);
    expect(refused.length / requests.length).toBeGreaterThan(0.4);
    expect(refused[0]).toMatchObject({ severity: 'WARNING', instanceId: '' });
    expect(refused[0]?.text).toContain('no available instance');
    const [counted] = await canary(run('request_count'));
    expect(counted?.values[0]).toBe(requests.length - refused.length);
  });

  test('`sick-instance` has one at a time that fails everything, for a part of each minute', async () => {
    deploy('sick-instance');
    serve(60, 10);
    settle();
    const requests = await sight.log(REQUESTS);
    const byInstance = Map.groupBy(requests, ({ instanceId }) => instanceId);
    const sharesFailed = [...byInstance.values()].map((own) =>
      shareOf(
        own.map(({ status }) => status),
        failed,
      ),
    );
    expect(sharesFailed.filter((share) => share > 0.2)).toHaveLength(1);
    expect(byInstance.size).toBeGreaterThan(2);
  });
});
