import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AT, SEEDED } from '../google-town.ts';
import { CANARY, type CloudRunTown, cloudRunTown } from './town.ts';

let town: CloudRunTown;
beforeEach(async () => {
  town = await cloudRunTown();
});
afterEach(() => town.google.stop());

describe('a service', () => {
  test('is read as it serves', async () => {
    expect(await town.read()).toMatchObject({
      ...AT,
      settled: true,
      traffic: [{ revision: SEEDED, percent: 100, tag: null }],
      serving: [{ revision: SEEDED, percent: 100, tag: null, uri: null }],
      annotations: {},
      image: town.imageOf('v1.0.0'),
      manualInstances: null,
      maxInstances: 10,
      lastModifier: 'terraform@sandbox.iam.gserviceaccount.com',
    });
  });

  test('that does not exist is null', async () => {
    expect(await town.run.read({ ...AT, service: 'nobody' })).toBeNull();
    expect(await town.run.readRevision(AT, 'api-gateway-nobody')).toBeNull();
  });

  test('whose traffic follows the latest revision is told by the name of that revision', async () => {
    const latest = { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 100, tag: 'live' } as const;
    const view = await town.somebodyWrites({ traffic: [latest] }, ['traffic']);
    expect(view.traffic).toEqual([{ revision: SEEDED, percent: 100, tag: 'live' }]);
    expect(view.serving).toEqual([
      { revision: SEEDED, percent: 100, tag: 'live', uri: expect.stringContaining('live') },
    ]);
    expect(view.lastModifier).toBe('alice@acme.example');
  });

  test('is not settled before what was asked for serves', async () => {
    await town.stage();
    expect(await town.read()).toMatchObject({ settled: false, serving: [{ revision: SEEDED, percent: 100 }] });
    const view = await town.settled();
    expect(view.serving).toContainEqual({ revision: CANARY, percent: 0, tag: 'canary', uri: expect.any(String) });
  });
});

describe('a revision', () => {
  test('is ready when its container has started', async () => {
    await town.stage();
    expect(await town.run.readRevision(AT, CANARY)).toMatchObject({ ready: 'pending' });
    expect(await town.ready()).toMatchObject({
      revision: CANARY,
      image: town.imageOf('healthy'),
      ready: 'yes',
      reason: null,
    });
  });

  test.for([
    ['crash', 'HEALTH_CHECK_CONTAINER_ERROR', /failed to start and listen/],
    ['missing', 'CONTAINER_MISSING', /not found/],
  ] as const)('whose image is "%s" is never ready, and says why', async ([tag, reason, message]) => {
    await town.stage(tag);
    expect(await town.ready()).toMatchObject({ ready: 'no', reason, message: expect.stringMatching(message) });
    const view = await town.settled();
    expect(view.serving).toEqual([{ revision: SEEDED, percent: 100, tag: null, uri: null }]);
  });

  test('stands before older ones in the list', async () => {
    await town.stage();
    const names = (await town.run.listRevisions(AT)).map(({ revision }) => revision);
    expect(names).toEqual([CANARY, SEEDED]);
  });
});

describe('Cloud Run that does not answer', () => {
  test('is asked again at once', async () => {
    town.model.faults.inject({ method: 'GetService', times: 1, code: 14 });
    expect(await town.read()).toMatchObject({ settled: true });
  });

  test('is told of in one sentence, with the cause', async () => {
    town.model.faults.inject({ method: 'GetService', times: 100, code: 14 });
    await expect(town.run.read(AT)).rejects.toMatchObject({
      message: 'Cloud Run did not answer (UNAVAILABLE)',
      cause: expect.objectContaining({ code: 14 }),
    });
  });

  test('tells what was not allowed', async () => {
    town.model.faults.inject({ method: 'GetRevision', times: 1, code: 7, message: 'run.revisions.get is missing' });
    await expect(town.run.readRevision(AT, SEEDED)).rejects.toThrow(
      'Cloud Run refused (PERMISSION_DENIED): run.revisions.get is missing',
    );
  });
});
