import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countRequest } from '../sandbox/google/monitoring/metric-store.ts';
import { type GoogleTown, googleTown, IMAGES, SEEDED } from './google-town.ts';
import { slipway } from './slipway-cli.ts';

const LONGEST_MS = 60_000;
const NOWHERE = 'redis://127.0.0.1:1';
/** A minute of the emulator's takes as long. */
const PERIOD_MS = 1_000;
const PERIODS = 240;
const REQUESTS = 40;

const AT = { project: 'acme-prod', region: 'europe-west1', service: 'api-gateway' };

const CATALOG = `
environments:
  prod:
    project: ${AT.project}
    region: ${AT.region}
    channel: C0PROD
    deployers: { groups: [S0ENGINEERS] }
timing: { lookEvery: 1s, window: 500ms }
services:
  ${AT.service}:
    environments: [prod]
    image: us-central1-docker.pkg.dev/acme/apps/${AT.service}
    warmUp: 2s
    criteria: { minRequests: 50, mustExclude: 20% }
    phases:
      - { percent: 50, bake: 10s, advance: press }
      - { percent: 100, bake: 10s }
  silent:
    environments: [prod]
    image: us-central1-docker.pkg.dev/acme/apps/silent
    phases: [{ percent: 100, bake: 10s }]
`;

let town: GoogleTown;
let folder: string;
let given: Record<string, string>;
beforeAll(async () => {
  town = await googleTown({ services: [{ ...AT, image: IMAGES, rps: 0 }], factor: 60_000 / PERIOD_MS });
  folder = mkdtempSync(join(tmpdir(), 'slipway-backtest-'));
  writeFileSync(join(folder, 'services.yml'), CATALOG);
  given = {
    SLIPWAY_CATALOG: join(folder, 'services.yml'),
    GCP_SANDBOX: town.google.grpcAddress,
    SLIPWAY_METRIC_PERIOD_MS: String(PERIOD_MS),
  };
  const nowMs = Math.floor(Date.now() / PERIOD_MS) * PERIOD_MS;
  for (let period = 1; period <= PERIODS; period++) {
    const request = {
      at: { ...AT, revision: SEEDED },
      status: 200,
      endedMs: nowMs - period * PERIOD_MS,
      latencyMs: 80,
    };
    for (let nth = 0; nth < REQUESTS; nth++) countRequest(town.model.metrics, request);
  }
});
afterAll(async () => {
  await town.google.stop();
  rmSync(folder, { recursive: true });
});

const backtest = (words: readonly string[], more = given) => slipway(['backtest', ...words], NOWHERE, more);

describe('a backtest from a terminal', { timeout: LONGEST_MS }, () => {
  test('needs no Redis, and tells how often the policy would have been wrong', async () => {
    const { code, said } = await backtest([AT.service, 'prod', '--days', '1']);
    expect(said).toMatch(/^api-gateway in prod, .*: [\d,]+ requests, 0 % failed\n/);
    expect(said).toMatch(/wrongly rolled back +0 {2}0 %, 95 % sure below \d+ %\n/);
    expect(said).toContain('Nothing was changed, and nobody was told.');
    expect(code).toBe(0);
  });

  test('is one JSON object for machines', async () => {
    const { said } = await backtest([AT.service, 'prod', '--days', '1', '--json']);
    expect(JSON.parse(said)).toMatchObject({
      service: AT.service,
      env: 'prod',
      falseRollbacks: { share: 0 },
      log: { because: null },
    });
  });

  test('writes nothing', async () => {
    const before = town.model.run.journal.entries.length;
    await backtest([AT.service, 'prod', '--days', '1']);
    expect(town.model.run.journal.entries.length).toBe(before);
  });

  test.for([
    ['of a service without a past', ['silent', 'prod'], 1, 'has counted no requests of silent in prod in 14 days'],
    ['of a service that the catalog has not', ['nobody', 'prod'], 1, 'has no nobody'],
    ['of no days', [AT.service, 'prod', '--days', '0'], 2, '--days is a number from 1 to 42'],
    ['of more days than are kept', [AT.service, 'prod', '--days', '43'], 2, 'from 1 to 42'],
    ['of days that are none', [AT.service, 'prod', '--days', 'many'], 2, '"many" is not'],
    ['of nothing', [], 2, 'npm run slipway -- backtest SERVICE ENV'],
  ] as const)('%s is answered in a sentence', async ([, words, code, sentence]) => {
    const ended = await backtest(words);
    expect([ended.code, ended.said]).toEqual([code, expect.stringContaining(sentence)]);
  });

  test('cannot be had while Monitoring is away, and it is said', async () => {
    const { code, said } = await backtest([AT.service, 'prod'], { ...given, GCP_SANDBOX: '127.0.0.1:1' });
    expect([code, said]).toEqual([1, expect.stringContaining('Monitoring')]);
  });
});
