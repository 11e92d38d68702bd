import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { type GoogleOptions, type GoogleSandbox, startGoogle } from '../../../sandbox/google/start.ts';
import { until } from '../../../sandbox/until.ts';
import { refusalMessage, refusalName, restOf } from './rest-calls.ts';

const LOG = 'projects/demo/logs/app';
const answered = z.object({
  entries: z.array(z.looseObject({ textPayload: z.string().optional(), timestamp: z.string() })).default([]),
  nextPageToken: z.string().optional(),
});

let google: GoogleSandbox;
afterEach(() => google.stop());

/** Delivered almost at once, so that a test need not wait for Logging's usual seconds. */
async function open(options: GoogleOptions = {}) {
  google = await startGoogle({ factor: 1000, ...options });
  const { send } = restOf(google.httpUrl);
  const list = (request: object) =>
    send('POST', '/v2/entries:list', { body: { resourceNames: ['projects/demo'], ...request } });
  const write = (body: object) => send('POST', '/v2/entries:write', { body });
  const found = async (request: object) => answered.parse((await list(request)).body);
  const texts = async (request: object) => (await found(request)).entries.map(({ textPayload }) => textPayload);
  return { list, write, found, texts };
}

async function openWithThree() {
  const logging = await open();
  const resource = { type: 'cloud_run_revision', labels: { revision_name: 'shop-r1' } };
  const entries = [
    { severity: 'INFO', textPayload: 'one', timestamp: '2026-01-05T09:00:01Z' },
    { severity: 'ERROR', textPayload: 'two', timestamp: '2026-01-05T09:00:02Z', trace: 'projects/demo/traces/1' },
    { severity: 'ERROR', textPayload: 'three', timestamp: '2026-01-05T09:00:03Z', labels: { team: 'shop' } },
  ];
  expect(await logging.write({ logName: LOG, resource, entries })).toMatchObject({ status: 200, body: {} });
  await until('the entries have arrived', async () => (await logging.texts({})).length === 3);
  return logging;
}

test.each([
  ['severity>=ERROR', ['two', 'three']],
  ['resource.type="cloud_run_revision" AND severity=INFO', ['one']],
  ['resource.labels.revision_name="shop-r2"', []],
  ['labels.team="shop"', ['three']],
  ['timestamp>="2026-01-05T09:00:02Z" AND severity>=ERROR', ['two', 'three']],
  ['"tw"', ['two']],
])('what was written is found with %s', async (filter, expected) => {
  const { texts } = await openWithThree();
  expect(await texts({ filter })).toEqual(expected);
});

test('newest first, and page by page', async () => {
  const { found } = await openWithThree();
  const first = await found({ orderBy: 'timestamp desc', pageSize: 2 });
  expect(first.entries.map(({ textPayload }) => textPayload)).toEqual(['three', 'two']);
  const rest = await found({ orderBy: 'timestamp desc', pageSize: 2, pageToken: first.nextPageToken });
  expect(rest).toMatchObject({ entries: [{ textPayload: 'one' }] });
  expect(rest.nextPageToken).toBeUndefined();
});

test('an entry is written as the JSON of a protobuf: nothing empty is there', async () => {
  const { found } = await openWithThree();
  const { entries } = await found({ filter: 'textPayload="one"' });
  expect(entries[0]).toMatchObject({ logName: LOG, severity: 'INFO', timestamp: '2026-01-05T09:00:01.000Z' });
  expect(entries[0]).not.toHaveProperty('trace');
});

test('a request is shown with its latency in seconds', async () => {
  const image = 'us-central1-docker.pkg.dev/demo/apps/shop';
  const { found } = await open({
    services: [{ project: 'demo', region: 'us-central1', service: 'shop', image, rps: 0 }],
  });
  await fetch(`${google.httpUrl}/s/demo/us-central1/shop/v1/orders`);
  const filter = 'logName:"requests"';
  const [entry] = (
    await until('the request is there', async () => {
      const page = await found({ filter });
      return page.entries.length > 0 && page;
    })
  ).entries;
  expect(entry).toMatchObject({
    httpRequest: { latency: expect.stringMatching(/^\d+\.\d{9}s$/), responseSize: expect.stringMatching(/^\d+$/) },
  });
});

test.each([
  ['a filter that cannot be read', { filter: 'severity>=' }],
  ['another order', { orderBy: 'severity' }],
  ['no resource', { resourceNames: [] }],
  ['a page of 1001', { pageSize: 1001 }],
  ['a page size in words', { pageSize: 'many' }],
])('%s is INVALID_ARGUMENT', async (_what, request) => {
  const { list } = await open();
  expect(refusalName(await list(request))).toBe('INVALID_ARGUMENT');
});

test.each([
  ['no entry', { logName: LOG, entries: [] }],
  ['no name of a log', { entries: [{ textPayload: 'x' }] }],
  ['a severity that does not exist', { logName: LOG, entries: [{ severity: 'LOUD' }] }],
])('writing %s is INVALID_ARGUMENT', async (_what, body) => {
  const { write } = await open();
  expect(refusalName(await write(body))).toBe('INVALID_ARGUMENT');
});

test('lists over the quota of a minute are RESOURCE_EXHAUSTED, with 429; whoever else lists uses it up too', async () => {
  const { list } = await open({ logListsPerMinute: 2 });
  expect((await list({})).status).toBe(200);
  google.model.logs.list({ resourceNames: ['projects/demo'] });
  const refused = await list({});
  expect(refused.status).toBe(429);
  expect(refusalName(refused)).toBe('RESOURCE_EXHAUSTED');
  expect(refusalMessage(refused)).toContain('Quota exceeded');
});
