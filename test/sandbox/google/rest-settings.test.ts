import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type GoogleSandbox, startGoogle } from '../../../sandbox/google/start.ts';
import { until } from '../../../sandbox/until.ts';
import { IMAGE, SERVICE, TIMINGS } from './faces.ts';
import {
  annotate,
  annotateTemplate,
  inContainer,
  inTemplate,
  NAMESPACE,
  nameless,
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

const put = (body: object) => rest.send('PUT', SHOP, { body });

/** Reads, changes, writes back. */
async function change(...edits: ((service: V1Service) => void)[]) {
  const service = await rest.service();
  for (const edit of edits) edit(service);
  return put(service);
}

const current = () => google.model.run.getService(SERVICE);
const revisions = () => google.model.run.listRevisions(SERVICE);
async function settled() {
  await until('the write is real', () => !current().reconciling);
  return current();
}

describe('what was read can be written back', () => {
  test('and changes nothing', async () => {
    expect(refusalName(await change())).toBe('OK');
    expect(google.model.run.journal.entries.map(({ outcome }) => outcome)).toEqual(['unchanged']);
  });

  test('with another split it makes no revision, whatever v2 has set that v1 has no word for', async () => {
    const { template } = current();
    google.model.run.updateService(
      {
        service: {
          name: SERVICE,
          template: {
            ...template,
            revision: 'shop-r1',
            nodeSelector: { accelerator: 'nvidia-l4' },
            vpcAccess: { connector: 'office' },
            containers: [{ image: `${IMAGE}:v1.1.0`, readinessProbe: { periodSeconds: 5 }, baseImageUri: 'nodejs24' }],
          },
          scaling: { minInstanceCount: 2, scalingMode: 'AUTOMATIC' },
          ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
        },
        updateMask: { paths: ['template', 'scaling', 'ingress'] },
      },
      'slipway@example.com',
    );
    const before = await settled();
    await change((service) => {
      service.spec.traffic = [{ revisionName: 'shop-r1', percent: 100 }];
    });
    const after = await settled();
    expect(after.trafficStatuses).toMatchObject([{ revision: 'shop-r1', percent: 100 }]);
    expect(revisions()).toHaveLength(2);
    expect(after.template).toMatchObject(before.template ?? {});
    expect(after).toMatchObject({ scaling: before.scaling, ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY' });
  });
});

describe('settings of a revision, in v1 and in v2', () => {
  test.each<[string, (service: V1Service) => void, object]>([
    [
      'least instances',
      annotateTemplate('autoscaling.knative.dev/minScale', '1'),
      { scaling: { minInstanceCount: 1, maxInstanceCount: 10 } },
    ],
    [
      'most instances',
      annotateTemplate('autoscaling.knative.dev/maxScale', '3'),
      { scaling: { minInstanceCount: 0, maxInstanceCount: 3 } },
    ],
    [
      'CPU between requests',
      annotateTemplate('run.googleapis.com/cpu-throttling', 'True'),
      { containers: [{ resources: { cpuIdle: true } }] },
    ],
    [
      'CPU at the start',
      annotateTemplate('run.googleapis.com/startup-cpu-boost', 'true'),
      { containers: [{ resources: { startupCpuBoost: true } }] },
    ],
    ['affinity', annotateTemplate('run.googleapis.com/sessionAffinity', 'true'), { sessionAffinity: true }],
    [
      'generation',
      annotateTemplate('run.googleapis.com/execution-environment', 'gen2'),
      { executionEnvironment: 'EXECUTION_ENVIRONMENT_GEN2' },
    ],
    ['an own annotation', annotateTemplate('team', 'shop'), { annotations: { team: 'shop' } }],
    ['time limit', inTemplate({ timeoutSeconds: 60 }), { timeout: { seconds: '60' } }],
    ['requests at once', inTemplate({ containerConcurrency: 20 }), { maxInstanceRequestConcurrency: 20 }],
    ['account', inTemplate({ serviceAccountName: 'shop@example.com' }), { serviceAccount: 'shop@example.com' }],
    [
      'memory',
      inContainer({ resources: { limits: { memory: '1Gi' } } }),
      { containers: [{ resources: { limits: { memory: '1Gi' } } }] },
    ],
    [
      'a variable',
      inContainer({ env: [{ name: 'COLOUR', value: 'blue' }] }),
      { containers: [{ env: [{ name: 'COLOUR', value: 'blue' }] }] },
    ],
    [
      'a secret',
      inContainer({ env: [{ name: 'KEY', valueFrom: { secretKeyRef: { name: 'key', key: '3' } } }] }),
      { containers: [{ env: [{ name: 'KEY', valueSource: { secretKeyRef: { secret: 'key', version: '3' } } }] }] },
    ],
    ['a command', inContainer({ command: ['/serve'], args: ['-v'] }), { containers: [{ command: ['/serve'] }] }],
  ])('%s', async (_what, edit, expected) => {
    expect(refusalName(await change(edit, nameless))).toBe('OK');
    await settled();
    expect(revisions()).toHaveLength(2);
    expect(revisions()[0]).toMatchObject(expected);
    const shown = await rest.service();
    expect(refusalName(await put(shown))).toBe('OK');
    expect(google.model.run.journal.entries.at(-1)?.outcome).toBe('unchanged');
  });
});

describe('settings of a service, in v1 and in v2', () => {
  test.each([
    ['run.googleapis.com/ingress', 'internal', { ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY' }],
    ['run.googleapis.com/minScale', '2', { scaling: { minInstanceCount: 2 } }],
    ['run.googleapis.com/description', 'sells', { description: 'sells' }],
    ['run.googleapis.com/launch-stage', 'BETA', { launchStage: 'BETA' }],
    ['owner', 'shop-team', { annotations: { owner: 'shop-team' } }],
  ])('%s', async (key, value, expected) => {
    await change(annotate(key, value));
    expect(await settled()).toMatchObject(expected);
    expect((await rest.service()).metadata.annotations[key]).toBe(value);
    expect(revisions()).toHaveLength(1);
  });
});
