import { beforeEach, describe, expect, test } from 'vitest';
import type { ManualClock } from '../../../sandbox/google/clock.ts';
import type { LogEntry } from '../../../sandbox/google/logging/entry.ts';
import type { GoogleModel } from '../../../sandbox/google/model.ts';
import { entriesIn } from './entries.ts';
import { IMAGE, modelOnManualClock, SEED, SERVICE } from './faces.ts';

const CANARY = 'shop-r1';

describe('the traffic model', () => {
  let model: GoogleModel;
  let clock: ManualClock;

  beforeEach(() => {
    ({ model, clock } = modelOnManualClock({ factor: 60 }));
    model.traffic.setRate(SERVICE, 200);
    model.traffic.tick(clock.now());
  });

  const deploy = (tag: string, percent: number) => {
    const type = 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION' as const;
    const operation = model.run.updateService(
      {
        service: {
          name: SERVICE,
          template: { revision: CANARY, containers: [{ image: `${IMAGE}:${tag}` }] },
          traffic: [
            { type, revision: SEED, percent: 100 - percent },
            { type, revision: CANARY, percent, tag: 'canary' },
          ],
        },
        updateMask: { paths: ['template', 'traffic'] },
      },
      'tester@example.com',
    );
    clock.advance(500);
    model.traffic.tick(clock.now());
    return operation;
  };
  const run = (seconds: number) => {
    for (let tick = 0; tick < seconds * 10; tick += 1) {
      clock.advance(100);
      model.traffic.tick(clock.now());
    }
    clock.advance(1_000);
  };
  const list = (filter: string) => entriesIn(model, filter);
  const requestsOf = (revision: string) =>
    list(`log_id("run.googleapis.com/requests") AND resource.labels.revision_name="${revision}"`);
  const errorShare = (entries: LogEntry[]) =>
    entries.filter((entry) => (entry.httpRequest?.status ?? 0) >= 500).length / entries.length;
  const slowShare = (entries: LogEntry[]) =>
    entries.filter((entry) => (entry.httpRequest?.latencyMs ?? 0) > 500).length / entries.length;

  test('requests follow the real split and the rate', () => {
    deploy('v1.1.0', 25);
    run(20);
    const [stable, canary] = [requestsOf(SEED).length, requestsOf(CANARY).length];
    expect((stable + canary) / 4000).toBeCloseTo(1, 1);
    expect(canary / (stable + canary)).toBeCloseTo(0.25, 1);
  });

  test('requests follow what is real where something else is desired', () => {
    deploy('crash', 50);
    expect(model.run.getService(SERVICE).traffic.map((target) => target.percent)).toEqual([50, 50]);
    run(5);
    expect(requestsOf(CANARY)).toEqual([]);
    expect(errorShare(requestsOf(SEED))).toBeLessThan(0.01);
  });

  test('the same seed gives the same requests', () => {
    const statuses = () => {
      ({ model, clock } = modelOnManualClock({ factor: 60, seed: 7 }));
      model.traffic.setRate(SERVICE, 50);
      model.traffic.tick(clock.now());
      run(5);
      return requestsOf(SEED).map((entry) => [entry.timestampMs, entry.httpRequest?.latencyMs]);
    };
    expect(statuses()).toEqual(statuses());
  });

  test.each([
    ['v1.1.0', 0, 0.005],
    ['healthy', 0, 0.005],
    ['errors-1pct', 0.003, 0.02],
    ['errors-5pct', 0.03, 0.08],
    ['errors-100pct', 1, 1],
  ])('`%s` errs at a share between %d and %d', (tag, least, most) => {
    deploy(tag, 50);
    run(20);
    const share = errorShare(requestsOf(CANARY));
    expect(share).toBeGreaterThanOrEqual(least);
    expect(share).toBeLessThanOrEqual(most);
    expect(errorShare(requestsOf(SEED))).toBeLessThan(0.005);
  });

  test('`slow` has a p99 three times that of the others', () => {
    deploy('slow', 50);
    run(20);
    const p99 = (entries: LogEntry[]) =>
      entries.map((entry) => entry.httpRequest?.latencyMs ?? 0).sort((left, right) => left - right)[
        Math.floor(entries.length * 0.99)
      ] ?? 0;
    const ratio = p99(requestsOf(CANARY)) / p99(requestsOf(SEED));
    expect(ratio).toBeGreaterThan(2.4);
    expect(ratio).toBeLessThan(3.6);
    expect(slowShare(requestsOf(SEED))).toBeLessThan(0.005);
    expect(slowShare(requestsOf(CANARY))).toBeGreaterThan(0.04);
  });

  test('`late` is good at first and bad half a minute after its first traffic', () => {
    deploy('late', 50);
    run(25);
    expect(errorShare(requestsOf(CANARY))).toBe(0);
    const untilNow = new Date(clock.now()).toISOString();
    run(20);
    const later = requestsOf(CANARY).filter((entry) => entry.timestampMs > Date.parse(untilNow) + 10_000);
    expect(errorShare(later)).toBeGreaterThan(0.1);
  });

  test('`flaky` errs in bursts', () => {
    deploy('flaky', 50);
    run(60);
    const inBurst = (entry: LogEntry) => entry.timestampMs % 30_000 < 5_000;
    const requests = requestsOf(CANARY);
    expect(errorShare(requests.filter(inBurst))).toBeGreaterThan(0.2);
    expect(errorShare(requests.filter((entry) => !inBurst(entry)))).toBe(0);
  });

  test('outcomes follow the behaviour of the digest, not the name of the tag', () => {
    const [good, bad] = ['v1.1.0', 'errors-100pct'].map((tag) => model.registry.digestOf(`${IMAGE}:${tag}`));
    model.registry.swapBehaviours(good ?? '', bad ?? '');
    deploy('errors-100pct', 50);
    run(5);
    expect(errorShare(requestsOf(CANARY))).toBeLessThan(0.05);
  });

  test('an outage makes every revision err, and ends', () => {
    deploy('v1.1.0', 50);
    model.traffic.setOutage(SERVICE, true);
    run(10);
    expect(errorShare(requestsOf(SEED))).toBeGreaterThan(0.25);
    expect(errorShare(requestsOf(CANARY))).toBeGreaterThan(0.25);
    const endedMs = clock.now();
    model.traffic.setOutage(SERVICE, false);
    run(5);
    expect(errorShare(requestsOf(SEED).filter((entry) => entry.timestampMs > endedMs))).toBeLessThan(0.05);
  });

  test('a failing request is joined by the trace to what its container wrote as JSON', () => {
    deploy('errors-100pct', 5);
    run(5);
    const traces = new Set(requestsOf(CANARY).map((entry) => entry.trace));
    const written = list(
      `log_id("run.googleapis.com/stderr") AND resource.labels.revision_name="${CANARY}" AND jsonPayload:*`,
    );
    expect(written.length).toBeGreaterThan(10);
    expect(written.every((entry) => traces.has(entry.trace))).toBe(true);
  });

  test('what containers write holds stack traces, a credential and text that would call everybody', () => {
    deploy('errors-100pct', 5);
    run(5);
    const text = list('log_id("run.googleapis.com/stderr")')
      .map((entry) => entry.textPayload ?? JSON.stringify(entry.jsonPayload ?? ''))
      .join('\n');
    expect(text).toMatch(/Bearer eyJ/);
    expect(text).toContain('<!channel>');
    expect(text).toContain('Traceback (most recent call last)');
    expect(text).toContain('Caused by: java.net.SocketTimeoutException');
    expect(text).toContain('goroutine');
  });

  test('a crash leaves start-up logs', () => {
    deploy('crash', 0);
    run(1);
    const text = list(`resource.labels.revision_name="${CANARY}"`)
      .map((entry) => entry.textPayload)
      .join('\n');
    expect(text).toContain('missing required configuration DATABASE_URL');
    expect(text).toContain('STARTUP TCP probe failed');
  });

  test('a stopped service answers 503 in the request log and is silent in the metrics', () => {
    model.run.updateService(
      {
        service: { name: SERVICE, scaling: { scalingMode: 'MANUAL', manualInstanceCount: 0 } },
        updateMask: { paths: ['scaling'] },
      },
      'tester@example.com',
    );
    clock.advance(500);
    model.traffic.tick(clock.now());
    const stoppedMs = clock.now();
    run(5);
    expect(errorShare(requestsOf(SEED).filter((entry) => entry.timestampMs > stoppedMs))).toBe(1);
    const counted = model.metrics
      .of('demo')
      .filter(({ type }) => type.startsWith('run.googleapis.com/request_'))
      .flatMap((series) => [...series.periods.keys()]);
    expect(counted.filter((periodMs) => periodMs > stoppedMs + 1_000)).toEqual([]);
  });
});
