import type { protos } from '@google-cloud/run';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type GoogleSandbox, startGoogle } from '../../../sandbox/google/start.ts';
import { until } from '../../../sandbox/until.ts';
import { googleClients } from './clients.ts';
import { IMAGE, SEED, SERVICE, TIMINGS } from './faces.ts';
import { NAMESPACE, refusalName, restOf } from './rest-calls.ts';
import { viewOfService } from './views.ts';

const CALLER = 'slipway@sandbox.iam.gserviceaccount.com';
const CANARY = 'shop-r1';

type Row = { revision: string; percent: number; tag?: string };
/** One write. `revision` '' lets Cloud Run find the name. */
type Change = { image?: string; revision?: string; env?: Record<string, string>; rows?: Row[]; stopped?: boolean };
/** Answers OK, or Google's name for why not. */
type Write = (change: Change) => Promise<string>;

const canary = (tag = 'v1.1.0'): Change => ({
  image: tag,
  revision: CANARY,
  rows: [
    { revision: SEED, percent: 100 },
    { revision: CANARY, percent: 0, tag: 'canary' },
  ],
});
const to = (...rows: Row[]): Change => ({ rows });

type Scenario = { what: string; changes: Change[]; answers: string[]; real: string[] };

const scenarios: Scenario[] = [
  {
    what: 'a canary without traffic',
    changes: [canary()],
    answers: ['OK'],
    real: [`${SEED}=100`, `${CANARY}=0 #canary`],
  },
  {
    what: 'traffic there and back',
    changes: [
      canary(),
      to({ revision: SEED, percent: 75, tag: 'stable' }, { revision: CANARY, percent: 25, tag: 'canary' }),
      to({ revision: SEED, percent: 100 }),
    ],
    answers: ['OK', 'OK', 'OK'],
    real: [`${SEED}=100`],
  },
  {
    what: 'a deploy where the split says LATEST',
    changes: [to({ revision: 'LATEST', percent: 100 }), { image: 'v1.1.0', revision: '' }],
    answers: ['OK', 'OK'],
    real: ['shop-00003-cur=100'],
  },
  {
    what: 'a deploy where it is pinned',
    changes: [{ image: 'v1.1.0', revision: '', env: { COLOUR: 'blue' } }],
    answers: ['OK'],
    real: [`${SEED}=100`],
  },
  { what: 'an image that does not start', changes: [canary('crash')], answers: ['OK'], real: [`${SEED}=100`] },
  {
    what: 'a revision that does not exist',
    changes: [to({ revision: 'shop-gone', percent: 100 })],
    answers: ['OK'],
    real: [`${SEED}=100`],
  },
  {
    what: 'a split of 95 %',
    changes: [to({ revision: SEED, percent: 95 })],
    answers: ['INVALID_ARGUMENT'],
    real: [`${SEED}=100`],
  },
  {
    what: 'a tag on two revisions',
    changes: [canary(), to({ revision: SEED, percent: 100, tag: 'x' }, { revision: CANARY, percent: 0, tag: 'x' })],
    answers: ['OK', 'INVALID_ARGUMENT'],
    real: [`${SEED}=100`, `${CANARY}=0 #canary`],
  },
  {
    what: 'the name of a revision for another image',
    changes: [canary(), { ...canary('v1.2.0') }],
    answers: ['OK', 'ALREADY_EXISTS'],
    real: [`${SEED}=100`, `${CANARY}=0 #canary`],
  },
  {
    what: 'a service stopped and started again',
    changes: [{ stopped: true }, { stopped: false }],
    answers: ['OK', 'OK'],
    real: [`${SEED}=100`],
  },
];

describe('what is written through v1 REST is what v2 gRPC would have written', () => {
  test.each(scenarios)('$what', async ({ changes, answers, real }) => {
    const viaV1 = await play(throughV1, changes);
    const viaV2 = await play(throughV2, changes);
    expect(viaV1).toEqual(viaV2);
    expect(viaV1).toMatchObject({ answers, service: { real } });
  });
});

async function play(through: (google: GoogleSandbox) => Write, changes: Change[]) {
  const services = [{ project: 'demo', region: 'us-central1', service: 'shop', image: IMAGE, rps: 0 }];
  const google = await startGoogle({ timings: TIMINGS, services });
  onTestFinished(() => google.stop());
  const write = through(google);
  const { run } = google.model;
  const answers: string[] = [];
  for (const change of changes) {
    answers.push(await write(change));
    await until('the write is real', () => !run.getService(SERVICE).reconciling);
  }
  const { uri: _uri, tagUrls, ...service } = viewOfService(run.getService(SERVICE));
  return {
    answers,
    service,
    tags: Object.keys(tagUrls),
    revisions: run.revisions.list(SERVICE).map(({ name, state, digest, templateKey }) => ({
      name,
      state,
      digest,
      templateKey,
    })),
    journal: run.journal.entries.map(({ atMs: _atMs, mask: _mask, revision: _revision, ...entry }) => entry),
    running: run.running.of(SERVICE).map(({ running }) => running),
  };
}

function throughV1(google: GoogleSandbox): Write {
  const { send, service } = restOf(google.httpUrl);
  return async ({ image, revision, env, rows, stopped }) => {
    const now = await service();
    const { template } = now.spec;
    const [first] = template.spec.containers;
    if (image !== undefined) first.image = `${IMAGE}:${image}`;
    if (env !== undefined) first.env = Object.entries(env).map(([name, value]) => ({ name, value }));
    if (revision !== undefined) template.metadata.name = revision;
    if (rows !== undefined) {
      now.spec.traffic = rows.map(({ revision: wanted, ...row }) =>
        wanted === 'LATEST' ? { ...row, latestRevision: true } : { ...row, revisionName: wanted },
      );
    }
    Object.assign(now.metadata.annotations, { 'run.googleapis.com/client-name': 'gcloud' }, scalingText(stopped));
    const headers = { authorization: `Bearer ${CALLER}` };
    return refusalName(await send('PUT', `${NAMESPACE}/services/shop`, { body: now, headers }));
  };
}

function scalingText(stopped: boolean | undefined): Record<string, string> {
  if (stopped === undefined) return {};
  const mode = stopped ? 'manual' : 'automatic';
  return { 'run.googleapis.com/scalingMode': mode, 'run.googleapis.com/manualInstanceCount': '0' };
}

function throughV2(google: GoogleSandbox): Write {
  const clients = googleClients(google.grpcAddress);
  onTestFinished(() => clients.close());
  return async (change) => {
    const [now] = await clients.services.getService({ name: SERVICE });
    const { rows, stopped } = change;
    const fields = {
      client: 'gcloud',
      template: templateAfter(now.template ?? {}, change),
      ...(rows && { traffic: rows.map(targetOf) }),
      ...(stopped !== undefined && { scaling: scalingOf(stopped) }),
    };
    const service = { ...fields, name: SERVICE, etag: now.etag ?? '' };
    return clients.services.updateService({ service, updateMask: { paths: Object.keys(fields) } }).then(
      () => 'OK',
      (error: unknown) => REFUSALS[codeIn(error)] ?? String(error),
    );
  };
}

type Template = NonNullable<protos.google.cloud.run.v2.IService['template']>;

function templateAfter(template: Template, { image, env, revision }: Change): Template {
  const [first, ...others] = template.containers ?? [];
  const container = {
    ...first,
    ...(image !== undefined && { image: `${IMAGE}:${image}` }),
    ...(env !== undefined && { env: Object.entries(env).map(([name, value]) => ({ name, value })) }),
  };
  return { ...template, containers: [container, ...others], ...(revision !== undefined && { revision }) };
}

const scalingOf = (stopped: boolean) =>
  stopped ? { scalingMode: 'MANUAL' as const, manualInstanceCount: 0 } : { scalingMode: 'AUTOMATIC' as const };

const targetOf = ({ revision, ...row }: Row) =>
  revision === 'LATEST'
    ? { ...row, type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST' as const }
    : { ...row, type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION' as const, revision };

const REFUSALS: Record<number, string> = { 3: 'INVALID_ARGUMENT', 6: 'ALREADY_EXISTS', 10: 'ABORTED' };
const codeIn = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error ? Number(error.code) : -1;
