import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type GoogleSandbox, startGoogle } from '../../../sandbox/google/start.ts';
import { until } from '../../../sandbox/until.ts';
import { type GoogleClients, googleClients } from './clients.ts';
import { codeOf, IMAGE, SEED, SERVICE, TIMINGS } from './faces.ts';

const CANARY = 'shop-r1';

let google: GoogleSandbox;
let clients: GoogleClients;

beforeEach(async () => {
  const services = [{ project: 'demo', region: 'us-central1', service: 'shop', image: IMAGE, rps: 0 }];
  google = await startGoogle({ timings: TIMINGS, services });
  clients = googleClients(google.grpcAddress);
});
afterEach(async () => {
  await clients.close();
  await google.stop();
});

async function deploy(tag: string) {
  const type = 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION' as const;
  google.model.run.updateService(
    {
      service: {
        name: SERVICE,
        template: { revision: CANARY, containers: [{ image: `${IMAGE}:${tag}` }] },
        traffic: [
          { type, revision: SEED, percent: 100 },
          { type, revision: CANARY, percent: 0, tag: 'canary' },
        ],
      },
      updateMask: { paths: ['template', 'traffic'] },
    },
    'tester@example.com',
  );
  await until('the deploy is over', () => !google.model.run.getService(SERVICE).reconciling);
  return google.model.run.getService(SERVICE).trafficStatuses[1]?.uri ?? '';
}

const journal = z.object({ entries: z.array(z.unknown()) });
const anyBody = z.record(z.string(), z.unknown());

const statusOf = async (url: string) => (await fetch(url)).status;

async function send(method: string, path: string, body?: object) {
  const init = body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {};
  const response = await fetch(`${google.httpUrl}${path}`, { method, ...init });
  return { status: response.status, body: anyBody.parse(await response.json()) };
}

describe('addresses of services and tags', () => {
  test.each([
    { tag: 'v1.1.0', health: 200, version: 'v1.1.0' },
    { tag: 'sick', health: 503, version: 'sick' },
    { tag: 'forbidden', health: 403, version: 'forbidden' },
    { tag: 'wrong-version', health: 200, version: 'v0.0.1-other' },
  ])('$tag answers health with $health and says it is $version', async ({ tag, health, version }) => {
    const url = await deploy(tag);
    expect(await statusOf(`${url}/health`)).toBe(health);
    expect(await statusOf(`${url}/ready`)).toBe(health);
    const said = anyBody.parse(await (await fetch(`${url}/version`)).json());
    expect(said).toMatchObject({ version, revision: CANARY });
    expect(said['digest'] === google.model.registry.digestOf(`${IMAGE}:${tag}`)).toBe(tag !== 'wrong-version');
  });

  test('the address of the service answers as what has the traffic', async () => {
    await deploy('sick');
    const { uri } = google.model.run.getService(SERVICE);
    expect(await statusOf(`${uri}/health`)).toBe(200);
  });

  test('any other path is a request of the revision that answers', async () => {
    const url = await deploy('errors-100pct');
    expect(await statusOf(`${url}/v1/orders`)).toBeGreaterThanOrEqual(500);
    const counted = google.model.metrics.of('demo').filter(({ type }) => type === 'run.googleapis.com/request_count');
    expect(counted.map((series) => series.at.revision)).toEqual([CANARY]);
  });

  test('an unknown tag or service is 404', async () => {
    const { uri } = google.model.run.getService(SERVICE);
    expect(await statusOf(`${uri.replace('/s/', '/t/')}/canary/health`)).toBe(404);
    expect(await statusOf(`${google.httpUrl}/s/demo/us-central1/nothing/health`)).toBe(404);
  });
});

describe('the control end point', () => {
  test('injects a status into the next calls of a method, and only these', async () => {
    await send('POST', '/control/faults', { method: 'GetService', times: 2, code: 8 });
    const get = () => clients.services.getService({ name: SERVICE }, { retry: null });
    expect([await codeOf(get()), await codeOf(get()), await codeOf(get())]).toEqual([8, 8, 0]);
    expect(await codeOf(clients.revisions.listRevisions({ parent: SERVICE }))).toBe(0);
  });

  test('a reply that is lost after the commit leaves the write done', async () => {
    await send('POST', '/control/faults', { method: 'UpdateService', replyLostAfterCommit: true });
    const service = { name: SERVICE, annotations: { 'slipway/fence': '1' } };
    expect(await codeOf(clients.services.updateService({ service, updateMask: { paths: ['annotations'] } }))).toBe(14);
    expect(google.model.run.getService(SERVICE).annotations).toEqual({ 'slipway/fence': '1' });
    expect(google.model.run.journal.entries.at(-1)?.outcome).toBe('committed');
  });

  test('a reply later than the deadline is DEADLINE_EXCEEDED at the caller', async () => {
    await send('POST', '/control/faults', { method: 'GetService', delayMs: 2_000 });
    expect(await codeOf(clients.services.getService({ name: SERVICE }, { timeout: 50, retry: null }))).toBe(4);
  });

  test('somebody else moves traffic, and the service says who', async () => {
    await deploy('v1.1.0');
    await send('POST', '/control/traffic', { service: SERVICE, traffic: [{ revision: CANARY, percent: 100 }] });
    const [service] = await clients.services.getService({ name: SERVICE });
    expect(service).toMatchObject({ lastModifier: 'somebody@example.com', client: 'gcloud' });
    const { entries } = journal.parse((await send('GET', `/control/journal?service=${SERVICE}`)).body);
    expect(entries.at(-1)).toMatchObject({
      caller: 'somebody@example.com',
      etagSent: '',
      trafficAfter: [{ revision: CANARY, percent: 100, tag: '' }],
    });
  });

  test('switches behaviours, rates and outages, and shows the services', async () => {
    const url = await deploy('v1.1.0');
    const digest = google.model.registry.digestOf(`${IMAGE}:v1.1.0`);
    await send('POST', '/control/behaviour', { digest, behaviour: 'sick' });
    expect(await statusOf(`${url}/health`)).toBe(503);
    await send('POST', '/control/rate', { service: SERVICE, requestsPerSecond: 3 });
    await send('POST', '/control/outage', { service: SERVICE, on: true });
    expect((await send('GET', '/control/services')).body['services']).toMatchObject([
      { name: SERVICE, requestsPerSecond: 3, outage: true, running: [SEED] },
    ]);
    expect((await send('GET', `/control/running?service=${SERVICE}`)).body['running']).toEqual([SEED]);
  });

  test('changes timings and switches while it runs', async () => {
    await send('POST', '/control/timings', { readyMs: 5 });
    await send('POST', '/control/switches', { failureCode: 13 });
    expect(google.model.run.timings).toEqual({ ...TIMINGS, readyMs: 5 });
    expect(google.model.run.switches.failureCode).toBe(13);
    expect((await send('POST', '/control/switches', { failureCode: 7 })).status).toBe(400);
  });

  test('makes logs late, lossy and cut, and a client bad, and ends that', async () => {
    const { logs, traffic } = google.model;
    await send('POST', '/control/log-lag', { lagMs: 7 });
    await send('POST', '/control/log-delay', { delayMs: [5, 15] });
    await send('POST', '/control/log-exclusion', { project: 'demo', errors: 0.5 });
    await send('POST', '/control/cut-tails', { everyMs: 10_000 });
    await send('POST', '/control/bad-client', { service: SERVICE, on: true });
    expect(logs).toMatchObject({ lagMs: 7, delayMs: [5, 15], tails: { isCutting: true } });
    expect(logs.exclusions.of('demo')).toEqual({ errors: 0.5, successes: 0 });
    expect(traffic.clients.hasBadClient(SERVICE)).toBe(true);
    await send('POST', '/control/log-delay', { delayMs: null });
    await send('DELETE', '/control/log-exclusion');
    await send('POST', '/control/cut-tails', { everyMs: null });
    expect(logs).toMatchObject({ delayMs: null, tails: { isCutting: false } });
    expect(logs.exclusions.of('demo')).toEqual({ errors: 0, successes: 0 });
    expect((await send('POST', '/control/log-exclusion', { project: 'demo', errors: 2 })).status).toBe(400);
  });

  test('shows the instances of each revision', async () => {
    await deploy('v1.1.0');
    const { body } = await send('GET', `/control/instances?service=${SERVICE}`);
    expect(body).toMatchObject({ [SEED]: [{ leakedMb: 0 }], [CANARY]: [{ leakedMb: 0 }] });
  });

  test('pushes an image that can then be deployed', async () => {
    const pushed = await send('POST', '/control/images', { repository: IMAGE, tags: ['v2.0.0'], behaviour: 'healthy' });
    expect(pushed.body['digest']).toBe(google.model.registry.digestOf(`${IMAGE}:v2.0.0`));
  });

  test('what it cannot read is 400, what it does not know 404', async () => {
    expect((await send('POST', '/control/faults', { times: 'many' })).status).toBe(400);
    expect((await send('POST', '/control/magic', {})).status).toBe(404);
  });
});

test('who takes it for a proxy finds no way out', async () => {
  const asked = request(google.httpUrl, { method: 'CONNECT', path: 'artifactregistry.googleapis.com:443' });
  const answered = await new Promise<string>((resolve, reject) => {
    asked.on('connect', ({ statusCode, statusMessage }, socket) => {
      socket.destroy();
      resolve(`${statusCode} ${statusMessage}`);
    });
    asked.on('error', reject);
    asked.end();
  });
  expect(answered).toBe('403 Nothing leaves the sandbox');
});
