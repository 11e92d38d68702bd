import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ErrorReport } from '../../src/core/patterns/report.ts';
import { keysOf } from '../../src/redis/keys.ts';
import { redisReports } from '../../src/redis/reports.ts';
import { memoryReports } from '../fakes/errors.ts';
import { AT, SPAN } from './an-error.ts';
import { type RedisTown, redisTown } from './town.ts';

let town: RedisTown;
beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());

const side = (revision: string) => ({ revision, span: SPAN, requests: null, isEstimated: false });
const report: ErrorReport = {
  ...{ subject: side('canary'), beside: null, before: side('stable') },
  patterns: [
    {
      ...{
        id: 'aaa',
        keys: ['aaa', 'ddd'],
        standing: 'variant',
        variantOf: { id: 'bbb', template: 'x' },
        template: 'x <*>',
      },
      ...{ codes: ['503'], frames: ['a@b.js'], platform: 'outOfMemory', values: [[{ text: 'y', count: 2 }]] },
      subject: { requests: 1, errors: 2, firstAtMs: 3, lastAtMs: 4, instances: 5 },
      ...{ beside: null, before: { requests: 0, errors: 0 }, times: 1.5, example: 'x y', constantText: 'x' },
      muted: { patternId: 'ccc', untilMs: 6, by: 'U0BO' },
    },
  ],
  ...{ failingRequests: 1, failingBeside: 3, errors: 2, unread: 3, holes: [SPAN] },
};
const shown = { at: AT, service: 'api-gateway', env: 'prod', report };

describe.each([
  ['in Redis', async () => redisReports((await town.place()).space)],
  ['in memory', async () => memoryReports()],
] as const)('a report that was shown, %s', (_name, begin) => {
  test('is read again by its name, as it was shown last', async () => {
    const reports = await begin();
    expect(await reports.read('one')).toBeNull();
    await reports.keep('one', shown);
    expect(await reports.read('one')).toEqual(shown);
    const next = { ...shown, report: { ...report, patterns: [], beside: side('stable') } };
    await reports.keep('one', next);
    expect(await reports.read('one')).toEqual(next);
    expect(await reports.read('another')).toBeNull();
  });
});

test('a report is kept for thirty days', async () => {
  const { space } = await town.place();
  await redisReports(space).keep('one', shown);
  expect(await space.client.ttl(keysOf(space.prefix).report('one'))).toBe(30 * 24 * 3_600);
});

test('a report that a newer Slipway wrote is refused with a sentence', async () => {
  const { space } = await town.place();
  const packed = gzipSync(JSON.stringify({ shape: 2, hologram: true }));
  await space.client.set(keysOf(space.prefix).report('one'), packed);
  await expect(redisReports(space).read('one')).rejects.toThrow('written by a newer Slipway');
});
