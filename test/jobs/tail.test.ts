import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepTails } from '../../jobs/tail.ts';
import type { RequestTail } from '../../src/ports/cloud.ts';
import { catalog } from '../fakes/job-world.ts';

type Heard = Parameters<RequestTail['follow']>[2];

const PROJECTS = 2;
let marks: string[];
let counted: string[];
let lines: Heard[];
let isHeld: boolean;
let stop: AbortController;

beforeEach(() => {
  vi.useFakeTimers();
  marks = [];
  counted = [];
  lines = [];
  isHeld = true;
  stop = new AbortController();
  keepTails('w1', aWorld(), stop.signal);
});
afterEach(() => {
  stop.abort();
  vi.useRealTimers();
});

function aWorld(): Parameters<typeof keepTails>[1] {
  return {
    catalog: () => catalog,
    tail: {
      follow: (_project, _slowOverMs, hear, signal) => {
        lines.push(hear);
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
      },
    },
    buckets: {
      add: async (project, requests) => {
        marks.push(project);
        counted.push(...requests.map(({ service }) => service));
      },
      counts: async () => ({ errors: 0, slow: 0 }),
      tail: async () => null,
      holdTail: async () => isHeld,
    },
    log: () => undefined,
  };
}

test('a session that is not up yet marks nothing: silence is no evidence', async () => {
  await vi.advanceTimersByTimeAsync(60_000);
  expect(lines).toHaveLength(PROJECTS);
  expect(marks).toEqual([]);
});

test('a session that is up marks its project at once and every 4 s', async () => {
  await vi.advanceTimersByTimeAsync(0);
  lines[0]?.onUp();
  expect(marks).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(8_000);
  expect(marks).toHaveLength(3);
  expect(new Set(marks).size).toBe(1);
});

test('a worker that lost its lease marks nothing more', async () => {
  await vi.advanceTimersByTimeAsync(0);
  lines[0]?.onUp();
  isHeld = false;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(marks).toHaveLength(1);
});

test('only requests of services in the catalog are counted', async () => {
  await vi.advanceTimersByTimeAsync(0);
  const bad = {
    insertId: 'i',
    atMs: 0,
    region: 'europe-west1',
    revision: 'r1',
    outcome: 'failed',
    latencyMs: 1,
    client: null,
  } as const;
  lines[0]?.onRequests(['api-gateway', 'somebody-elses'].map((service) => ({ ...bad, service })));
  expect(counted).toEqual(['api-gateway']);
});
