import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RedisTown, redisTown } from '../redis/town.ts';
import { AT, catalogOf, type TailTown, tailTown } from './tail-town.ts';

let redis: RedisTown;
let town: TailTown;

beforeAll(async () => {
  redis = await redisTown();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  town = await tailTown(redis);
});
afterEach(() => town.stop());

describe('a tail', () => {
  test('that does not stand proves nothing: silence is no good news', async () => {
    town.worker('w1');
    town.log.cut();
    await town.advance(250);
    expect((await town.read(0)).hearing.heardUntilMs).toBeNull();
  });

  test('that stands is heard until a moment ago, also while nothing happens', async () => {
    const sinceMs = await town.standing();
    await town.advance(30_000);
    const { heardUntilMs, gaps } = (await town.read(sinceMs)).hearing;
    expect(heardUntilMs).toBeGreaterThan(Date.now() - 5_000);
    expect(heardUntilMs).toBeLessThan(Date.now());
    expect(gaps).toEqual([]);
  });

  test('is one session for all workers and services', async () => {
    town.knobs.catalog = catalogOf(['api-gateway'], ['web']);
    town.worker('w2');
    await town.standing();
    expect(town.log.standing).toMatchObject([{ services: ['api-gateway', 'web'] }]);
  });

  test('counts by the limits of each service, and asks for the smallest', async () => {
    const phasesOver = (slowOverMs: number) =>
      catalogOf(['x']).services.flatMap(({ phases }) =>
        phases.map((phase) => ({ ...phase, criteria: { ...phase.criteria, slowOverMs } })),
      );
    town.knobs.catalog = catalogOf(['api-gateway'], ['patient', { phases: phasesOver(2_000) }]);
    const sinceMs = await town.standing();
    expect(town.log.standing[0]?.slowOverMs).toBe(500);
    for (const latencyMs of [600, 1_100]) {
      town.log.fail({ outcome: 'answered', latencyMs });
      town.log.fail({ outcome: 'answered', latencyMs, service: 'patient' });
    }
    await town.advance(2_000);
    expect((await town.read(sinceMs - 5_000)).buckets).toMatchObject([{ slow: 2, verySlow: 1 }]);
    expect((await town.read(sinceMs - 5_000, 'patient')).buckets).toEqual([]);
  });

  test("counts nothing of services that are nobody's", async () => {
    const sinceMs = await town.standing();
    town.log.fail({ service: 'somebody-elses' });
    await town.advance(2_000);
    expect((await town.read(sinceMs - 5_000, 'somebody-elses')).buckets).toEqual([]);
  });

  test('counts what comes twice once, and what comes late and out of order where it belongs', async () => {
    const sinceMs = Math.ceil((await town.standing()) / 5_000) * 5_000;
    await town.advance(sinceMs - Date.now());
    const first = town.log.fail({}, 12_000);
    const second = town.log.fail({ atMs: first.atMs + 7_000 });
    town.log.arrive(second);
    await town.advance(14_000);
    town.log.arrive(first);
    await town.advance(1_000);
    expect((await town.read(sinceMs - 5_000)).buckets).toMatchObject([
      { atMs: Math.floor(first.atMs / 5_000) * 5_000, errors: 1 },
      { atMs: Math.floor(second.atMs / 5_000) * 5_000, errors: 1 },
    ]);
  });

  test('listens for a service from the moment the catalog has it, and looks back', async () => {
    const sinceMs = await town.standing();
    town.log.fail({ service: 'web' });
    town.knobs.catalog = catalogOf(['api-gateway'], ['web']);
    await town.advance(10_000);
    expect(await town.errors(sinceMs - 5_000, 'web')).toBe(1);
    expect((await town.read(sinceMs - 5_000, 'web')).hearing.gaps).toEqual([]);
  });
});

describe('a service with a signal of its own', () => {
  const signal = (failures: string) => ({ signal: { failures, volume: 'custom.googleapis.com/done' } });

  test('is heard by that, beside the others', async () => {
    town.knobs.catalog = catalogOf(['api-gateway'], ['sockets', signal('jsonPayload.code>=1011')]);
    const sinceMs = await town.standing();
    expect(town.log.standing).toMatchObject([
      { services: ['api-gateway'], signals: [{ service: 'sockets', failures: 'jsonPayload.code>=1011' }] },
    ]);
    town.log.fail({ service: 'sockets' });
    await town.advance(2_000);
    expect(await town.errors(sinceMs - 5_000, 'sockets')).toBe(1);
  });

  test('that Logging cannot read is not heard, loudly, and the others are', async () => {
    town.knobs.catalog = catalogOf(['api-gateway'], ['sockets', signal('((')]);
    const sinceMs = await town.standing();
    expect(town.lines.filter((line) => line === 'tail.signal.refused')).toHaveLength(1);
    expect((await town.read(sinceMs, 'sockets')).hearing.heardUntilMs).toBeNull();
    expect((await town.read(sinceMs)).hearing.heardUntilMs).not.toBeNull();
  });

  test('is tried again while Logging does not answer', async () => {
    town.knobs.catalog = catalogOf(['sockets', signal('jsonPayload.code>=1011')]);
    town.log.listsFail = new Error('Logging did not answer');
    await town.standing();
    expect(town.log.standing).toEqual([]);
    town.log.listsFail = null;
    await town.advance(6_000);
    expect(town.log.standing).toHaveLength(1);
  });
});

test('whoever wants to know of failures is told at once, and every two seconds at most', async () => {
  await town.standing();
  await town.advance(10_000, () => town.log.fail());
  expect(town.told.length).toBeGreaterThanOrEqual(4);
  expect(town.told.length).toBeLessThanOrEqual(6);
  expect(town.told[0]).toEqual(AT);
  await town.advance(3_000);
  const before = town.told.length;
  town.log.fail({ outcome: 'answered', latencyMs: 900 });
  await town.advance(4_000);
  expect(town.told).toHaveLength(before);
});
