import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readWebEnv, readWorkerEnv } from '../../src/config/env.ts';

const shared = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_TEAM_ID: 'T1',
  SLACK_APP_ID: 'A1',
  SLACK_BOT_ID: 'B1',
  SLACK_BOT_USER_ID: 'U1',
  REDIS_URL: 'redis://127.0.0.1:6379',
};
const http = { ...shared, SLACK_SIGNING_SECRET: 'a-signing-secret' };

describe('settings', () => {
  test('Slack comes over HTTP with a signing secret', () => {
    expect(readWebEnv(http)).toEqual({
      redisUrl: 'redis://127.0.0.1:6379',
      redisPrefix: '{slipway}',
      catalogPath: 'services.yml',
      port: 8080,
      logLevel: 'info',
      slack: { botToken: 'xoxb-1', apiUrl: null, teamId: 'T1', appId: 'A1', botId: 'B1', botUserId: 'U1' },
      transport: { kind: 'http', signingSecret: 'a-signing-secret' },
    });
  });

  test('an app token opens a socket instead, and then no signing secret is needed', () => {
    expect(readWebEnv({ ...shared, SLACK_APP_TOKEN: 'xapp-1' }).transport).toEqual({
      kind: 'socket',
      appToken: 'xapp-1',
    });
  });

  test('the worker needs no way in from Slack, and Google is the real one unless told otherwise', () => {
    expect(readWorkerEnv(shared)).toMatchObject({ gcpSandbox: null, gcpSandboxHttp: null, metricPeriodMs: 60_000 });
    const sandbox = { ...shared, GCP_SANDBOX: '127.0.0.1:4401', SLIPWAY_METRIC_PERIOD_MS: '5000' };
    expect(readWorkerEnv(sandbox)).toMatchObject({ gcpSandbox: '127.0.0.1:4401', metricPeriodMs: 5_000 });
  });
});

describe('missing settings', () => {
  const complaint = (read: () => unknown): string => {
    try {
      read();
    } catch (error) {
      return String(error);
    }
    return '';
  };

  test('are all told at once, each with the way to get it', () => {
    const said = complaint(() => readWebEnv({}));
    for (const name of Object.keys(http)) expect(said).toMatch(new RegExp(`${name} is missing\\. \\S`));
    expect(said.split('\n')).toHaveLength(1 + Object.keys(http).length);
  });

  test('an empty value is a missing one', () => {
    expect(complaint(() => readWorkerEnv({ ...shared, REDIS_URL: '' }))).toContain('REDIS_URL is missing');
  });

  test('a wrong value is told without being shown', () => {
    const said = complaint(() => readWorkerEnv({ ...shared, SLACK_BOT_TOKEN: 'xoxp-private' }));
    expect(said).toContain('SLACK_BOT_TOKEN is not what it should be');
    expect(said).not.toContain('xoxp-private');
  });
});

test.for([
  ['{slipway-2}', true],
  ['{t0ours}', true],
  ['slipway', false],
  ['{}', false],
  ['{a}:b', false],
  ['{A}', false],
  ['{a}{b}', false],
  ['{-a}', false],
  [`{${'a'.repeat(41)}}`, false],
] as const)('a prefix %s for all keys: %s', ([SLIPWAY_REDIS_PREFIX, isTaken]) => {
  const reading = () => readWorkerEnv({ ...shared, SLIPWAY_REDIS_PREFIX }).redisPrefix;
  if (isTaken) expect(reading()).toBe(SLIPWAY_REDIS_PREFIX);
  else expect(reading).toThrow(/SLIPWAY_REDIS_PREFIX is not what it should be/);
});

test('.env.example names every setting that is read, and no other', () => {
  const source = readFileSync('src/config/env.ts', 'utf8');
  const read = new Set(source.match(/\b(SLACK|SLIPWAY|REDIS|GCP|LOG)_[A-Z_]+\b|\bPORT\b/g));
  const example = readFileSync('.env.example', 'utf8');
  const named = new Set([...example.matchAll(/^(?:# )?([A-Z_]+)=/gm)].map(([, name]) => name));
  expect([...named].toSorted()).toEqual([...read].toSorted());
});
