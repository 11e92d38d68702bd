import { describe, expect, test } from 'vitest';
import { backtestOn, type PastWorld } from '../src/backtest.ts';
import type { BadRequest } from '../src/core/bad-request.ts';
import type { Minute } from '../src/core/evidence/evidence.ts';
import { backtestText, noPast } from '../src/messages/backtest.ts';
import { QUIET } from './fakes/archive.ts';
import { aService, catalog, prod } from './fakes/catalog.ts';
import { MINUTE, PHASES, T0 } from './messages/rollouts.ts';

const HOUR = 60 * MINUTE;
const phases = PHASES.map((phase) => ({ ...phase, bakeMs: phase.bakeMs / 5 }));
const service = aService('api-gateway', { phases, warmUpMs: 30_000 });
const at = { project: 'acme-prod', region: 'europe-west1', service: service.name };
const policy = { service, env: prod, timing: catalog.timing, at };
const place = { service: 'api-gateway', env: 'prod' };

type Told = { readonly spans: [number, number][]; readonly waitedMs: number[]; readonly pages: number[] };
type History = { readonly minutes?: readonly Minute[]; readonly page?: PastWorld['requests']['page'] };

/** A Monitoring with some hours of traffic, and a log of it. */
function worldWith({ minutes = threeHours(), page }: History) {
  const told: Told = { spans: [], waitedMs: [], pages: [] };
  const world: PastWorld = {
    metrics: {
      periodMs: MINUTE,
      minutes: async (project, sinceMs, untilMs, wanted) => {
        told.spans.push([sinceMs, untilMs]);
        const there = [at, { ...at, service: 'web-portal' }].filter((one) => project === at.project && wanted(one));
        const within = minutes.filter((one) => one.atMs >= sinceMs && one.atMs < untilMs);
        return { services: there.map((one) => ({ at: one, minutes: within })), refused: [] };
      },
    },
    requests: {
      page: async (...asked) => {
        told.pages.push(asked[2].fromMs);
        return page ? page(...asked) : { requests: [], moreFromMs: null };
      },
    },
    now: () => T0 + 3 * MINUTE,
    wait: async (ms) => void told.waitedMs.push(ms),
  };
  return { world, told };
}

function threeHours(): readonly Minute[] {
  return Array.from({ length: 180 }, (_none, index) => {
    return { ...QUIET, revision: 'then', atMs: T0 - 3 * HOUR + index * MINUTE, requests: 6_000, errors: 0 };
  });
}

const failure = (atMs: number, change: Partial<BadRequest> = {}): BadRequest => ({
  insertId: `i${atMs}`,
  atMs,
  service: at.service,
  region: at.region,
  revision: 'then',
  outcome: 'failed',
  latencyMs: 20,
  client: null,
  ...change,
});

const run = (world: PastWorld, days = 1) => backtestOn(policy, { days, seed: 1 }, world);

describe('the past of a service', () => {
  test('is read in spans of six hours that leave nothing out, and not what may still come', async () => {
    const { world, told } = worldWith({});
    await run(world, 2);
    expect(told.spans).toHaveLength(8);
    expect([told.spans[0]?.[0], told.spans.at(-1)?.[1]]).toEqual([T0 - 48 * HOUR, T0]);
    for (const [index, [sinceMs]] of told.spans.entries()) {
      if (index > 0) expect(sinceMs).toBe(told.spans[index - 1]?.[1]);
    }
  });

  test('is replayed', async () => {
    const found = await run(worldWith({}).world);
    expect(found.requests).toBe(180 * 6_000);
    expect(new Set(found.attempts.map(({ how }) => how))).toEqual(new Set(['promoted']));
    expect(backtestText(place, found).split('\n').slice(0, 6)).toEqual([
      'api-gateway in prod, 2026-11-21 11:00 to 2026-11-21 14:00 UTC: 1,080,000 requests, 0 % failed',
      `${found.attempts.length} rollouts of a revision that is like the one before, one after the other:`,
      '',
      expect.stringMatching(/^ {2}wrongly rolled back +0 {2}0 %, 95 % sure below \d+ %$/),
      expect.stringMatching(/^ {2}a person was asked +0 {2}0 %$/),
      expect.stringMatching(/^ {2}promoted +\d+ {2}100 %$/),
    ]);
  });

  test('of which nothing was counted is told as that', async () => {
    const { world, told } = worldWith({ minutes: [] });
    const found = await run(world);
    expect([found.requests, found.attempts, told.pages]).toEqual([0, [], []]);
    expect(noPast(place, 14)).toContain('has counted no requests of api-gateway in prod in 14 days');
  });

  test('that is shorter than a rollout is told as that', async () => {
    const found = await run(worldWith({ minutes: threeHours().slice(-70) }).world);
    expect(found.attempts).toEqual([]);
    expect(backtestText(place, found)).toContain('That is too little for one rollout');
  });

  test('whose metric cannot be read is not replayed', async () => {
    const { world } = worldWith({});
    const refusing: PastWorld = {
      ...world,
      metrics: { periodMs: MINUTE, minutes: async () => ({ services: [], refused: ['jobs_done: no such metric'] }) },
    };
    await expect(run(refusing)).rejects.toThrow('Monitoring does not read jobs_done: no such metric');
  });
});

describe('when requests failed', () => {
  test('is read from the request log page by page, within its quota', async () => {
    const firstMs = T0 - 3 * HOUR;
    const { world, told } = worldWith({
      page: async (_project, _wish, { fromMs }) => ({
        requests: [failure(fromMs + 1), failure(fromMs + 2, { service: 'web-portal' })],
        moreFromMs: fromMs < firstMs + 2 * HOUR ? fromMs + HOUR : null,
      }),
    });
    const { log } = await run(world);
    expect(told.pages).toEqual([firstMs, firstMs + HOUR, firstMs + 2 * HOUR]);
    expect(told.waitedMs).toEqual([2_000, 2_000]);
    expect(log).toEqual({ untilMs: T0, because: null });
  });

  test.for<[string, PastWorld['requests']['page'], string]>([
    [
      'Logging is away',
      () => Promise.reject(new Error('Logging is away')),
      'is not known (Logging is away): what failed',
    ],
    [
      'there are more than may be listed',
      async (_project, _wish, { fromMs }) => ({ requests: [], moreFromMs: fromMs + MINUTE }),
      'is from the request log until 2026-11-21 12:00 (it has more failures than may be listed): what failed',
    ],
    [
      'a page is full of one millisecond',
      async (_project, _wish, { fromMs }) => ({ requests: [], moreFromMs: fromMs }),
      'is from the request log until 2026-11-21 11:00 (it has more failures than may be listed): what failed',
    ],
  ])('is told as far as it is known where %s', async ([, page, said]) => {
    const found = await run(worldWith({ page }).world);
    expect(found.attempts.length).toBeGreaterThan(0);
    expect(backtestText(place, found)).toContain(`When requests failed ${said}`);
  });
});

test('what was rolled back wrongly, and who would have been asked, is told with its ground', async () => {
  const thin = threeHours().map((minute) => ({ ...minute, requests: 12, errors: 0 }));
  const text = backtestText(place, await run(worldWith({ minutes: thin }).world));
  expect(text).toMatch(/2026-11-21 12:00 {2}asked after .*, at 5 % \(evidence\): /);
  expect(text).toMatch(/\n {2}and \d+ more\n/);
});
