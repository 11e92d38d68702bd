import { describe, expect, test } from 'vitest';
import type { Request } from '../../src/core/request.ts';
import { alreadyAsked, taken } from '../../src/messages/taken.ts';
import { catalog } from '../fakes/catalog.ts';
import { expectGolden } from './golden.ts';

const at = { service: 'api-gateway', env: 'prod' };
const byName = { by: 'name', ...at } as const;
const byButton = { by: 'button', rolloutId: '0a1b2c3d4e', gate: 9 } as const;
const deploy = {
  kind: 'deploy',
  ...at,
  image: { kind: 'default' },
  strategy: null,
  because: null,
  planOnly: false,
} as const;
const rollback = { kind: 'rollback', rollout: byName, toRevision: null, now: false, because: null } as const;
const revision = 'api-gateway-00042-abc';

const pattern = { reportId: 'asked-0a1b2c3d', patternId: '0123456789', rootTs: null } as const;

const REQUESTS: Readonly<Record<string, Request>> = {
  deploy,
  'deploy-tag': { ...deploy, image: { kind: 'tag', tag: 'v2.1.0' } },
  'deploy-digest': { ...deploy, image: { kind: 'digest', digest: `sha256:${'ab'.repeat(32)}` } },
  'deploy-blue-green': { ...deploy, strategy: 'blue-green' },
  plan: { ...deploy, planOnly: true },
  rollback,
  'rollback-to': { ...rollback, toRevision: revision },
  'rollback-now': { ...rollback, now: true },
  'rollback-now-to': { ...rollback, now: true, toRevision: revision },
  'rollback-pressed': { ...rollback, rollout: byButton, now: true },
  confirm: { kind: 'confirm', of: 'deploy', rolloutId: '0a1b2c3d4e', planHash: 'ab'.repeat(32) },
  supersede: { kind: 'supersede', rolloutId: '0a1b2c3d4e', planHash: 'ab'.repeat(32) },
  wait: { kind: 'wait', rolloutId: '0a1b2c3d4e', planHash: 'ab'.repeat(32) },
  'stop-waiting': { kind: 'stopWaiting', rolloutId: '0a1b2c3d4e' },
  'show-plan': { kind: 'showPlan', rolloutId: '0a1b2c3d4e' },
  advance: { kind: 'advance', rollout: byName },
  'advance-pressed': { kind: 'advance', rollout: byButton },
  pause: { kind: 'pause', rollout: byName, because: 'lunch' },
  resume: { kind: 'resume', rollout: byName, because: null },
  abort: { kind: 'abort', rollout: byButton, because: null },
  unfreeze: { kind: 'unfreeze', ...at },
  errors: { kind: 'errors', ...at, rolloutId: null, sinceMs: null },
  'mute-pattern': { kind: 'mutePattern', ...pattern, forMs: 3_600_000 },
  'unmute-pattern': { kind: 'unmutePattern', ...pattern },
  'all-patterns': { kind: 'allPatterns', reportId: 'asked-0a1b2c3d', rootTs: null },
};

describe('the first answer', () => {
  test.for(Object.entries(REQUESTS))('%s', async ([name, request]) => {
    await expectGolden(`taken-${name}`, taken(request, catalog));
  });
});

describe('the answer to a repeated request', () => {
  test('points at the channel of the environment', () => {
    expect(alreadyAsked(deploy, catalog).text).toContain('See the rollout in <#C0PROD>.');
  });

  test('about errors needs nothing but patience', () => {
    const { text } = alreadyAsked({ kind: 'errors', ...at, rolloutId: null, sinceMs: null }, catalog);
    expect(text).toBe('You have already asked for this, and it is done once only.');
  });

  test('points at the status where a button does not name the environment', () => {
    expect(alreadyAsked({ kind: 'advance', rollout: byButton }, catalog).text).toContain('/deploy status');
  });
});
