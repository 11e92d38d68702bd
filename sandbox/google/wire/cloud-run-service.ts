import type { Server } from '@grpc/grpc-js';
import { z } from 'zod';
import type { CloudRun } from '../cloud-run/cloud-run.ts';
import { type Operation, type ServiceInput, serviceSpecSchema } from '../cloud-run/resource.ts';
import type { Faults } from '../faults.ts';
import { paginate } from '../page.ts';
import { toMs } from '../timestamp.ts';
import { packRunMessage, serviceDefinition } from './protos.ts';
import { type Answer, unary } from './unary.ts';

const named = z.object({ name: z.string(), etag: z.string().default('') });
const listed = z.object({ parent: z.string(), pageSize: z.number().default(0), pageToken: z.string().default('') });
const duration = z.object({ seconds: z.string(), nanos: z.number() }).nullable();
const service = z
  .looseObject({ name: z.string(), etag: z.string() })
  .transform((sent): ServiceInput => ({ ...serviceSpecSchema.parse(sent), name: sent.name, etag: sent.etag }));
const creation = z.object({ parent: z.string(), serviceId: z.string(), service, validateOnly: z.boolean() });
const update = z.object({
  service,
  updateMask: z.object({ paths: z.array(z.string()) }).nullable(),
  validateOnly: z.boolean(),
});
const waiting = z.object({ name: z.string(), timeout: duration });

const PAGE_SIZES = { usual: 100, most: 1000 };
const USUAL_WAIT_MS = 30_000;

/** Puts Cloud Run's Services, Revisions and Operations on a gRPC server. */
export function addCloudRun(server: Server, run: CloudRun, faults: Faults) {
  const handlers = (answers: Record<string, Answer>) =>
    Object.fromEntries(
      Object.entries(answers).map(([method, answer]) => [method, unary(faults, capitalized(method), answer)]),
    );
  server.addService(serviceDefinition('google.cloud.run.v2.Services'), handlers(servicesAnswers(run)));
  server.addService(serviceDefinition('google.cloud.run.v2.Revisions'), handlers(revisionsAnswers(run)));
  server.addService(serviceDefinition('google.longrunning.Operations'), handlers(operationsAnswers(run)));
}

function servicesAnswers(run: CloudRun): Record<string, Answer> {
  return {
    getService: (request) => run.getService(named.parse(request).name),
    listServices: (request) => {
      const { parent, ...page } = listed.parse(request);
      const { items, nextPageToken } = paginate(run.listServices(parent), page, PAGE_SIZES);
      return { services: items, nextPageToken };
    },
    createService: (request, { caller }) => pack(run.createService(creation.parse(request), caller)),
    updateService: (request, { caller }) => pack(run.updateService(update.parse(request), caller)),
    deleteService: (request, { caller }) => {
      const { name, etag } = named.parse(request);
      return pack(run.deleteService(name, etag, caller));
    },
  };
}

function revisionsAnswers(run: CloudRun): Record<string, Answer> {
  return {
    getRevision: (request) => run.getRevision(named.parse(request).name),
    listRevisions: (request) => {
      const { parent, ...page } = listed.parse(request);
      const { items, nextPageToken } = paginate(run.listRevisions(parent), page, PAGE_SIZES);
      return { revisions: items, nextPageToken };
    },
    deleteRevision: (request, { caller }) => {
      const { name, etag } = named.parse(request);
      return pack(run.deleteRevision(name, etag, caller));
    },
  };
}

function operationsAnswers(run: CloudRun): Record<string, Answer> {
  return {
    getOperation: (request) => pack(run.operations.get(named.parse(request).name)),
    waitOperation: async (request) => {
      const { name, timeout } = waiting.parse(request);
      return pack(await run.operations.wait(name, timeout ? toMs(timeout) : USUAL_WAIT_MS));
    },
    listOperations: (request) => {
      const { name, ...page } = listed.omit({ parent: true }).extend({ name: z.string() }).parse(request);
      const { items, nextPageToken } = paginate(run.operations.list(name), page, PAGE_SIZES);
      return { operations: items.map(pack), nextPageToken };
    },
  };
}

function pack({ name, done, messageType, metadata, response, error }: Operation) {
  return {
    name,
    done,
    metadata: packRunMessage(messageType, metadata),
    ...(response ? { response: packRunMessage(messageType, response) } : {}),
    ...(error ? { error } : {}),
  };
}

const capitalized = (method: string) => method.charAt(0).toUpperCase() + method.slice(1);
