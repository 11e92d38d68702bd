import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Change, codeOf, type Face, IMAGE, modelFace, SEED, SERVICE, type TrafficRow, wireFace } from './faces.ts';

const CANARY = 'shop-r1';

const row = (revision: string, percent: number, tag = ''): TrafficRow => ({
  type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION',
  revision,
  percent,
  tag,
});

const split = (...traffic: TrafficRow[]): Change => ({ traffic });

const canaryOf = (tag: string): Change => ({
  template: { revision: CANARY, containers: [{ image: `${IMAGE}:${tag}` }] },
  traffic: [row(SEED, 100), row(CANARY, 0, 'canary')],
});

const DEPLOY_MASK = ['template.revision', 'template.containers', 'traffic'];

describe.each([
  ['the model in process', modelFace],
  ["the wire, through Google's clients", wireFace],
])('Cloud Run v2 on %s', (_name, openFace) => {
  let face: Face;

  beforeEach(async () => {
    face = await openFace();
  });
  afterEach(() => face.close());

  const deploy = async (tag = 'v1.1.0') => (await face.update(canaryOf(tag), DEPLOY_MASK)).ended();
  const shift = async (...traffic: TrafficRow[]) => (await face.update(split(...traffic), ['traffic'])).ended();

  test('a seeded service is ready and serves its first revision', async () => {
    expect(await face.service()).toMatchObject({
      generation: 1,
      observedGeneration: 1,
      reconciling: false,
      ready: 'CONDITION_SUCCEEDED',
      real: [`${SEED}=100`],
      latestReady: SEED,
    });
    expect(face.model.run.journal.entries).toEqual([]);
  });

  test('a canary at 0 % takes no traffic and gets an address of its own', async () => {
    expect(await deploy()).toMatchObject({ code: 0 });
    const service = await face.service();
    expect(service.real).toEqual([`${SEED}=100`, `${CANARY}=0 #canary`]);
    expect(service.tagUrls['canary']).toBe(`${service.uri.replace('/s/', '/t/')}/canary`);
    expect(await face.revision(CANARY)).toMatchObject({ ready: 'CONDITION_SUCCEEDED', image: `${IMAGE}:v1.1.0` });
    expect(await face.revisions()).toEqual([CANARY, SEED]);
  });

  test('while a write becomes real, the real traffic is still the old one', async () => {
    const { ended } = await face.update(canaryOf('v1.1.0'), DEPLOY_MASK);
    expect(await face.service()).toMatchObject({
      reconciling: true,
      generation: 2,
      observedGeneration: 1,
      ready: 'CONDITION_RECONCILING',
      real: [`${SEED}=100`],
      latestCreated: CANARY,
    });
    await ended();
    expect(await face.service()).toMatchObject({ reconciling: false, generation: 2, observedGeneration: 2 });
  });

  test('traffic moves step by step without making revisions', async () => {
    await deploy();
    for (const percent of [5, 25, 50, 100]) {
      await shift(row(SEED, 100 - percent, 'stable'), row(CANARY, percent, 'canary'));
      expect((await face.service()).real).toEqual([`${SEED}=${100 - percent} #stable`, `${CANARY}=${percent} #canary`]);
    }
    expect(await face.revisions()).toHaveLength(2);
  });

  test('an etag that is no longer the current one is ABORTED', async () => {
    const { etag } = await face.service();
    await deploy();
    expect(await codeOf(face.update(split(row(SEED, 100)), ['traffic'], { etag }))).toBe(10);
    expect((await face.service()).real).toContain(`${CANARY}=0 #canary`);
  });

  test('the current etag is taken', async () => {
    const { etag } = await face.service();
    expect(await codeOf(face.update({ annotations: { 'slipway/fence': '1' } }, ['annotations'], { etag }))).toBe(0);
  });

  test.each<[string, Change, string[]]>([
    ['traffic that sums to 95', split(row(SEED, 95)), ['traffic']],
    ['a tag used twice', split(row(SEED, 50, 'x'), row(SEED, 50, 'x')), ['traffic']],
    ['a mask in camelCase', { annotations: {} }, ['template.serviceAccount']],
    ['a mask with an unknown field', { annotations: {} }, ['colour']],
    [
      'a revision name of another service',
      { template: { revision: 'other-r1', containers: [{ image: IMAGE }] } },
      ['template'],
    ],
    ['an annotation in a system namespace', { annotations: { 'run.googleapis.com/x': '1' } }, ['annotations']],
    ['a template without an image', { template: { containers: [] } }, ['template']],
  ])('%s is INVALID_ARGUMENT at once, and changes nothing', async (_what, change, mask) => {
    const before = await face.service();
    expect(await codeOf(face.update(change, mask))).toBe(3);
    expect(await face.service()).toEqual(before);
  });

  test('only what the mask names is changed', async () => {
    await (await face.update({ annotations: { owner: 'shop-team' }, client: 'slipway' }, ['annotations'])).ended();
    const service = await face.service();
    expect(service).toMatchObject({ annotations: { owner: 'shop-team' }, client: '', real: [`${SEED}=100`] });
    expect(await face.revisions()).toEqual([SEED]);
  });

  test('traffic to a revision that does not exist fails the operation and moves nothing', async () => {
    expect(await shift(row('shop-gone', 100))).toMatchObject({ code: 13 });
    expect(await face.service()).toMatchObject({
      real: [`${SEED}=100`],
      desired: ['shop-gone=100'],
      ready: 'CONDITION_FAILED',
      observedGeneration: 1,
    });
  });

  test.each([
    ['crash', 'HEALTH_CHECK_CONTAINER_ERROR'],
    ['missing', 'CONTAINER_MISSING'],
  ])('an image that behaves as `%s` fails the operation with %s, and real traffic stays', async (tag, reason) => {
    const ended = await deploy(tag);
    expect(ended.code).toBe(9);
    expect(ended.message).toContain(`Revision '${CANARY}' is not ready`);
    expect(await face.revision(CANARY)).toMatchObject({ ready: 'CONDITION_FAILED', reason });
    expect((await face.service()).real).toEqual([`${SEED}=100`]);
  });

  test('after a failed deploy traffic can be written again without the failed revision', async () => {
    await deploy('crash');
    expect(await shift(row(SEED, 100, 'stable'))).toMatchObject({ code: 0 });
    expect(await face.service()).toMatchObject({ real: [`${SEED}=100 #stable`], ready: 'CONDITION_SUCCEEDED' });
  });

  test('the same revision name with the same template makes no second revision', async () => {
    await deploy();
    expect(await deploy()).toMatchObject({ code: 0 });
    expect(await face.revisions()).toEqual([CANARY, SEED]);
  });

  test('going back to the name and template of an older revision takes that revision as it is', async () => {
    await deploy('v1.1.0');
    const template = { revision: 'shop-r2', containers: [{ image: `${IMAGE}:v1.2.0` }] };
    await (await face.update({ template }, ['template.revision', 'template.containers'])).ended();
    const { ended } = await face.update(canaryOf('v1.1.0'), DEPLOY_MASK);
    expect(await face.revision(CANARY)).toMatchObject({ ready: 'CONDITION_SUCCEEDED' });
    expect(await ended()).toMatchObject({ code: 0 });
    expect(await face.revisions()).toEqual(['shop-r2', CANARY, SEED]);
  });

  test('the same revision name with another template is ALREADY_EXISTS', async () => {
    await deploy('v1.1.0');
    expect(await codeOf(face.update(canaryOf('v1.2.0'), DEPLOY_MASK))).toBe(6);
  });

  test('clearing the name in the template makes a revision too', async () => {
    await (await face.update({ template: { revision: '', containers: [] } }, ['template.revision'])).ended();
    expect(await face.revisions()).toHaveLength(2);
  });

  test('a write during a reconcile takes over from the older one', async () => {
    await deploy();
    const older = await face.update(split(row(SEED, 75), row(CANARY, 25)), ['traffic']);
    const newer = await face.update(split(row(SEED, 100)), ['traffic']);
    expect(await newer.ended()).toMatchObject({ code: 0 });
    expect(await older.ended()).toMatchObject({ code: 0 });
    expect((await face.service()).real).toEqual([`${SEED}=100`]);
  });

  test('a rollback does not wait for a canary that is still starting', async () => {
    face.model.run.timings.readyMs = 60_000;
    await face.update(canaryOf('crash'), DEPLOY_MASK);
    expect(await shift(row(SEED, 100, 'stable'))).toMatchObject({ code: 0 });
    expect(await face.service()).toMatchObject({ real: [`${SEED}=100 #stable`], ready: 'CONDITION_SUCCEEDED' });
    expect(await face.revision(CANARY)).toMatchObject({ ready: 'CONDITION_RECONCILING' });
  });

  test('a stopped service takes a new revision without starting it, and starts it when told to', async () => {
    await (await face.update({ scaling: { scalingMode: 'MANUAL', manualInstanceCount: 0 } }, ['scaling'])).ended();
    expect(face.model.run.runningRevisions(SERVICE)).toEqual([]);
    const template = { revision: CANARY, containers: [{ image: `${IMAGE}:v1.1.0` }], healthCheckDisabled: true };
    const moved = { template, traffic: [row(CANARY, 100)] };
    expect(await (await face.update(moved, ['template', 'traffic'])).ended()).toMatchObject({ code: 0 });
    expect(face.model.run.runningRevisions(SERVICE)).toEqual([]);
    await (await face.update({ scaling: { scalingMode: 'AUTOMATIC' } }, ['scaling'])).ended();
    expect(face.model.run.runningRevisions(SERVICE)).toEqual([CANARY]);
    expect(Math.max(...face.model.run.running.of(SERVICE).map((change) => change.running.length))).toBe(1);
  });

  test('validate_only answers as if, and changes nothing', async () => {
    const before = await face.service();
    expect(await codeOf(face.update(canaryOf('v1.1.0'), DEPLOY_MASK, { validateOnly: true }))).toBe(0);
    expect(await codeOf(face.update(split(row(SEED, 95)), ['traffic'], { validateOnly: true }))).toBe(3);
    expect(await face.service()).toEqual(before);
  });

  test('a revision can be deleted only when nothing addresses it and it is not the latest', async () => {
    await deploy();
    expect(await codeOf(face.deleteRevision(CANARY))).toBe(9);
    await shift(row(SEED, 100));
    expect(await codeOf(face.deleteRevision(CANARY))).toBe(9);
    await shift(row(CANARY, 100));
    expect(await codeOf(face.deleteRevision(SEED))).toBe(0);
    expect(await codeOf(face.revision(SEED))).toBe(5);
    expect(await shift(row(SEED, 100))).toMatchObject({ code: 13 });
  });

  test('an unaddressed revision is shown as retired', async () => {
    await deploy();
    await shift(row(CANARY, 100));
    expect(await face.revision(SEED)).toMatchObject({ active: 'CONDITION_FAILED', ready: 'CONDITION_SUCCEEDED' });
  });

  test('the journal tells every attempt in order, with what became of it', async () => {
    const { etag } = await face.service();
    await deploy();
    await codeOf(face.update(split(row(SEED, 100)), ['traffic'], { etag }));
    await codeOf(face.update(split(row(SEED, 95)), ['traffic']));
    expect(face.model.run.journal.entries.map(({ method, outcome, mask }) => [method, outcome, mask])).toEqual([
      ['UpdateService', 'committed', DEPLOY_MASK],
      ['UpdateService', 'aborted', ['traffic']],
      ['UpdateService', 'invalid', ['traffic']],
    ]);
    expect(face.model.run.journal.entries[0]).toMatchObject({
      etagSent: '',
      revision: CANARY,
      trafficBefore: [{ revision: SEED, percent: 100, tag: '' }],
      trafficAfter: [
        { revision: SEED, percent: 100, tag: '' },
        { revision: CANARY, percent: 0, tag: 'canary' },
      ],
    });
    expect(face.model.run.journal.entries[1]).toMatchObject({ etagSent: etag });
  });
});
