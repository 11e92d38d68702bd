import { describe, expect, test } from 'vitest';
import { readLastHour } from '../../jobs/last-hour.ts';
import type { Evidence, Minute } from '../../src/core/evidence/evidence.ts';
import type { ServiceAt } from '../../src/core/service-view.ts';
import type { ServiceMinutes } from '../../src/ports/cloud.ts';
import { aService, prod } from '../fakes/catalog.ts';
import { jobTown, PHASES } from '../fakes/job-world.ts';

const MINUTE_MS = 60_000;
const service = aService('api-gateway', { phases: PHASES });
const AT: ServiceAt = { project: prod.project, region: prod.region, service: 'api-gateway' };

const none = { surely: 0, possibly: 0 };
const minute = (atMs: number, change: Partial<Minute> = {}): Minute => ({
  ...{ revision: 'api-gateway-00001', atMs, lengthMs: MINUTE_MS, requests: 60, errors: 0, slow: none, verySlow: none },
  ...{ p50Ms: 80, p95Ms: 120, p99Ms: 200, instances: 1, cpu: 0.2, memory: 0.2, startUpMs: null },
  ...change,
});

/** What is stored, and what Monitoring says when it is asked; each may be away. */
async function hourOf(of: { readonly stored?: readonly Minute[]; readonly monitored?: readonly ServiceMinutes[] }) {
  const { world, clock } = jobTown();
  const asked: string[] = [];
  const away = async (): Promise<never> => {
    throw new Error('away');
  };
  const { stored, monitored } = of;
  const kept = (minutes: readonly Minute[]): Evidence => ({
    ...{ minutes, buckets: [], alerts: [], watermark: '1' },
    hearing: { heardUntilMs: null, gaps: [] },
  });
  const hour = await readLastHour(
    { service, env: prod, stable: 'api-gateway-00001' },
    {
      ...world,
      evidence: { ...world.evidence, read: stored ? async () => kept(stored) : away },
      metrics: {
        ...world.metrics,
        minutes: async (project, _since, _until, wanted) => {
          asked.push(`${project} ${wanted(AT)?.slowOverMs} ${wanted({ ...AT, service: 'other' })}`);
          return monitored ? { services: monitored, refused: [] } : away();
        },
      },
    },
  );
  return { hour, asked, nowMs: clock.now() };
}

const { clock: town } = jobTown();
const ago = (minutes: number) => town.now() - minutes * MINUTE_MS;
const counted = [minute(ago(30)), minute(ago(29), { errors: 2, slow: { surely: 1, possibly: 3 } }), minute(ago(28))];

describe('the last hour', () => {
  test('is that of the stored minutes, and Monitoring is not asked', async () => {
    const { hour, asked } = await hourOf({ stored: counted });
    expect(hour).toEqual({ perSecond: 1, requests: 180, errorShare: 2 / 180, slowShare: 1 / 180 });
    expect(asked).toEqual([]);
  });

  test('has the requests of all revisions, and the errors of what serves: a bad canary in it is no measure', async () => {
    const bad = counted.map((one) => ({ ...one, revision: 'api-gateway-r0a1b2c3d4e', requests: 30, errors: 30 }));
    const { hour } = await hourOf({ stored: [...counted, ...bad] });
    expect(hour).toEqual({ perSecond: 1.5, requests: 270, errorShare: 2 / 180, slowShare: 1 / 180 });
  });

  test('is asked of Monitoring once where none are stored yet, for this service alone', async () => {
    const { hour, asked } = await hourOf({
      stored: [],
      monitored: [
        { at: AT, minutes: counted },
        { at: { ...AT, region: 'us-central1' }, minutes: [minute(ago(30), { requests: 9_000 })] },
      ],
    });
    expect(hour).toEqual({ perSecond: 1, requests: 180, errorShare: 2 / 180, slowShare: 1 / 180 });
    expect(asked).toEqual(['acme-prod 500 null']);
  });

  test('had nothing in it where Monitoring answers without a point', async () => {
    const { hour } = await hourOf({ stored: [], monitored: [] });
    expect(hour).toEqual({ perSecond: 0, requests: 0, errorShare: 0, slowShare: 0 });
  });

  test.for([
    ['the store is away', {}],
    ['nothing is stored and Monitoring is away', { stored: [] }],
  ] as const)('is not known where %s, and that is no trouble', async ([, of]) => {
    expect((await hourOf(of)).hour).toBeNull();
  });
});
