import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gcloudSettings } from '../../../sandbox/google/gcloud-settings.ts';
import { type GoogleSandbox, startGoogle } from '../../../sandbox/google/start.ts';
import { until } from '../../../sandbox/until.ts';
import { IMAGE, SEED, SERVICE, TIMINGS } from './faces.ts';
import { viewOfService } from './views.ts';

const GCLOUD = 'gcloud';
const PERSON = 'kim@example.com';
const settings = gcloudSettings({
  httpUrl: 'http://127.0.0.1:4411',
  project: 'demo',
  region: 'us-central1',
  configFolder: '/town/gcloud',
  personFile: '/town/person',
});

test('gcloud is led to the sandbox for everything, with files of its own and a person in place of a token', () => {
  expect(settings).toMatchObject({
    CLOUDSDK_CONFIG: '/town/gcloud',
    CLOUDSDK_PROXY_TYPE: 'http_no_tunnel',
    CLOUDSDK_PROXY_ADDRESS: '127.0.0.1',
    CLOUDSDK_PROXY_PORT: '4411',
    CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN: 'http://run.localhost/',
    CLOUDSDK_API_ENDPOINT_OVERRIDES_LOGGING: 'http://logging.localhost/',
    CLOUDSDK_AUTH_ACCESS_TOKEN_FILE: '/town/person',
  });
});

test('docs/sandbox-differences.md shows all of these settings', () => {
  const page = readFileSync(new URL('../../../docs/sandbox-differences.md', import.meta.url), 'utf8');
  expect(Object.keys(settings).filter((name) => !page.includes(name))).toEqual([]);
});

// Where there is a gcloud, the real one is asked: it checks the emulator as nothing of ours can.
if (spawnSync(GCLOUD, ['--version']).status === 0) {
  describe('the real gcloud', { timeout: 120_000 }, withGcloud);
}

function withGcloud() {
  const folder = mkdtempSync(join(tmpdir(), 'gcloud-'));
  let google: GoogleSandbox;

  beforeAll(async () => {
    const services = [{ project: 'demo', region: 'us-central1', service: 'shop', image: IMAGE, rps: 0 }];
    google = await startGoogle({ timings: TIMINGS, factor: 1000, services });
    writeFileSync(join(folder, 'person'), `${PERSON}\n`);
  });
  afterAll(async () => {
    await google.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function gcloud(...words: string[]): Promise<string> {
    const pointed = gcloudSettings({
      httpUrl: google.httpUrl,
      project: 'demo',
      region: 'us-central1',
      configFolder: join(folder, 'config'),
      personFile: join(folder, 'person'),
    });
    const env = { PATH: process.env['PATH'], HOME: folder, ...pointed };
    const { stdout } = await promisify(execFile)(GCLOUD, words, { env, timeout: 60_000 });
    return stdout;
  }
  const updateTraffic = (...flags: string[]) => gcloud('run', 'services', 'update-traffic', 'shop', ...flags);
  const state = () => viewOfService(google.model.run.getService(SERVICE));

  test('lists, describes, and reads logs', async () => {
    expect(await gcloud('run', 'services', 'list', '--format=value(metadata.name)')).toBe('shop\n');
    expect(await gcloud('run', 'services', 'describe', 'shop')).toContain(`100% ${SEED}`);
    expect(await gcloud('run', 'revisions', 'list', '--format=value(metadata.name)')).toBe(`${SEED}\n`);
    await gcloud('logging', 'write', 'app', 'hello');
    expect(await gcloud('logging', 'read', 'textPayload=hello', '--format=value(textPayload)')).toBe('hello\n');
  });

  test('deploys without traffic, moves traffic, and goes back', async () => {
    await gcloud('run', 'deploy', 'shop', `--image=${IMAGE}:v1.1.0`, '--no-traffic', '--tag=canary');
    const { latestCreated: canary } = state();
    expect(state()).toMatchObject({
      real: [`${SEED}=100`, `${canary}=0 #canary`],
      lastModifier: PERSON,
      client: 'gcloud',
    });
    await updateTraffic('--to-tags=canary=25');
    expect(state().real).toEqual([`${SEED}=75`, `${canary}=25`, `${canary}=0 #canary`]);
    await updateTraffic(`--to-revisions=${SEED}=100`, '--remove-tags=canary');
    expect(state()).toMatchObject({ real: [`${SEED}=100`], client: 'gcloud' });
    expect(google.model.run.listRevisions(SERVICE)).toHaveLength(2);
  });

  test('changes a variable: a new revision', async () => {
    await gcloud('run', 'services', 'update', 'shop', '--update-env-vars=COLOUR=blue');
    const { containers } = google.model.run.getRevision(`${SERVICE}/revisions/${state().latestCreated}`);
    expect(containers[0]).toMatchObject({ env: [{ name: 'COLOUR', value: 'blue' }] });
  });

  test('gives up with ABORTED when somebody else writes in between', async () => {
    const { model } = google;
    const writes = () => model.faults.calls.get('v1.ReplaceService') ?? 0;
    const before = writes();
    model.faults.inject({ method: 'v1.ReplaceService', times: 1, delayMs: 500 });
    const refused = expect(updateTraffic('--to-latest')).rejects.toThrow(/ABORTED: Conflict for resource 'shop'/);
    await until('gcloud writes', () => writes() > before);
    model.run.updateService(
      { service: { name: SERVICE, annotations: { owner: 'shop-team' } }, updateMask: { paths: ['annotations'] } },
      'lee@example.com',
    );
    await refused;
    expect(writes()).toBe(before + 1);
    expect(state()).toMatchObject({ real: [`${SEED}=100`], lastModifier: 'lee@example.com' });
  });

  test('is told in Google’s words what cannot be done', async () => {
    await expect(updateTraffic('--to-revisions=shop-gone=100')).rejects.toThrow(/'shop-gone' does not exist/);
    await expect(gcloud('run', 'jobs', 'list')).rejects.toThrow(/The sandbox has nothing at GET/);
  });
}
