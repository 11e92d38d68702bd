import { beforeEach, describe, expect, test } from 'vitest';
import type { ManualClock } from '../../../sandbox/google/clock.ts';
import type { LogEntry } from '../../../sandbox/google/logging/entry.ts';
import type { GoogleModel } from '../../../sandbox/google/model.ts';
import { PLANTED } from '../../../sandbox/google/program/bugs.ts';
import { loggedErrors } from '../../../src/core/logged/logged-errors.ts';
import { redact } from '../../../src/core/redaction/redact.ts';
import { errorsFilter } from '../../../src/logging/errors-filter.ts';
import { entriesIn } from './entries.ts';
import { IMAGE, modelOnManualClock, SEED, SERVICE } from './faces.ts';

const CANARY = 'shop-r1';
const REQUESTS = 'log_id("run.googleapis.com/requests")';

describe('what programs in the sandbox print', () => {
  let model: GoogleModel;
  let clock: ManualClock;

  beforeEach(() => {
    ({ model, clock } = modelOnManualClock({ factor: 60 }));
    model.traffic.setRate(SERVICE, 200);
    model.traffic.tick(clock.now());
  });

  const deploy = (tag: string, percent: number) => {
    const type = 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION' as const;
    const template = { revision: CANARY, containers: [{ image: `${IMAGE}:${tag}` }] };
    const traffic = [
      { type, revision: SEED, percent: 100 - percent },
      { type, revision: CANARY, percent },
    ];
    const updateMask = { paths: ['template', 'traffic'] };
    model.run.updateService({ service: { name: SERVICE, template, traffic }, updateMask }, 'tester@example.com');
    clock.advance(500);
  };
  const serve = (seconds: number) => {
    for (let tick = 0; tick < seconds * 10; tick += 1) {
      clock.advance(100);
      model.traffic.tick(clock.now());
    }
    clock.advance(1_000);
  };
  const list = (filter: string) => entriesIn(model, filter);
  const of = (revision: string) => `resource.labels.revision_name="${revision}"`;
  const errorsOf = (revision: string) =>
    loggedErrors(list(`${errorsFilter(['shop'])} AND ${of(revision)}`).map(asProductSees), redact);
  const answered = (revision: string, isWell: boolean) =>
    list(`${REQUESTS} AND ${of(revision)} AND httpRequest.status${isWell ? '<' : '>='}500`).length;

  test('text is an entry for each line, without severity and without the request that wrote it', () => {
    deploy('errors-100pct', 50);
    serve(5);
    const lines = list(`log_id("run.googleapis.com/stderr") AND ${of(CANARY)} AND severity=DEFAULT`);
    const texts = lines.filter(({ textPayload }) => textPayload !== undefined);
    expect(texts.map(({ textPayload }) => textPayload)).toContain('Traceback (most recent call last):');
    expect(texts.filter(({ textPayload = '' }) => textPayload.includes('\n'))).toEqual([]);
    expect(new Set(texts.map(({ trace }) => trace))).toEqual(new Set(['']));
  });

  test('every request that a bug spoils is read as one error, with nothing in it that nobody may see', () => {
    deploy('errors-100pct', 20);
    serve(8);
    const errors = errorsOf(CANARY);
    expect(errors).toHaveLength(answered(CANARY, false));
    const shown = JSON.stringify(errors);
    expect(PLANTED.filter((secret) => shown.includes(secret))).toEqual([]);
  });

  test('every image logs some errors of requests that it answers well', () => {
    serve(60);
    const share = (errorsOf(SEED).length - answered(SEED, false)) / answered(SEED, true);
    expect(share).toBeGreaterThan(0.004);
    expect(share).toBeLessThan(0.008);
  });

  test('`noisy` answers as well as the others, and logs an error that these never do', () => {
    deploy('noisy', 50);
    serve(30);
    const own = (revision: string) => errorsOf(revision).filter(({ message }) => message.includes('unknown tier'));
    expect(answered(CANARY, false) / answered(CANARY, true)).toBeLessThan(0.001);
    expect(own(CANARY).length / answered(CANARY, true)).toBeCloseTo(0.1, 1);
    expect(own(SEED)).toEqual([]);
  });

  test('while everything errs alike, all revisions say the same', () => {
    deploy('errors-5pct', 50);
    model.traffic.setOutage(SERVICE, true);
    serve(5);
    for (const revision of [SEED, CANARY])
      expect(errorsOf(revision).filter(({ message }) => message.includes('orders-db')).length).toBeGreaterThan(50);
  });

  test('`crash` leaves one trace and what the platform says of its end', () => {
    deploy('crash', 0);
    clock.advance(10_000);
    expect(errorsOf(CANARY).map(({ stack, platform }) => stack?.type ?? platform)).toEqual([
      'Error',
      'containerExited',
      'startUpProbeFailed',
    ]);
  });
});

/** As Logging gives it to whoever reads errors. */
function asProductSees({ insertId, timestampMs, resource, labels, trace, severity, logName, ...payload }: LogEntry) {
  return {
    insertId,
    atMs: timestampMs,
    service: resource.labels['service_name'] ?? '',
    region: resource.labels['location'] ?? '',
    revision: resource.labels['revision_name'] ?? '',
    instance: labels['instanceId'] ?? null,
    trace: trace || null,
    severity,
    log: logName.split('/logs/')[1]?.replaceAll('%2F', '/') ?? '',
    payload: payload.jsonPayload ? { json: payload.jsonPayload } : { text: payload.textPayload ?? '' },
  };
}
