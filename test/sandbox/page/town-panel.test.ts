import { describe, expect, test } from 'vitest';
import {
  barsOf,
  isBusy,
  isErring,
  rateText,
  shareText,
  splitText,
  sumOf,
} from '../../../sandbox/page/client/town/numbers.ts';
import { foldTownNews, nothingHeld } from '../../../sandbox/page/client/town/town-news.ts';
import type { RevisionRow, ServiceRow } from '../../../sandbox/page/protocol/town.ts';

describe('numbers as the panel writes them', () => {
  test.for([
    [0, '0.0'],
    [2.34, '2.3'],
    [149.6, '150'],
  ] as const)('%s requests per second: %s', ([rate, text]) => expect(rateText(rate)).toBe(text));

  test.for([
    [0, '0 %'],
    [0.0004, '< 0.1 %'],
    [0.0512, '5.1 %'],
    [0.403, '40 %'],
    [1, '100 %'],
  ] as const)('an error share of %s: %s', ([share, text]) => expect(shareText(share)).toBe(text));

  test.for([
    ['5 % of many', 20, 0.05, true],
    ['5 % of next to none', 0.2, 0.05, false],
    ['what is usual', 100, 0.0004, false],
  ] as const)('%s is marked: %s', ([, requestsPerSecond, errorShare, isMarked]) => {
    expect(isErring(revision({ requestsPerSecond, errorShare }))).toBe(isMarked);
  });

  test('a split in words names what was asked for where it differs', () => {
    const split = [
      revision({ name: 'new', percent: 5, desiredPercent: 25 }),
      revision({ name: 'old', percent: 95, desiredPercent: 75 }),
      revision({ name: 'older', percent: 0, desiredPercent: 0 }),
    ];
    expect(splitText(split)).toBe('new 5 %, asked for 25 %; old 95 %, asked for 75 %');
    expect(splitText([])).toBe('no traffic');
  });

  test('a service on one line has all of its traffic', () => {
    const revisions = [
      revision({ imageTag: 'v2', percent: 10, requestsPerSecond: 10, errorShare: 0.5 }),
      revision({ imageTag: 'v1', percent: 90, requestsPerSecond: 90, errorShare: 0 }),
      revision({ imageTag: 'v0', percent: 0, requestsPerSecond: 0 }),
    ];
    expect(sumOf(service({ revisions }))).toBe('v2 + v1 · 100 req/s · 5.0 % errors');
    const preview = revision({ imageTag: 'v3', percent: 0 });
    expect(sumOf(service({ revisions: [preview, ...revisions] }))).toBe(
      'v2 + v1 + v3 at 0 % · 100 req/s · 5.0 % errors',
    );
    expect(sumOf(service({}))).toBe('no traffic · 0.0 req/s · 0 % errors');
  });

  test.for([
    ['one that serves alone', { revisions: [revision({ percent: 100 })] }, false],
    ['one that is split', { revisions: [revision({ percent: 95 }), revision({ percent: 5 })] }, true],
    ['one whose split moves', { isMoving: true }, true],
    ['one that is out of order', { hasOutage: true }, true],
  ] as const)('%s', ([, fields, isFirst]) => expect(isBusy(service(fields))).toBe(isFirst));

  test('bars are as high as the busiest slice, and one failure can be seen', () => {
    const bars = barsOf(
      [
        { requests: 0, errors: 0 },
        { requests: 50, errors: 0 },
        { requests: 100, errors: 1 },
      ],
      20,
    );
    expect(bars).toEqual([
      { x: 0, height: 0, errorHeight: 0 },
      { x: 1, height: 10, errorHeight: 0 },
      { x: 2, height: 20, errorHeight: 1.5 },
    ]);
  });
});

describe('news of the town', () => {
  const call = {
    atMs: 1,
    method: 'auth.test',
    channelId: null,
    status: 200,
    error: null,
    tookMs: 1,
    retryAfterSeconds: null,
  };

  test('calls add up, the newest last, and not without end', () => {
    const once = foldTownNews(nothingHeld, { type: 'calls', calls: [call] });
    const often = foldTownNews(once, { type: 'calls', calls: Array(500).fill({ ...call, atMs: 2 }) });
    expect([once.calls.length, often.calls.length, often.calls[0]?.atMs]).toEqual([1, 500, 2]);
  });

  test('after a reconnection calls are told anew, the images still hold', () => {
    const images = [{ image: 'a', tag: 'v1', digest: 'd', behaviour: null, does: 'x' }];
    const held = foldTownNews(nothingHeld, { type: 'images', images, behaviours: [] });
    const again = foldTownNews(foldTownNews(held, { type: 'calls', calls: [call] }), { type: 'hello' });
    expect(again).toMatchObject({ images, calls: [] });
  });
});

function revision(fields: Partial<RevisionRow>): RevisionRow {
  return {
    name: 'r',
    imageTag: 'v1',
    does: '',
    state: 'ready',
    percent: 0,
    desiredPercent: 0,
    history: [],
    requestsPerSecond: 0,
    errorShare: 0,
    ...fields,
  };
}

function service(fields: Partial<ServiceRow>): ServiceRow {
  return {
    name: 's',
    service: 's',
    env: 'prod',
    requestsPerSecond: 1,
    hasOutage: false,
    hasBadClient: false,
    isMoving: false,
    revisions: [],
    ...fields,
  };
}
