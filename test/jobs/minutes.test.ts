import { beforeEach, describe, expect, test } from 'vitest';
import { type Counting, minuteKeeper } from '../../jobs/minutes.ts';
import type { Catalog } from '../../src/core/catalog.ts';
import type { Minute } from '../../src/core/evidence/evidence.ts';
import type { ServiceAt } from '../../src/core/service-view.ts';
import type { ServiceAlert, Wanted } from '../../src/ports/cloud.ts';
import { minute, minuteOf } from '../core/evidence/made.ts';
import { aService, prod } from '../fakes/catalog.ts';

const criteria = {
  maxErrorShare: 0.001,
  slowOverMs: 500,
  maxSlowShare: 0.01,
  minRequests: 0,
  mustExclude: 0.01,
  maxFailed: null,
  maxCpu: 0.9,
  maxMemory: 0.9,
};
const phases = [1_000, 500].map((slowOverMs, nth) => ({
  percent: 50 * (nth + 1),
  bakeMs: 1,
  advance: 'auto' as const,
  criteria: { ...criteria, slowOverMs },
}));
const pullsQueue = { failures: 'severity>=ERROR', volume: 'custom.googleapis.com/done' };
const catalog: Catalog = {
  environments: [prod],
  services: [
    aService('api-gateway', { environments: ['prod'], phases }),
    aService('worker', { environments: ['prod'], phases, signal: pullsQueue }),
    aService('elsewhere', { environments: ['staging'] }),
  ],
  timing: { lookEveryMs: 10_000, readyTimeoutMs: 240_000, stopGraceMs: 10_000, windowMs: 5_000 },
  redaction: { ips: 'keep', rules: [] },
};
const GATEWAY: ServiceAt = { project: prod.project, region: prod.region, service: 'api-gateway' };

let nowMs: number;
let isHeld: boolean;
let read: string;
let asked: { sinceMs: number; untilMs: number; wanted: (at: ServiceAt) => Wanted | null; volumes: readonly string[] }[];
let counted: readonly Minute[];
let trouble: string | null;
let refused: readonly string[];
let open: readonly ServiceAlert[];
let stored: { at: ServiceAt; names: readonly string[] }[];
let logged: string[];
let look: () => Promise<void>;

beforeEach(() => {
  nowMs = minute(1_000) + 20_000;
  [isHeld, read, trouble] = [true, '', null];
  [asked, counted, refused, open, stored, logged] = [[], [], [], [], [], []];
  look = minuteKeeper('w1', aWorld());
});

function aWorld(): Counting {
  return {
    catalog: () => catalog,
    metrics: {
      periodMs: 60_000,
      minutes: async (project, sinceMs, untilMs, wanted, volumes) => {
        asked.push({ sinceMs, untilMs, wanted, volumes });
        read = project;
        if (trouble !== null) throw new Error(trouble);
        return { services: [{ at: GATEWAY, minutes: [minuteOf('old', 996, 7)] }], refused };
      },
    },
    alerts: {
      open: async () => {
        if (trouble !== null) throw new Error(trouble);
        return open;
      },
    },
    leases: { hold: async (_name, _worker, _leaseMs) => isHeld },
    evidence: {
      countMinutes: async (_at, minutes) => {
        counted = minutes;
      },
      alerts: async (at, its) => void stored.push({ at, names: its.map(({ name }) => name) }),
    },
    now: () => nowMs,
    log: (event, fields) => void logged.push(`${event} ${fields['because'] ?? ''}`.trim()),
  };
}

/** Looks so many seconds after the first one. */
async function secondsLater(...seconds: readonly number[]): Promise<void> {
  for (const second of seconds) {
    nowMs = minute(1_000) + (20 + second) * 1_000;
    await look();
  }
}

const spans = () => asked.map(({ sinceMs, untilMs }) => [sinceMs / 60_000, untilMs / 60_000]);

describe('reading', () => {
  test('begins with an hour, and ends where points may still be missing', async () => {
    await look();
    expect(spans()).toEqual([[937, 997]]);
    expect(counted).toEqual([minuteOf('old', 996, 7)]);
  });

  test('is one call a period for the whole project, however often it is looked', async () => {
    await secondsLater(0, 5, 10, 39);
    expect(asked).toHaveLength(1);
    expect(read).toBe(prod.project);
  });

  test('reads what is settling once more with every period', async () => {
    await look();
    nowMs += 60_000;
    await look();
    expect(spans()[1]).toEqual([992, 998]);
  });

  test('comes back to where it was after a while without Monitoring', async () => {
    await look();
    trouble = 'Monitoring did not answer (UNAVAILABLE)';
    nowMs += minute(10);
    await look();
    trouble = null;
    nowMs += minute(10);
    await look();
    expect(spans()).toEqual([
      [937, 997],
      [992, 1_007],
      [992, 1_017],
    ]);
  });

  test('is tried again every quarter of a period while Monitoring is away', async () => {
    trouble = 'Monitoring did not answer (UNAVAILABLE)';
    await secondsLater(0, 5, 10, 15, 20, 25, 30);
    expect(asked).toHaveLength(3);
  });

  test('never reaches back further than the hour', async () => {
    await look();
    nowMs += minute(500);
    await look();
    expect(spans()[1]).toEqual([1_437, 1_497]);
  });

  test('is for the worker that holds the lease', async () => {
    isHeld = false;
    await look();
    expect(asked).toEqual([]);
  });

  test('is not begun again while it goes on', async () => {
    await Promise.all([look(), look()]);
    expect(asked).toHaveLength(1);
  });

  test.for<[string, string, Wanted | null]>([
    ['the strictest limit of its phases', 'api-gateway', { slowOverMs: 500, volume: null }],
    ['the metric it declares', 'worker', { slowOverMs: 500, volume: 'custom.googleapis.com/done' }],
    ['nothing, where it may not be deployed', 'elsewhere', null],
    ['nothing, when it is not in the catalog', 'stranger', null],
  ])('of a service looks at %s', async ([, service, wanted]) => {
    await look();
    expect(asked[0]?.wanted({ ...GATEWAY, service })).toEqual(wanted);
    expect(asked[0]?.volumes).toEqual(['custom.googleapis.com/done']);
  });
});

describe('trouble', () => {
  test('is said once while it lasts, and once when it is over', async () => {
    trouble = 'Monitoring refused (PERMISSION_DENIED): no';
    await secondsLater(0, 15, 30);
    trouble = null;
    await secondsLater(45, 60);
    expect(logged.toSorted()).toEqual([
      `alerts.again`,
      `alerts.unread ${'Monitoring refused (PERMISSION_DENIED): no'}`,
      `minutes.again`,
      `minutes.unread ${'Monitoring refused (PERMISSION_DENIED): no'}`,
    ]);
  });

  test('with a declared metric is said, and the rest is counted', async () => {
    refused = ['custom.googleapis.com/done: Monitoring refused (INVALID_ARGUMENT)'];
    await look();
    nowMs += 60_000;
    await look();
    expect(counted).toHaveLength(1);
    expect(logged).toEqual(['volume.unread custom.googleapis.com/done: Monitoring refused (INVALID_ARGUMENT)']);
  });
});

describe('alerts', () => {
  const alertOf = (name: string, service: string, region: string | null): ServiceAlert => ({
    service,
    region,
    alert: { name, policy: 'Errors', openedAtMs: 1 },
  });

  test('are kept with the service and region that they name', async () => {
    open = [
      alertOf('a', 'api-gateway', prod.region),
      alertOf('b', 'api-gateway', 'mars-north1'),
      alertOf('c', 'worker', null),
      alertOf('d', 'stranger', null),
    ];
    await look();
    expect(stored.map(({ at, names }) => [at.service, names])).toEqual([
      ['api-gateway', ['a']],
      ['worker', ['c']],
    ]);
  });

  test('that are open no more are kept no more', async () => {
    open = [alertOf('a', 'api-gateway', prod.region)];
    await look();
    open = [];
    await secondsLater(60);
    expect(stored.filter(({ at }) => at.service === GATEWAY.service).map(({ names }) => names)).toEqual([['a'], []]);
  });
});
