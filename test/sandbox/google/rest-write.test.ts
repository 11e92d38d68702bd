import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type GoogleSandbox, startGoogle } from '../../../sandbox/google/start.ts';
import { until } from '../../../sandbox/until.ts';
import { googleClients } from './clients.ts';
import { codeOf, IMAGE, SEED, SERVICE, TIMINGS } from './faces.ts';
import {
  annotate,
  annotateTemplate,
  inContainer,
  inTemplate,
  NAMESPACE,
  nameless,
  refusalMessage,
  refusalName,
  restOf,
  type V1Service,
} from './rest-calls.ts';

const SHOP = `${NAMESPACE}/services/shop`;

let google: GoogleSandbox;
let rest: ReturnType<typeof restOf>;

beforeEach(async () => {
  const services = [{ project: 'demo', region: 'us-central1', service: 'shop', image: IMAGE, rps: 0 }];
  google = await startGoogle({ timings: TIMINGS, services });
  rest = restOf(google.httpUrl);
});
afterEach(() => google.stop());

const put = (body: object, headers: Record<string, string> = {}) => rest.send('PUT', SHOP, { body, headers });

/** Reads, changes, writes back. */
async function change(edit: (service: V1Service) => void, headers: Record<string, string> = {}) {
  const service = await rest.service();
  edit(service);
  return put(service, headers);
}

const current = () => google.model.run.getService(SERVICE);
const revisions = () => google.model.run.listRevisions(SERVICE);
async function settled() {
  await until('the write is real', () => !current().reconciling);
  return current();
}

describe('optimistic lock', () => {
  test('a version that is no longer the current one is ABORTED, and nothing is written', async () => {
    const stale = await rest.service();
    await change(annotate('owner', 'shop-team'));
    await settled();
    stale.spec.traffic = [{ latestRevision: true, percent: 100 }];
    const refused = await put(stale);
    expect(refused.status).toBe(409);
    expect(refusalName(refused)).toBe('ABORTED');
    expect(refusalMessage(refused)).toMatch(/^Conflict for resource 'shop': version '.+' was specified but current/);
    expect(current().traffic).toMatchObject([{ revision: SEED, percent: 100 }]);
    expect(google.model.run.journal.entries.at(-1)).toMatchObject({ outcome: 'aborted' });
  });

  test('v2 and v1 see each other: a write through one makes the version of the other stale', async () => {
    const clients = googleClients(google.grpcAddress);
    const { etag } = current();
    const stale = await rest.service();
    await change(annotate('owner', 'shop-team'));
    const service = { name: SERVICE, etag, annotations: {} };
    expect(await codeOf(clients.services.updateService({ service, updateMask: { paths: ['annotations'] } }))).toBe(10);
    await settled();
    google.model.run.updateService(
      { service: { name: SERVICE, annotations: { a: 'b' } }, updateMask: { paths: ['annotations'] } },
      'kim@example.com',
    );
    expect(refusalName(await put(stale))).toBe('ABORTED');
    await clients.close();
  });

  test('without a version there is no check', async () => {
    const stale = await rest.service();
    await change(annotate('owner', 'shop-team'));
    await settled();
    const { resourceVersion: _version, ...metadata } = stale.metadata;
    expect(refusalName(await put({ ...stale, metadata }))).toBe('OK');
  });
});

describe('who wrote', () => {
  test.each([
    ['an e-mail address for a token is its owner', { authorization: 'Bearer kim@example.com' }, 'kim@example.com'],
    ['any other token is somebody', { authorization: 'Bearer ya29.secret' }, 'somebody@example.com'],
    ['no token is somebody too', {}, 'somebody@example.com'],
  ])('%s', async (_what, headers, lastModifier) => {
    await change(annotate('run.googleapis.com/client-name', 'gcloud'), headers);
    expect(current()).toMatchObject({ lastModifier, client: 'gcloud' });
    expect((await rest.service()).metadata.annotations).toMatchObject({
      'serving.knative.dev/lastModifier': lastModifier,
      'run.googleapis.com/client-name': 'gcloud',
    });
  });
});

describe('refused', () => {
  test.each<[string, (service: V1Service) => void, string, string]>([
    [
      'a split of 95 %',
      (service) => {
        service.spec.traffic = [{ revisionName: SEED, percent: 95 }];
      },
      'INVALID_ARGUMENT',
      'sum to 100 percent',
    ],
    [
      'a setting of Google that is not emulated',
      annotateTemplate('run.googleapis.com/vpc-access-connector', 'office'),
      'INVALID_ARGUMENT',
      'does not emulate run.googleapis.com/vpc-access-connector',
    ],
    ['a field that is not emulated', inTemplate({ volumes: [] }), 'INVALID_ARGUMENT', '"volumes"'],
    [
      'a template without a container',
      inTemplate({ containers: [] }),
      'INVALID_ARGUMENT',
      'spec.template.spec.containers',
    ],
    [
      'another name than that of the path',
      (service) => {
        service.metadata.name = 'cart';
      },
      'INVALID_ARGUMENT',
      "'cart' is not 'shop'",
    ],
    [
      'the name of a revision for another image',
      inContainer({ image: `${IMAGE}:v1.1.0` }),
      'ALREADY_EXISTS',
      'with different configuration already exists',
    ],
  ])('%s', async (_what, edit, name, message) => {
    const before = current();
    const refused = await change(edit);
    expect(refusalName(refused)).toBe(name);
    expect(refusalMessage(refused)).toContain(message);
    expect(current()).toEqual(before);
  });

  test('what is no service at all', async () => {
    expect(refusalName(await put({ kind: 'Service' }))).toBe('INVALID_ARGUMENT');
  });

  test('a service that does not exist', async () => {
    const service = await rest.service();
    const body = { ...service, metadata: { ...service.metadata, name: 'gone' } };
    expect(refusalName(await rest.send('PUT', `${NAMESPACE}/services/gone`, { body }))).toBe('NOT_FOUND');
  });

  test('a page of another site', async () => {
    const service = await rest.service();
    service.spec.traffic = [{ latestRevision: true, percent: 100 }];
    expect((await put(service, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await put(service, { host: 'us-central1-run.evil.example' })).status).toBe(403);
    expect(google.model.run.journal.entries).toEqual([]);
  });
});

describe('services and revisions come and go', () => {
  const fresh = {
    metadata: { name: 'fresh' },
    spec: { template: { spec: { containers: [{ image: `${IMAGE}:v1.0.0` }], nodeSelector: {} } } },
  };
  const create = (query = '') => rest.send('POST', `${NAMESPACE}/services${query}`, { body: fresh });

  test('created, it sends all requests to the latest', async () => {
    expect(refusalName(await create())).toBe('OK');
    const { spec } = await rest.service('fresh');
    expect(spec.traffic).toEqual([{ latestRevision: true, percent: 100 }]);
    expect(refusalName(await create())).toBe('ALREADY_EXISTS');
  });

  test('tried only, nothing is there', async () => {
    expect(refusalName(await create('?dryRun=all'))).toBe('OK');
    expect(google.model.run.records().map(({ name }) => name)).toEqual([SERVICE]);
  });

  test('deleted, it is gone with its revisions, and the journal says who did it', async () => {
    const headers = { authorization: 'Bearer kim@example.com' };
    expect(refusalName(await rest.send('DELETE', SHOP, { headers }))).toBe('OK');
    expect(refusalName(await rest.send('GET', SHOP))).toBe('NOT_FOUND');
    expect(google.model.run.listRevisions(SERVICE)).toEqual([]);
    expect(google.model.run.runningRevisions(SERVICE)).toEqual([]);
    expect(google.model.run.journal.entries).toMatchObject([
      { method: 'DeleteService', caller: 'kim@example.com', outcome: 'committed', trafficAfter: [] },
    ]);
    expect(refusalName(await rest.send('DELETE', SHOP))).toBe('NOT_FOUND');
  });

  test('deleted and made again while a write is on its way, it is not touched by what was meant for the old one', async () => {
    const { timings, operations } = google.model.run;
    timings.routeMs = 300;
    await change((service) => {
      service.spec.traffic = [{ latestRevision: true, percent: 100 }];
    });
    const [late] = operations.list('projects/demo/locations/us-central1');
    await rest.send('DELETE', SHOP);
    timings.routeMs = 1;
    const again = { ...fresh, metadata: { name: 'shop' } };
    expect(refusalName(await rest.send('POST', `${NAMESPACE}/services`, { body: again }))).toBe('OK');
    await until('the late write has ended', () => late && operations.get(late.name).done);
    const active = revisions()[0]?.conditions.find(({ type }) => type === 'Active');
    expect(active?.state).toBe('CONDITION_SUCCEEDED');
    expect(current().trafficStatuses).toMatchObject([{ percent: 100 }]);
  });

  test('through gRPC an etag that is not the current one does not delete it', async () => {
    const clients = googleClients(google.grpcAddress);
    const deleted = (etag: string) => codeOf(clients.services.deleteService({ name: SERVICE, etag }));
    expect([await deleted('"stale"'), await deleted(current().etag)]).toEqual([10, 0]);
    expect(google.model.run.records()).toEqual([]);
    await clients.close();
  });

  test('a revision that has traffic stays, another one goes', async () => {
    for (const tag of ['v1.1.0', 'v1.2.0']) {
      await change((service) => {
        nameless(service);
        inContainer({ image: `${IMAGE}:${tag}` })(service);
      });
      await settled();
    }
    const [, middle] = revisions().map(({ name }) => name.split('/').at(-1));
    const remove = (name = '') => rest.send('DELETE', `${NAMESPACE}/revisions/${name}`);
    expect(refusalName(await remove(SEED))).toBe('FAILED_PRECONDITION');
    expect(refusalName(await remove(middle))).toBe('OK');
    expect(revisions()).toHaveLength(2);
  });
});

test('faults of v1 have names of their own: what is meant for the product does not hit somebody with gcloud', async () => {
  google.model.faults.inject({ method: 'UpdateService', times: 1, code: 14 });
  expect(refusalName(await change(annotate('owner', 'shop-team')))).toBe('OK');
  google.model.faults.inject({ method: 'v1.ReplaceService', times: 1, code: 14 });
  const refused = await change(annotate('owner', 'nobody'));
  expect({ status: refused.status, name: refusalName(refused) }).toEqual({ status: 503, name: 'UNAVAILABLE' });
});
