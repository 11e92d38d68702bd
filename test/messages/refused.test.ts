import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Permission, Refusal } from '../../src/core/refusal.ts';
import { refused } from '../../src/messages/refused.ts';
import { checkMessage } from '../../src/slack/block-limits.ts';
import { expectGolden } from './golden.ts';
import { T0 } from './rollouts.ts';

const at = { service: 'api-gateway', env: 'prod' };
const may = { users: ['U0IRA'], groups: ['S0APPROVERS'] };
const usage = '/deploy SERVICE [IMAGE] [to|in] ENV [strategy=STRATEGY] [because …]';
const known = ['api-gateway', 'web-portal'];

const found =
  'alice of acme.example changed it outside Slipway with gcloud: moved traffic: stable 95 → 40 %, canary 5 → 60 %';

/** One of every kind; a kind that is missing here does not compile. */
const ONE_OF_EACH: { readonly [K in Refusal['kind']]: Refusal & { readonly kind: K } } = {
  unparseable: { kind: 'unparseable', text: '<!channel>', because: 'that is a mention', usage },
  whichRollout: {
    kind: 'whichRollout',
    usage: '/deploy advance SERVICE ENV',
    known: ['api-gateway prod', 'web-portal prod'],
  },
  tooLong: { kind: 'tooLong', text: `/deploy api-gateway prod because ${'of <!channel> '.repeat(72)}`, most: 1000 },
  unknownWord: { kind: 'unknownWord', word: 'becuase', didYouMean: 'because', usage },
  unknownService: { kind: 'unknownService', name: 'api-gatway', didYouMean: 'api-gateway', known },
  unknownEnvironment: { kind: 'unknownEnvironment', name: 'moon', didYouMean: null, known: ['staging', 'prod'] },
  missing: { kind: 'missing', what: 'environment', usage, known: ['staging', 'prod'] },
  notInEnvironment: { kind: 'notInEnvironment', ...at, environments: ['staging'] },
  unknownStrategy: {
    kind: 'unknownStrategy',
    name: 'blue-gren',
    didYouMean: 'blue-green',
    known: ['canary', 'blue-green', 'replace'],
  },
  notForSingleWriters: { kind: 'notForSingleWriters', service: 'oracle-engine', strategy: 'canary' },
  notAllowed: { kind: 'notAllowed', permission: 'advance', env: 'prod', may },
  ownRollout: { kind: 'ownRollout', env: 'prod', may },
  notAMember: { kind: 'notAMember', who: 'guest' },
  sharedChannel: { kind: 'sharedChannel' },
  unknownImage: { kind: 'unknownImage', image: 'v2.1.1', didYouMean: 'v2.1.0' },
  noImage: { kind: 'noImage', repository: 'us-docker.pkg.dev/acme/apps/api-gateway' },
  alreadyLive: { kind: 'alreadyLive', image: 'v2.1.0', ...at },
  noService: { kind: 'noService', ...at },
  trafficIsSplit: { kind: 'trafficIsSplit', ...at, split: 'api-gateway-00041-abc 90 %, api-gateway-00042-def 10 %' },
  frozen: {
    kind: 'frozen',
    ...at,
    reason: 'errors on checkout',
    by: 'U0IRA',
    sinceMs: T0,
    may: { groups: ['S0APPROVERS'], users: ['U0IRA'] },
  },
  locked: { kind: 'locked', ...at, rolloutId: '0a1b2c3d4e', by: 'U0ANA', sinceMs: T0 },
  planChanged: { kind: 'planChanged', ...at, because: 'another revision serves now' },
  reportGone: { kind: 'reportGone' },
  patternGone: { kind: 'patternGone', ...at },
  notMuted: { kind: 'notMuted', ...at },
  fileNotShared: { kind: 'fileNotShared', because: 'not_in_channel' },
  planExpired: { kind: 'planExpired' },
  notYourPlan: { kind: 'notYourPlan', requestedBy: 'U0ANA' },
  noLiveRollout: { kind: 'noLiveRollout', ...at },
  saidBefore: { kind: 'saidBefore', service: 'api-gateway', env: 'prod', now: 'v2.2.0 is at 5 % and bakes' },
  threadEnded: { kind: 'threadEnded', service: 'api-gateway', env: 'prod', now: 'Rolled back' },
  oldButton: { kind: 'oldButton', now: 'Canary 25 %', isOver: false },
  changedByOthers: { kind: 'changedByOthers', ...at, found, canRestore: true, stable: 'api-gateway-00041-abc' },
  changedAgain: { kind: 'changedAgain', ...at, found },
  notNow: { kind: 'notNow', operation: 'advance', state: 'baking', because: 'Canary 5 %' },
  notFrozen: { kind: 'notFrozen', ...at },
  noRollbackTarget: {
    kind: 'noRollbackTarget',
    ...at,
    because: 'api-gateway-00041-abc is gone',
    nextBest: 'api-gateway-00040-xyz',
  },
  revisionNotReady: { kind: 'revisionNotReady', revision: 'api-gateway-00041-abc', because: 'its image is gone' },
  alreadyServing: { kind: 'alreadyServing', revision: 'api-gateway-00042-def' },
  alreadyRolledBack: {
    kind: 'alreadyRolledBack',
    service: 'api-gateway',
    env: 'prod',
    revision: 'api-gateway-00042-abc',
  },
  sameRollout: { kind: 'sameRollout', image: 'v2.1.0', service: 'api-gateway', env: 'prod' },
  isStable: { kind: 'isStable', image: 'v2.0.9', service: 'api-gateway', env: 'prod' },
  stillTrying: { kind: 'stillTrying', because: 'Cloud Run does not answer' },
  notTaken: {
    kind: 'notTaken',
    because: 'Slipway cannot reach its memory just now',
    withoutUs: 'npm run slipway -- rollback api-gateway prod\ngcloud run services update-traffic api-gateway',
  },
  perhapsTaken: { kind: 'perhapsTaken', withoutUs: 'npm run slipway -- rollback api-gateway prod' },
  unknownButton: { kind: 'unknownButton' },
  broken: { kind: 'broken', id: 'e-4f2c' },
};

test('whoever presses for a rollout that is over is sent to no buttons', () => {
  const { text } = refused({ kind: 'oldButton', now: 'Rolled back', isOver: true });
  expect(text).toContain('is over: Rolled back.');
  expect(text).not.toContain('Use the buttons');
});

describe('every refusal says what is the matter and what to do next', () => {
  test.for(Object.entries(ONE_OF_EACH))('%s', async ([kind, refusal]) => {
    const content = refused(refusal);
    expect(content.text).toMatch(/^(⏳ )?[A-Z].*[.?] [A-Z]/s);
    expect(content.blocks.length).toBeGreaterThanOrEqual(2);
    await expectGolden(`refused-${kind}`, content);
  });
});

describe('who may is named', () => {
  const PERMISSIONS: readonly Permission[] = ['deploy', 'advance', 'rollBack', 'control', 'unfreeze', 'mute'];

  test.for(PERMISSIONS)('for %s', (permission) => {
    const shown = JSON.stringify(refused({ kind: 'notAllowed', permission, env: 'prod', may }).blocks);
    expect(shown).toContain('<!subteam^S0APPROVERS>, <@U0IRA>');
  });
});

const words = fc.oneof(fc.constantFrom('<!channel>', '<@U0EVIL>', '&', '`', '\n*x*'), fc.string({ maxLength: 3000 }));

test('no words of others make a refusal that Slack refuses, or that mentions anybody', () => {
  fc.assert(
    fc.property(words, words, fc.array(words, { maxLength: 40 }), (one, other, many) => {
      const spoilt: readonly Refusal[] = [
        { kind: 'unparseable', text: one, because: other, usage },
        { kind: 'tooLong', text: one + other, most: 1000 },
        { kind: 'unknownService', name: one, didYouMean: other, known: many },
        { kind: 'notInEnvironment', service: one, env: other, environments: many },
        { kind: 'notAllowed', permission: 'deploy', env: one, may: { users: many, groups: many } },
        { kind: 'frozen', service: 'a', env: 'b', reason: one, by: other, sinceMs: 0, may: { groups: [], users: [] } },
        { kind: 'noRollbackTarget', service: one, env: other, because: one, nextBest: other },
        { kind: 'notTaken', because: one, withoutUs: other },
      ];
      for (const content of spoilt.map(refused)) {
        expect(checkMessage(content)).toEqual([]);
        expect(JSON.stringify(content.blocks.slice(0, 2))).not.toMatch(/<!channel|<@U0EVIL/);
      }
    }),
    { numRuns: 200 },
  );
});

test.for([
  ['plain letters', 'abcd'],
  ['right to left', 'שלום'],
  ['emoji', '🚀🧊'],
])('a command of 4,000 characters comes back whole: %s', ([, unit = '']) => {
  const text = `/deploy api-gateway prod because ${unit.repeat(Math.floor(3_960 / unit.length))}`;
  const content = refused({ kind: 'tooLong', text, most: 1000 });
  expect(checkMessage(content)).toEqual([]);
  const given = content.blocks.flatMap((block) =>
    [...(/"text":"([^"]*)"/.exec(JSON.stringify(block).split('preformatted')[1] ?? '') ?? [])].slice(1),
  );
  expect(given.join('')).toBe(text);
});
