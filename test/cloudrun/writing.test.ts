import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../../sandbox/until.ts';
import type { ServiceView } from '../../src/core/service-view.ts';
import { canaryRows, soleRows } from '../../src/core/traffic.ts';
import { AT, SEEDED } from '../google-town.ts';
import { CANARY, type CloudRunTown, cloudRunTown, FENCED, ROLLOUT } from './town.ts';

let town: CloudRunTown;
beforeEach(async () => {
  town = await cloudRunTown();
});
afterEach(() => town.google.stop());

const fivePercent = (view: ServiceView) => ({
  annotations: FENCED,
  traffic: canaryRows(view.traffic, { canary: CANARY, stable: SEEDED, canaryPercent: 5 }),
});

describe('every write', () => {
  test('carries the etag of its read, a narrow mask, the fence and our name', async () => {
    const view = await town.settled();
    expect(await town.run.createRevision(view, town.wish(view))).toEqual({ kind: 'accepted' });
    const [created] = town.writes();
    expect(created).toMatchObject({ etagSent: view.etag, annotations: FENCED, revision: CANARY, outcome: 'committed' });
    expect(created?.mask).toEqual([
      'template.revision',
      'template.containers',
      'template.labels',
      'template.health_check_disabled',
      'traffic',
      'annotations',
      'client',
      'client_version',
    ]);

    const staged = await town.settled();
    expect(await town.run.splitTraffic(staged, fivePercent(staged))).toEqual({ kind: 'accepted' });
    expect(town.writes()[1]?.mask).toEqual(['traffic', 'annotations', 'client', 'client_version']);
    expect((await town.settled()).serving).toMatchObject([
      { revision: SEEDED, percent: 95 },
      { revision: CANARY, percent: 5 },
      { revision: SEEDED, percent: 0, tag: 'stable' },
      { revision: CANARY, percent: 0, tag: 'canary' },
    ]);
    expect(await town.run.listRevisions(AT)).toHaveLength(2);
  });

  test('keeps what other people have set', async () => {
    const main = {
      image: town.imageOf('v1.0.0'),
      ports: [{ containerPort: 8080 }],
      env: [{ name: 'REGION', value: 'us' }],
    };
    const template = {
      revision: 'api-gateway-by-hand',
      labels: { team: 'edge' },
      containers: [{ image: 'acme/sidecar' }, main],
      serviceAccount: 'gateway@acme.iam.gserviceaccount.com',
    };
    const pinned = { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION', revision: SEEDED } as const;
    const traffic = [
      { ...pinned, percent: 100 },
      { ...pinned, tag: 'load-test' },
    ];
    const theirs = { template, traffic, annotations: { 'acme/owner': 'edge' }, labels: { cost: 'a1' } };
    await town.somebodyWrites(theirs, ['template', 'traffic', 'annotations', 'labels']);
    expect(await town.stage()).toEqual({ kind: 'accepted' });

    const kept = town.kept();
    expect(kept).toMatchObject({ labels: { cost: 'a1' }, annotations: { 'acme/owner': 'edge', ...FENCED } });
    expect(kept.template).toMatchObject({
      labels: { team: 'edge', 'slipway-rollout': ROLLOUT },
      serviceAccount: 'gateway@acme.iam.gserviceaccount.com',
      containers: [
        { image: 'acme/sidecar' },
        { image: town.imageOf('healthy'), env: [{ name: 'REGION', value: 'us' }] },
      ],
    });
    expect(kept.traffic).toContainEqual({ ...pinned, percent: 0, tag: 'load-test' });
  });

  test('is a conflict when somebody wrote since the read', async () => {
    const view = await town.settled();
    await town.somebodyWrites({ labels: { cost: 'a2' } }, ['labels']);
    const change = {
      annotations: FENCED,
      traffic: soleRows(view.traffic, SEEDED, [{ tag: 'stable', revision: SEEDED }]),
    };
    expect(await town.run.splitTraffic(view, change)).toEqual({ kind: 'conflict' });
    expect((await town.read()).traffic).toEqual(view.traffic);
  });

  test('goes only through a view that was read here', async () => {
    const copy = { ...(await town.settled()) };
    await expect(town.run.splitTraffic(copy, fivePercent(copy))).rejects.toThrow('was not read here');
  });
});

describe('a write that Google answers with', () => {
  test.for([
    [1, 'CANCELLED', { kind: 'unknown', because: 'Cloud Run did not answer (CANCELLED)' }],
    [2, 'UNKNOWN', { kind: 'unknown', because: 'Cloud Run did not answer (UNKNOWN)' }],
    [3, 'INVALID_ARGUMENT', { kind: 'refused', because: 'Cloud Run refused (INVALID_ARGUMENT): as injected' }],
    [4, 'DEADLINE_EXCEEDED', { kind: 'unknown', because: 'Cloud Run did not answer (DEADLINE_EXCEEDED)' }],
    [5, 'NOT_FOUND', { kind: 'refused', because: 'Cloud Run refused (NOT_FOUND): as injected' }],
    [7, 'PERMISSION_DENIED', { kind: 'refused', because: 'Cloud Run refused (PERMISSION_DENIED): as injected' }],
    [9, 'FAILED_PRECONDITION', { kind: 'refused', because: 'Cloud Run refused (FAILED_PRECONDITION): as injected' }],
    [10, 'ABORTED', { kind: 'conflict' }],
    [13, 'INTERNAL', { kind: 'unknown', because: 'Cloud Run did not answer (INTERNAL)' }],
    [14, 'UNAVAILABLE', { kind: 'unknown', because: 'Cloud Run did not answer (UNAVAILABLE)' }],
  ] as const)('%i %s is not tried again', async ([code, , outcome]) => {
    const view = await town.settled();
    town.model.faults.inject({ method: 'UpdateService', times: 1, code, message: 'as injected' });
    expect(await town.run.scale(view, { annotations: FENCED, instances: 0 })).toEqual(outcome);
    expect(town.model.faults.calls.get('UpdateService')).toBe(1);
  });

  test.for([
    [8, 'RESOURCE_EXHAUSTED'],
    [16, 'UNAUTHENTICATED'],
  ] as const)('%i %s throws: nothing was done, and it says nothing about the wish', async ([code, name]) => {
    const view = await town.settled();
    town.model.faults.inject({ method: 'UpdateService', times: 1, code, message: 'as injected' });
    await expect(town.run.scale(view, { annotations: FENCED, instances: 0 })).rejects.toThrow(
      `Cloud Run refused (${name}): as injected`,
    );
  });

  test('percentages that are not 100 together is refused', async () => {
    const view = await town.settled();
    const change = { annotations: FENCED, traffic: [{ revision: SEEDED, percent: 95, tag: null }] };
    const outcome = await town.run.splitTraffic(view, change);
    expect(outcome).toEqual({ kind: 'refused', because: expect.stringContaining('sum to 100 percent') });
  });
});

describe('a revision that is asked for twice', () => {
  test('is made once when the first answer was lost', async () => {
    town.model.faults.inject({ method: 'UpdateService', times: 1, replyLostAfterCommit: true });
    expect(await town.stage()).toMatchObject({ kind: 'unknown' });
    expect(await town.run.readRevision(AT, CANARY)).toMatchObject({ revision: CANARY });
    expect(await town.stage()).toEqual({ kind: 'accepted' });
    expect(await town.run.listRevisions(AT)).toHaveLength(2);
  });

  test('is adopted when another setting has changed in between', async () => {
    await town.stage();
    const { template } = town.kept();
    const theirs = { template: { ...template, revision: 'api-gateway-by-hand', labels: { team: 'edge' } } };
    const traffic = [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION', revision: SEEDED, percent: 100 } as const];
    await town.somebodyWrites({ ...theirs, traffic }, ['template', 'traffic']);
    expect(await town.stage()).toEqual({ kind: 'accepted' });
    expect((await town.settled()).serving).toContainEqual(
      expect.objectContaining({ revision: CANARY, percent: 0, tag: 'canary' }),
    );
    expect(await town.run.listRevisions(AT)).toHaveLength(3);
  });

  test('is refused when the name belongs to another rollout', async () => {
    await town.stage();
    const view = await town.settled();
    const outcome = await town.run.createRevision(view, { ...town.wish(view), rolloutId: 'ffffffffff' });
    expect(outcome).toEqual({ kind: 'refused', because: expect.stringContaining('already exists') });
  });
});

describe('a single writer', () => {
  const scaled = (view: ServiceView, instances: number | null) =>
    town.run.scale(view, { annotations: FENCED, instances });

  test('is stopped and given back, its own limits kept', async () => {
    await town.somebodyWrites({ scaling: { minInstanceCount: 1 } }, ['scaling']);
    expect(await scaled(await town.settled(), 0)).toEqual({ kind: 'accepted' });
    expect(await town.settled()).toMatchObject({ manualInstances: 0 });
    expect(town.model.run.runningRevisions(town.kept().name)).toEqual([]);

    expect(await scaled(await town.settled(), null)).toEqual({ kind: 'accepted' });
    expect(await town.settled()).toMatchObject({ manualInstances: null });
    expect(town.kept().scaling).toMatchObject({ scalingMode: 'AUTOMATIC', minInstanceCount: 1 });
  });

  test('gets its new revision without any instance being started', async () => {
    const view = await town.settled();
    await town.run.createRevision(view, { ...town.wish(view, 'crash'), withoutInstance: true });
    expect(await town.ready()).toMatchObject({ ready: 'yes' });
    await town.settled();
    expect(town.model.run.runningRevisions(town.kept().name)).toEqual([SEEDED]);
  });
});

describe('a service that is not there yet', () => {
  const NEW = { ...AT, service: 'shop' };
  const made = (rolloutId: string) => ({
    annotations: FENCED,
    revision: `shop-r${rolloutId}`,
    image: town.imageOf('healthy'),
    rolloutId,
    traffic: soleRows([], `shop-r${rolloutId}`, [{ tag: 'canary', revision: `shop-r${rolloutId}` }]),
  });

  test('is made with one revision by name, everything on it, our tag, label and marks', async () => {
    expect(await town.run.read(NEW)).toBeNull();
    expect(await town.run.createService(NEW, made(ROLLOUT))).toEqual({ kind: 'accepted' });
    const view = await until('the write to settle', () => town.run.read(NEW).then((read) => read?.settled && read));
    expect(view).toMatchObject({ annotations: FENCED, image: town.imageOf('healthy') });
    expect(view.serving).toMatchObject([
      { revision: `shop-r${ROLLOUT}`, percent: 100 },
      { revision: `shop-r${ROLLOUT}`, percent: 0, tag: 'canary' },
    ]);
    const kept = town.model.run.getService(`projects/${AT.project}/locations/${AT.region}/services/shop`);
    expect(kept).toMatchObject({ client: 'slipway', template: { labels: { 'slipway-rollout': ROLLOUT } } });
  });

  test('made twice is a conflict, and the read tells whose it is', async () => {
    await town.run.createService(NEW, made(ROLLOUT));
    expect(await town.run.createService(NEW, made(ROLLOUT))).toEqual({ kind: 'conflict' });
    expect(await town.run.createService(NEW, made('ffffffffff'))).toEqual({ kind: 'conflict' });
    expect(await town.run.listRevisions(NEW)).toMatchObject([{ revision: `shop-r${ROLLOUT}` }]);
  });

  test('with a name that Cloud Run does not take is refused', async () => {
    const outcome = await town.run.createService({ ...NEW, service: 'Shop' }, made(ROLLOUT));
    expect(outcome).toMatchObject({ kind: 'refused', because: expect.stringContaining('service_id') });
  });

  test('whose answer was lost leaves it open; asked for again it is there', async () => {
    town.model.faults.inject({ method: 'CreateService', times: 1, replyLostAfterCommit: true });
    expect(await town.run.createService(NEW, made(ROLLOUT))).toMatchObject({ kind: 'unknown' });
    expect(await town.run.createService(NEW, made(ROLLOUT))).toEqual({ kind: 'conflict' });
  });
});
