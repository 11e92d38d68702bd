import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { foreignHand } from '../../../sandbox/google/foreign-hand/foreign-hand.ts';
import { type GoogleSandbox, startGoogle } from '../../../sandbox/google/start.ts';
import { until } from '../../../sandbox/until.ts';
import { IMAGE, SEED, SERVICE, TIMINGS } from './faces.ts';
import { NAMESPACE, type RestAnswered, refusalMessage, refusalName, restOf } from './rest-calls.ts';

let google: GoogleSandbox;
let rest: ReturnType<typeof restOf>;

beforeEach(async () => {
  const shop = { project: 'demo', region: 'us-central1', service: 'shop', image: IMAGE, rps: 0 };
  google = await startGoogle({ timings: TIMINGS, services: [shop, { ...shop, service: 'cart' }] });
  rest = restOf(google.httpUrl);
});
afterEach(() => google.stop());

const get = (path: string, headers: Record<string, string> = {}) => rest.send('GET', path, { headers });
const listed = z.object({
  kind: z.string(),
  metadata: z.object({ continue: z.string().optional() }),
  items: z.array(z.object({ metadata: z.object({ name: z.string() }) })),
});
const namesIn = ({ body }: RestAnswered) => listed.parse(body).items.map(({ metadata }) => metadata.name);

async function settled() {
  await until('the write is real', () => !google.model.run.getService(SERVICE).reconciling);
}

const hand = () => foreignHand({ httpUrl: google.httpUrl });

describe('a service', () => {
  test('is shown in the words of Knative', async () => {
    const { etag } = google.model.run.getService(SERVICE);
    expect(await rest.service()).toMatchObject({
      apiVersion: 'serving.knative.dev/v1',
      kind: 'Service',
      metadata: {
        name: 'shop',
        namespace: 'demo',
        resourceVersion: etag.replaceAll('"', ''),
        generation: 1,
        labels: { 'cloud.googleapis.com/location': 'us-central1' },
        annotations: {
          'serving.knative.dev/lastModifier': 'terraform@sandbox.iam.gserviceaccount.com',
          'run.googleapis.com/ingress': 'all',
        },
      },
      spec: {
        template: {
          metadata: { name: SEED, annotations: { 'autoscaling.knative.dev/maxScale': '10' } },
          spec: {
            containerConcurrency: 80,
            timeoutSeconds: 300,
            containers: [{ resources: { limits: { cpu: '1', memory: '512Mi' } } }],
          },
        },
        traffic: [{ revisionName: SEED, percent: 100 }],
      },
      status: {
        observedGeneration: 1,
        latestReadyRevisionName: SEED,
        latestCreatedRevisionName: SEED,
        traffic: [{ revisionName: SEED, percent: 100 }],
        url: `${google.httpUrl}/s/demo/us-central1/shop`,
      },
    });
  });

  test('while a write becomes real its conditions are Unknown and its status is the old one', async () => {
    google.model.run.timings.routeMs = 60_000;
    await hand().setTag(SERVICE, 'stable', SEED);
    const { metadata, status } = await rest.service();
    expect(metadata.generation).toBe(2);
    expect(status).toMatchObject({ observedGeneration: 1, traffic: [{ revisionName: SEED, percent: 100 }] });
    expect(status.conditions.map((each) => `${each.type} ${each.status}`)).toEqual([
      'Ready Unknown',
      'ConfigurationsReady Unknown',
      'RoutesReady Unknown',
    ]);
  });

  test('a revision that does not start is told with its reason, and traffic stays', async () => {
    await hand().moveTraffic(SERVICE, { LATEST: 100 });
    await settled();
    await hand().deploy(SERVICE, { image: `${IMAGE}:crash` });
    await settled();
    const { status } = await rest.service();
    expect(status.conditions[0]).toMatchObject({
      type: 'Ready',
      status: 'False',
      reason: 'HealthCheckContainerError',
      message: expect.stringContaining('is not ready and cannot serve traffic'),
    });
    expect(status.traffic).toEqual([{ revisionName: SEED, latestRevision: true, percent: 100 }]);
  });

  test('a tag has an address in the status alone', async () => {
    await hand().setTag(SERVICE, 'stable', SEED);
    await settled();
    const { spec, status } = await rest.service();
    expect(spec.traffic[1]).toEqual({ revisionName: SEED, tag: 'stable' });
    const url = `${google.httpUrl}/t/demo/us-central1/shop/stable`;
    expect(status.traffic[1]).toEqual({ revisionName: SEED, tag: 'stable', url });
  });
});

describe('lists', () => {
  test.each([
    ['of a region, as in the host', `${NAMESPACE}/services`, ['shop', 'cart']],
    ['of a region, as in the path', '/v1/projects/demo/locations/us-central1/services', ['shop', 'cart']],
    ['of all regions', '/v1/projects/demo/locations/-/services', ['shop', 'cart']],
    ['of another region', '/v1/projects/demo/locations/europe-west1/services', []],
    ['of another project', '/v1/projects/elsewhere/locations/-/services', []],
    ['of what is to run', `${NAMESPACE}/configurations`, ['shop', 'cart']],
    ['of where requests go', `${NAMESPACE}/routes`, ['shop', 'cart']],
  ])('%s', async (_what, path, names) => {
    expect(namesIn(await get(path))).toEqual(names);
  });

  test('come in pages', async () => {
    const first = await get(`${NAMESPACE}/services?limit=1`);
    expect(namesIn(first)).toEqual(['shop']);
    const token = listed.parse(first.body).metadata.continue ?? '';
    expect(namesIn(await get(`${NAMESPACE}/services?limit=1&continue=${token}`))).toEqual(['cart']);
  });

  test.each([
    ['serving.knative.dev/service = shop', [SEED]],
    ['serving.knative.dev/service in (shop, cart)', [SEED, 'cart-00001-seed']],
    ['serving.knative.dev/service=shop,cloud.googleapis.com/location=us-central1', [SEED]],
    ['team=none', []],
  ])('of revisions where %s', async (selector, names) => {
    expect(namesIn(await get(`${NAMESPACE}/revisions?labelSelector=${encodeURIComponent(selector)}`))).toEqual(names);
  });

  test('a selector that cannot be read is INVALID_ARGUMENT', async () => {
    expect(refusalName(await get(`${NAMESPACE}/revisions?labelSelector=!shop`))).toBe('INVALID_ARGUMENT');
  });
});

describe('the region', () => {
  test('stands in the host, and decides', async () => {
    const elsewhere = { host: 'europe-west1-run.localhost' };
    expect(refusalName(await get(`${NAMESPACE}/services/shop`, elsewhere))).toBe('NOT_FOUND');
  });

  test('need not be said while the project has only one', async () => {
    expect((await get(`${NAMESPACE}/services/shop`, { host: 'localhost' })).status).toBe(200);
    google.model.seed([{ project: 'demo', region: 'europe-west1', service: 'shop', image: IMAGE, rps: 0 }]);
    const refused = await get(`${NAMESPACE}/services/shop`, { host: 'localhost' });
    expect(refusalName(refused)).toBe('INVALID_ARGUMENT');
    expect(refusalMessage(refused)).toContain('us-central1-run.localhost');
  });
});

describe('a revision', () => {
  test('is named without its service, and has the digest of its image', async () => {
    const digest = google.model.registry.digestOf(`${IMAGE}:v1.0.0`);
    expect((await get(`${NAMESPACE}/revisions/${SEED}`)).body).toMatchObject({
      kind: 'Revision',
      metadata: { name: SEED, labels: { 'serving.knative.dev/service': 'shop' } },
      status: { imageDigest: `${IMAGE}@${digest}`, conditions: [{ type: 'Ready', status: 'True' }, {}, {}] },
    });
    expect(refusalName(await get(`${NAMESPACE}/revisions/shop-gone`))).toBe('NOT_FOUND');
  });

  test('has its service’s two halves beside it', async () => {
    expect((await get(`${NAMESPACE}/configurations/shop`)).body).toMatchObject({
      kind: 'Configuration',
      status: { latestReadyRevisionName: SEED, conditions: [{ type: 'Ready', status: 'True' }] },
    });
    expect((await get(`${NAMESPACE}/routes/shop`)).body).toMatchObject({
      kind: 'Route',
      status: { traffic: [{ revisionName: SEED, percent: 100 }], conditions: [{ type: 'Ready', status: 'True' }] },
    });
  });
});

describe('an operation', () => {
  const path = async () => {
    const { metadata } = await rest.service();
    const id = metadata.annotations['run.googleapis.com/operation-id'];
    return `/v1/projects/demo/locations/us-central1/operations/${id}`;
  };
  const wait = async (timeout: string) => rest.send('POST', `${await path()}:wait`, { body: { timeout } });

  test('is named by the service that it is on, and can be waited for', async () => {
    await hand().deploy(SERVICE, { image: `${IMAGE}:v1.1.0`, traffic: false, tag: 'canary' });
    expect((await get(await path())).body).not.toHaveProperty('done');
    expect((await wait('30s')).body).toMatchObject({ done: true, response: { kind: 'Service' } });
    expect((await get(await path())).body).toMatchObject({ done: true });
  });

  test('that failed has the reason as its error', async () => {
    await hand().moveTraffic(SERVICE, { 'shop-gone': 100 });
    const message = expect.stringContaining("Revision 'shop-gone' does not exist");
    expect((await wait('30s')).body).toMatchObject({ done: true, error: { code: 13, message } });
  });

  test('that takes longer is answered as not done', async () => {
    google.model.run.timings.routeMs = 60_000;
    await hand().setTag(SERVICE, 'stable', SEED);
    expect((await wait('0.05s')).body).toEqual({ name: (await path()).slice('/v1/'.length) });
  });

  test('that nobody started is NOT_FOUND', async () => {
    expect(refusalName(await get('/v1/projects/demo/locations/us-central1/operations/none'))).toBe('NOT_FOUND');
  });
});

test.each([
  ['whether the API is on', 'GET', '/v1/projects/demo/services/run.googleapis.com', { state: 'ENABLED' }],
  ['the number of the project', 'GET', '/v1/projects/demo', { projectId: 'demo', projectNumber: '1' }],
  [
    'who may change the policy: nobody',
    'POST',
    '/v1/projects/demo/locations/us-central1/services/shop:testIamPermissions',
    {},
  ],
])('gcloud asks %s', async (_what, method, path, answer) => {
  const { status, body } = await rest.send(method, path, method === 'POST' ? { body: {} } : {});
  expect({ status, body }).toMatchObject({ status: 200, body: answer });
});

test('what is not there is NOT_FOUND, and says what there is', async () => {
  const refused = await get('/apis/run.googleapis.com/v1/namespaces/demo/jobs');
  expect(refusalName(refused)).toBe('NOT_FOUND');
  expect(refusalMessage(refused)).toMatch(/nothing at GET .*\/jobs.*it has services, services\/\{id\}, revisions/);
});
