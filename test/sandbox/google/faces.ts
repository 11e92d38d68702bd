import { type ManualClock, manualClock } from '../../../sandbox/google/clock.ts';
import type { Operation, Revision, Service } from '../../../sandbox/google/cloud-run/resource.ts';
import { GoogleModel, type ModelOptions } from '../../../sandbox/google/model.ts';
import { RpcError } from '../../../sandbox/google/rpc-error.ts';
import { startGoogle } from '../../../sandbox/google/start.ts';
import { googleClients } from './clients.ts';
import { type RevisionView, type ServiceView, viewOfRevision, viewOfService } from './views.ts';

export const PROJECT = 'projects/demo';
export const LOCATION = `${PROJECT}/locations/us-central1`;
export const SERVICE = `${LOCATION}/services/shop`;
export const IMAGE = 'us-central1-docker.pkg.dev/demo/apps/shop';
export const SEED = 'shop-00001-seed';

export type TrafficRow = {
  type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION';
  revision: string;
  percent: number;
  tag?: string;
};

/** What the contract writes; a subset that both Google's types and the model's take. */
export type Change = {
  annotations?: Record<string, string>;
  client?: string;
  template?: {
    revision?: string;
    containers: { image: string; env?: { name: string; value: string }[] }[];
    scaling?: { minInstanceCount: number; maxInstanceCount: number };
    healthCheckDisabled?: boolean;
  };
  traffic?: TrafficRow[];
  scaling?: { scalingMode: 'MANUAL' | 'AUTOMATIC'; manualInstanceCount?: number };
};

type WriteOptions = { etag?: string; validateOnly?: boolean };
export type Ended = { code: number; message: string };

/** One way to talk to the emulated Cloud Run. Calls reject with an error that has a gRPC `code`. */
export type Face = {
  model: GoogleModel;
  service: () => Promise<ServiceView>;
  revision: (id: string) => Promise<RevisionView>;
  /** Short names, newest first. */
  revisions: () => Promise<string[]>;
  /** Resolves as soon as the write is taken; `ended` when its operation is done, code 0 for success. */
  update: (change: Change, mask: string[], options?: WriteOptions) => Promise<{ ended: () => Promise<Ended> }>;
  deleteRevision: (id: string) => Promise<void>;
  close: () => Promise<void>;
};

export const TIMINGS = { readyMs: 60, routeMs: 30, drainMs: 20 };

const options: Omit<ModelOptions, 'clock'> = { timings: TIMINGS };
const services = [{ project: 'demo', region: 'us-central1', service: 'shop', image: IMAGE, rps: 0 }];

/** A model on a clock that is turned by hand. */
export function modelOnManualClock(extra: Omit<ModelOptions, 'clock'> = {}): {
  model: GoogleModel;
  clock: ManualClock;
} {
  const clock = manualClock();
  const model = new GoogleModel({ ...options, ...extra, clock });
  model.seed(services);
  return { model, clock };
}

/** The model itself, called in process. */
export async function modelFace(): Promise<Face> {
  const { model, clock } = modelOnManualClock();
  const { run } = model;
  const caller = 'tester@example.com';
  const ended = (operation: Operation) => async (): Promise<Ended> => {
    clock.advance(TIMINGS.readyMs + TIMINGS.routeMs);
    return run.operations.get(operation.name).error ?? { code: 0, message: '' };
  };
  return {
    model,
    service: async () => viewOfService(run.getService(SERVICE)),
    revision: async (id) => viewOfRevision(run.getRevision(`${SERVICE}/revisions/${id}`)),
    revisions: async () => run.listRevisions(SERVICE).map(shortNameOf),
    update: async (change, paths, { etag = '', validateOnly = false } = {}) => {
      const service = { ...change, name: SERVICE, etag };
      return { ended: ended(run.updateService({ service, updateMask: { paths }, validateOnly }, caller)) };
    },
    deleteRevision: async (id) => void run.deleteRevision(`${SERVICE}/revisions/${id}`, '', caller),
    close: async () => {},
  };
}

/** The same model behind gRPC, reached through Google's own clients. */
export async function wireFace(): Promise<Face> {
  const sandbox = await startGoogle({ ...options, services });
  const clients = googleClients(sandbox.grpcAddress);
  const wait = { longrunning: { initialRetryDelayMillis: 10, retryDelayMultiplier: 1, maxRetryDelayMillis: 10 } };
  return {
    model: sandbox.model,
    service: async () => viewOfService((await clients.services.getService({ name: SERVICE }))[0]),
    revision: async (id) => {
      const [revision] = await clients.revisions.getRevision({ name: `${SERVICE}/revisions/${id}` });
      return viewOfRevision(revision);
    },
    revisions: async () => (await clients.revisions.listRevisions({ parent: SERVICE }))[0].map(shortNameOf),
    update: async (change, paths, { etag = '', validateOnly = false } = {}) => {
      const service = { ...change, name: SERVICE, etag };
      const [operation] = await clients.services.updateService({ service, updateMask: { paths }, validateOnly }, wait);
      return { ended: () => operation.promise().then(() => ({ code: 0, message: '' }), endedWith) };
    },
    deleteRevision: async (id) => {
      const [operation] = await clients.revisions.deleteRevision({ name: `${SERVICE}/revisions/${id}` });
      await operation.promise();
    },
    close: async () => {
      await clients.close();
      await sandbox.stop();
    },
  };
}

/** The gRPC code that a call was refused with; 0 when it was taken. */
export async function codeOf(call: Promise<unknown>): Promise<number> {
  return call.then(
    () => 0,
    (error: unknown) => endedWith(error).code,
  );
}

function endedWith(error: unknown): Ended {
  const code = typeof error === 'object' && error !== null && 'code' in error ? Number(error.code) : -1;
  return { code, message: error instanceof RpcError || error instanceof Error ? error.message : String(error) };
}

const shortNameOf = ({ name }: Pick<Revision | Service, 'name'> | { name?: string | null }) =>
  (name ?? '').split('/').at(-1) ?? '';
