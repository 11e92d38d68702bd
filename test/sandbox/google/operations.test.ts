import { credentials, makeClientConstructor, type ServiceError } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type GoogleSandbox, startGoogle } from '../../../sandbox/google/start.ts';
import { serviceDefinition } from '../../../sandbox/google/wire/protos.ts';
import { type GoogleClients, googleClients } from './clients.ts';
import { codeOf, IMAGE, LOCATION, TIMINGS } from './faces.ts';

const operationSchema = z.object({
  name: z.string(),
  done: z.boolean(),
  error: z.object({ code: z.number() }).nullish(),
});

let google: GoogleSandbox;
let clients: GoogleClients;

beforeEach(async () => {
  google = await startGoogle({ timings: TIMINGS });
  google.model.registry.seed(IMAGE, Date.now());
  clients = googleClients(google.grpcAddress);
});
afterEach(async () => {
  await clients.close();
  await google.stop();
});

/** Google's clients have no method for WaitOperation, so the call is made on the service definition. */
function waitFor(name: string, seconds: number): Promise<z.output<typeof operationSchema>> {
  const Operations = makeClientConstructor(serviceDefinition('google.longrunning.Operations'), 'Operations');
  const client = new Operations(google.grpcAddress, credentials.createInsecure());
  return new Promise((resolve, reject) => {
    const reply = (error: ServiceError | null, operation: unknown) => {
      client.close();
      if (error) reject(error);
      else resolve(operationSchema.parse(operation));
    };
    client['waitOperation']?.({ name, timeout: { seconds, nanos: 0 } }, reply);
  });
}

const create = async (tag: string) => {
  const service = { template: { containers: [{ image: `${IMAGE}:${tag}` }] } };
  const [operation] = await clients.services.createService({ parent: LOCATION, serviceId: 'shop', service });
  return operation;
};

describe('creating services and following operations', () => {
  test('a new service sends everything to its first revision', async () => {
    const operation = await create('v1.0.0');
    const [service] = await operation.promise();
    expect(service.trafficStatuses).toMatchObject([{ percent: 100, revision: expect.stringMatching(/^shop-00001-/) }]);
  });

  test('a name that is taken is ALREADY_EXISTS', async () => {
    await create('v1.0.0');
    expect(await codeOf(create('v1.0.0'))).toBe(6);
  });

  test('services are listed by place, and not for all places at once', async () => {
    await create('v1.0.0');
    const [services] = await clients.services.listServices({ parent: LOCATION });
    expect(services.map((service) => service.name)).toEqual([`${LOCATION}/services/shop`]);
    expect(await codeOf(clients.services.listServices({ parent: 'projects/demo/locations/-' }))).toBe(3);
  });

  test('waiting returns when the operation is done', async () => {
    const { name = '' } = await create('v1.0.0');
    expect(await waitFor(name, 10)).toMatchObject({ name, done: true });
  });

  test('waiting returns without it when the time is up', async () => {
    google.model.run.timings.readyMs = 60_000;
    const { name = '' } = await create('v1.0.0');
    expect(await waitFor(name, 0)).toMatchObject({ name, done: false });
  });

  test('a failed operation says so to whoever waits', async () => {
    const { name = '' } = await create('crash');
    expect(await waitFor(name, 10)).toMatchObject({ done: true, error: { code: 9 } });
  });

  test('an operation can be taken up again by its name', async () => {
    const { name = '' } = await create('v1.0.0');
    const resumed = await clients.services.checkCreateServiceProgress(name);
    expect(await codeOf(resumed.promise())).toBe(0);
  });

  test('an operation that nobody started is NOT_FOUND', async () => {
    expect(await codeOf(waitFor(`${LOCATION}/operations/none`, 0))).toBe(5);
  });
});
