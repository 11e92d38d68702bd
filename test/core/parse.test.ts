import { describe, expect, test } from 'vitest';
import { parse } from '../../src/core/parse.ts';
import type { Refusal } from '../../src/core/refusal.ts';
import type { Sentence } from '../../src/core/sentence.ts';
import { aService, catalog } from '../fakes/catalog.ts';

const DIGEST = `sha256:${'a1'.repeat(32)}`;
const at = { service: 'api-gateway', env: 'prod' };
const plain = { kind: 'default' } as const;
const tag = (name: string) => ({ kind: 'tag', tag: name }) as const;
const digest = { kind: 'digest', digest: DIGEST } as const;

function understood(line: string): Sentence | Refusal {
  const [, command, text = ''] = /^(\/deploy|\/rollback)(.*)$/s.exec(line) ?? [];
  const parsed = parse(command === '/rollback' ? '/rollback' : '/deploy', text, catalog);
  return parsed.kind === 'said' ? parsed.sentence : parsed.refusal;
}

const HOW_LONG = 'after `since` stands how long ago, like `15m`, `2h` or `1d`, or a time in UTC, like `14:05`';
const LEAST = 'a minute ago is the least: `since 1m`';
const MOST = 'a day is the most: `since 1d`; what is older is in the Logs Explorer';
const minutes = (count: number) => ({ by: 'ago', minutes: count }) as const;
const clock = (hour: number, minute: number) => ({ by: 'clock', minuteOfDay: hour * 60 + minute }) as const;

const deploy = (image: Extract<Sentence, { verb: 'deploy' | 'plan' }>['image'], because: string | null = null) =>
  ({ verb: 'deploy', at, image, strategy: null, because }) as const;
const planned = (strategy: 'canary', because: string) =>
  ({ verb: 'plan', at, image: plain, strategy, because }) as const;
const rollback = { verb: 'rollback', at, toRevision: null, now: false, because: null } as const;

describe('what is understood', () => {
  test.for<readonly [string, Sentence]>([
    ['/deploy api-gateway prod', deploy(plain)],
    ['/deploy prod api-gateway', deploy(plain)],
    ['/deploy api-gateway v2.1.0 to prod', deploy(tag('v2.1.0'))],
    ['/deploy v2.1.0 in prod api-gateway', deploy(tag('v2.1.0'))],
    ['/deploy api-gateway main-4f2c prod', deploy(tag('main-4f2c'))],
    ['/deploy api-gateway qa prod', deploy(tag('qa'))],
    [`/deploy api-gateway ${DIGEST} prod`, deploy(digest)],
    [`/deploy api-gateway@${DIGEST} prod`, deploy(digest)],
    [`/deploy api-gateway ${DIGEST.toUpperCase()} prod`, deploy(digest)],
    ['/deploy api-gateway:v2.1.0 prod', deploy(tag('v2.1.0'))],
    ['/deploy api-gateway api-gateway:v2.1.0 prod', deploy(tag('v2.1.0'))],
    ['/deploy api-gateway:v2.1.0 api-gateway prod', deploy(tag('v2.1.0'))],
    ['/deploy gw production', deploy(plain)],
    ['/deploy API-Gateway RC-1 PROD', deploy(tag('RC-1'))],
    ['/deploy `api-gateway v2.1.0` "prod"', deploy(tag('v2.1.0'))],
    ['/deploy api\u2011gateway\u00a0pr\u200bod', deploy(plain)],
    ['/deploy \u201capi-gateway\u201d prod', deploy(plain)],
    ['/deploy api-gateway prod because <@U0ANA> says  so & more', deploy(plain, '<@U0ANA> says  so & more')],
    ['/deploy api-gateway prod: fixes #12', deploy(plain, 'fixes #12')],
    ['/deploy api-gateway prod : fixes #12', deploy(plain, 'fixes #12')],
    ['/deploy api-gateway prod because: \u201cfixes #12\u201d', deploy(plain, 'fixes #12')],
    ['/deploy api-gateway prod because "a" and "b"', deploy(plain, '"a" and "b"')],
    ['/deploy plan api-gateway prod', { verb: 'plan', at, image: plain, strategy: null, because: null }],
    ['/deploy noop api-gateway v2.1.0 prod', { verb: 'plan', at, image: tag('v2.1.0'), strategy: null, because: null }],
    ['/deploy api-gateway prod strategy=blue-green', { ...deploy(plain), strategy: 'blue-green' }],
    ['/deploy strategy=Replace api-gateway v2.1.0 in prod', { ...deploy(tag('v2.1.0')), strategy: 'replace' }],
    ['/deploy plan api-gateway prod strategy=canary because x', planned('canary', 'x')],
    ['/deploy status', { verb: 'status', service: null, env: null }],
    ['/deploy status gw', { verb: 'status', service: 'api-gateway', env: null }],
    ['/deploy status api-gateway in prod', { verb: 'status', service: 'api-gateway', env: 'prod' }],
    ['/deploy status prod', { verb: 'status', service: null, env: 'prod' }],
    ['/deploy help', { verb: 'help', topic: null }],
    ['/deploy help noop', { verb: 'help', topic: 'plan' }],
    ['/deploy help /rollback', { verb: 'help', topic: 'rollback' }],
    ['/rollback help', { verb: 'help', topic: 'rollback' }],
    ['/deploy errors api-gateway prod', { verb: 'errors', at, since: null }],
    ['/deploy errors', { verb: 'errors', at: null, since: null }],
    ['/deploy errors gw in production since 15m', { verb: 'errors', at, since: minutes(15) }],
    ['/deploy Errors SINCE 2H prod api-gateway', { verb: 'errors', at, since: minutes(120) }],
    ['/deploy errors since 1d', { verb: 'errors', at: null, since: minutes(24 * 60) }],
    ['/deploy errors api-gateway prod since 1m', { verb: 'errors', at, since: minutes(1) }],
    ['/deploy errors api-gateway prod since 14:05', { verb: 'errors', at, since: clock(14, 5) }],
    ['/deploy errors api-gateway prod since 9.30utc', { verb: 'errors', at, since: clock(9, 30) }],
    ['/deploy errors api-gateway prod since “00:00Z”', { verb: 'errors', at, since: clock(0, 0) }],
    ['/deploy advance', { verb: 'advance', at: null }],
    ['/deploy advance api-gateway prod', { verb: 'advance', at }],
    ['/deploy pause because lunch', { verb: 'pause', at: null, because: 'lunch' }],
    ['/deploy RESUME api-gateway in prod', { verb: 'resume', at, because: null }],
    ['/deploy abort prod api-gateway because wrong image', { verb: 'abort', at, because: 'wrong image' }],
    ['/deploy unfreeze api-gateway prod', { verb: 'unfreeze', at }],
    ['/rollback api-gateway prod', rollback],
    ['/rollback now prod api-gateway', { ...rollback, now: true }],
    ['/rollback api-gateway prod to api-gateway-00042-abc', { ...rollback, toRevision: 'api-gateway-00042-abc' }],
    ['/rollback api-gateway-r0123456789 gw prod', { ...rollback, toRevision: 'api-gateway-r0123456789' }],
    ['/rollback api-gateway prod to api-gateway-blue', { ...rollback, toRevision: 'api-gateway-blue' }],
    ['/rollback api-gateway in prod now because 5xx', { ...rollback, now: true, because: '5xx' }],
  ])('%s', ([line, sentence]) => {
    expect(understood(line)).toEqual(sentence);
  });
});

describe('a slip of the pen is met with what was probably meant', () => {
  test.for([
    ['/deploy api-gatway prod', { kind: 'unknownService', name: 'api-gatway', didYouMean: 'api-gateway' }],
    ['/deploy api-gateway prdo', { kind: 'unknownEnvironment', name: 'prdo', didYouMean: 'prod' }],
    ['/deploy api-gateway v2.1.0 prdo', { kind: 'unknownEnvironment', name: 'prdo', didYouMean: 'prod' }],
    ['/deploy api-gateway prdo v2.1.0', { kind: 'unknownEnvironment', name: 'prdo', didYouMean: 'prod' }],
    ['/deploy api-gateway prodution', { kind: 'unknownEnvironment', name: 'prodution', didYouMean: 'prod' }],
    ['/deploy api-gatway:v2.1.0 prod', { kind: 'unknownService', name: 'api-gatway', didYouMean: 'api-gateway' }],
    ['/deploy paln api-gateway prod', { kind: 'unknownWord', word: 'paln', didYouMean: 'plan' }],
    ['/deploy statsu', { kind: 'unknownWord', word: 'statsu', didYouMean: 'status' }],
    ['/deploy help rolback', { kind: 'unknownWord', word: 'rolback', didYouMean: 'rollback' }],
    ['/deploy api-gateway prod becuase of it', { kind: 'unknownWord', word: 'becuase', didYouMean: 'because' }],
    ['/deploy api-gateway prod v2 becuase of it', { kind: 'unknownWord', word: 'becuase', didYouMean: 'because' }],
    [
      '/deploy api-gateway prod strategy=blue-gren',
      { kind: 'unknownStrategy', name: 'blue-gren', didYouMean: 'blue-green' },
    ],
    ['/deploy api-gateway prod stategy=canary', { kind: 'unknownWord', didYouMean: 'strategy=canary' }],
    ['/rollback api-gateway prod nwo', { kind: 'unknownWord', word: 'nwo', didYouMean: 'now' }],
    ['/deploy status web-protal', { kind: 'unknownService', name: 'web-protal', didYouMean: 'web-portal' }],
    ['/deploy erors api-gateway prod', { kind: 'unknownWord', word: 'erors', didYouMean: 'errors' }],
    ['/deploy errors api-gateway prod sicne 15m', { kind: 'unknownWord', word: 'sicne', didYouMean: 'since' }],
    ['/deploy errors api-gatway prod since 15m', { kind: 'unknownService', didYouMean: 'api-gateway' }],
    ['/deploy errors api-gateway prdo', { kind: 'unknownEnvironment', didYouMean: 'prod' }],
    ['/deploy pause api-gateway stagin', { kind: 'unknownEnvironment', name: 'stagin', didYouMean: 'staging' }],
  ])('%s', ([line, refusal]) => {
    expect(understood(String(line))).toMatchObject(refusal as object);
  });
});

describe('what is missing or strange is refused, never guessed or left out', () => {
  test.for([
    ['/deploy', { kind: 'missing', what: 'service', known: ['api-gateway', 'web-portal', 'oracle-ws'] }],
    ['/deploy api-gateway', { kind: 'missing', what: 'environment', known: ['staging', 'prod'] }],
    ['/deploy oracle-ws', { kind: 'missing', what: 'environment', known: ['staging'] }],
    ['/deploy api-gateway v2.1.0', { kind: 'missing', what: 'environment' }],
    ['/deploy v2.1.0 prod', { kind: 'missing', what: 'service' }],
    ['/deploy billing prod', { kind: 'unknownService', name: 'billing', didYouMean: null }],
    ['/deploy api-gateway prod strategy=rolling', { kind: 'unknownStrategy', name: 'rolling', didYouMean: null }],
    ['/deploy api-gateway prod strategy=', { kind: 'unknownStrategy', name: '' }],
    ['/deploy api-gateway prod strategy=canary strategy=canary', { kind: 'unparseable', text: 'strategy=canary' }],
    ['/deploy status api-gateway prod strategy=canary', { kind: 'unknownWord', word: 'strategy=canary' }],
    ['/rollback api-gateway prod strategy=canary', { kind: 'unknownWord', word: 'strategy=canary' }],
    ['/deploy api-gateway v2.1.0 moon', { kind: 'unknownEnvironment', name: 'moon', didYouMean: null }],
    ['/deploy api-gateway to moon', { kind: 'unknownEnvironment', name: 'moon', didYouMean: null }],
    ['/deploy oracle-ws prod', { kind: 'notInEnvironment', service: 'oracle-ws', environments: ['staging'] }],
    ['/deploy status oracle-ws prod', { kind: 'notInEnvironment', service: 'oracle-ws' }],
    ['/deploy api-gateway staging prod', { kind: 'unparseable', text: 'prod' }],
    ['/deploy api-gateway prod prod', { kind: 'unparseable', text: 'prod' }],
    ['/deploy api-gateway web-portal prod', { kind: 'unparseable', text: 'web-portal' }],
    ['/deploy api-gateway web-portal:v2 prod', { kind: 'unparseable', text: 'web-portal:v2' }],
    [`/deploy api-gateway:v2 ${DIGEST} prod`, { kind: 'unparseable', text: DIGEST }],
    ['/deploy api-gateway v2 v3 prod', { kind: 'unknownWord', word: 'v3' }],
    ['/deploy api-gateway prod now', { kind: 'unknownWord', word: 'now' }],
    ['/deploy api-gateway prod pause', { kind: 'unknownWord', word: 'pause' }],
    ['/deploy api-gateway prod --force', { kind: 'unknownWord', word: '--force' }],
    ['/deploy api-gateway sha256:abc prod', { kind: 'unparseable', text: 'sha256:abc' }],
    ['/deploy api-gateway:! prod', { kind: 'unparseable', text: 'api-gateway:!' }],
    ['/deploy api-gateway prod because', { kind: 'unparseable', because: 'the reason is missing' }],
    ['/deploy api-gateway prod because "\u200b"', { kind: 'unparseable', because: 'the reason is missing' }],
    ['/deploy status because lunch', { kind: 'unparseable', because: 'status takes no reason' }],
    ['/deploy <@U0ANA> api-gateway prod', { kind: 'unparseable', text: '<@U0ANA>' }],
    ['/deploy api-gateway in <#C0PROD|prod>', { kind: 'unparseable', text: '<#C0PROD|prod>' }],
    ['/deploy api-gateway to', { kind: 'unparseable', text: 'to' }],
    ['/deploy to api-gateway prod', { kind: 'unparseable', text: 'api-gateway' }],
    ['/deploy unfreeze prod', { kind: 'missing', what: 'service' }],
    ['/deploy unfreeze', { kind: 'missing', what: 'service' }],
    ['/deploy pause api-gateway', { kind: 'missing', what: 'environment' }],
    ['/deploy pause prod moon', { kind: 'unknownService', name: 'moon' }],
    ['/deploy advance api-gateway prod v2', { kind: 'unknownWord', word: 'v2' }],
    ['/deploy status moon', { kind: 'unknownWord', word: 'moon' }],
    ['/deploy help deploy please', { kind: 'unknownWord', word: 'please' }],
    ['/deploy errors api-gateway', { kind: 'missing', what: 'environment' }],
    ['/deploy errors oracle-ws prod', { kind: 'notInEnvironment', service: 'oracle-ws' }],
    ['/deploy errors api-gateway prod 15m', { kind: 'unknownWord', word: '15m' }],
    ['/deploy errors api-gateway prod v2', { kind: 'unknownWord', word: 'v2' }],
    ['/deploy errors api-gateway prod since', { kind: 'unparseable', text: 'since' }],
    ['/deploy errors api-gateway prod since yesterday', { kind: 'unparseable', text: 'yesterday', because: HOW_LONG }],
    ['/deploy errors since prod api-gateway', { kind: 'unparseable', text: 'prod', because: HOW_LONG }],
    ['/deploy errors api-gateway prod since 25:00', { kind: 'unparseable', text: '25:00', because: HOW_LONG }],
    ['/deploy errors api-gateway prod since 15s', { kind: 'unparseable', text: '15s', because: HOW_LONG }],
    ['/deploy errors api-gateway prod since -5m', { kind: 'unparseable', text: '-5m', because: HOW_LONG }],
    ['/deploy errors api-gateway prod since 0m', { kind: 'unparseable', because: LEAST }],
    ['/deploy errors api-gateway prod since 8d', { kind: 'unparseable', because: MOST }],
    ['/deploy errors api-gateway prod since 10081m', { kind: 'unparseable', because: MOST }],
    ['/deploy errors api-gateway prod since 5m since 6m', { kind: 'unparseable', text: '6m' }],
    ['/deploy errors api-gateway prod because I ask', { kind: 'unparseable', because: 'errors takes no reason' }],
    ['/deploy status api-gateway prod since 5m', { kind: 'unknownWord', word: 'since' }],
    ['/rollback', { kind: 'missing', what: 'service' }],
    ['/rollback api-gateway prod v2.0.9', { kind: 'unknownWord', word: 'v2.0.9' }],
    ['/rollback api-gateway to prod', { kind: 'unparseable', text: 'prod' }],
    ['/rollback api-gateway prod to v2.0.9', { kind: 'unparseable', text: 'v2.0.9' }],
    ['/rollback api-gateway prod to web-portal-00001-abc', { kind: 'unparseable', text: 'web-portal-00001-abc' }],
    ['/rollback api-gateway prod now now', { kind: 'unparseable', text: 'now' }],
    [`/deploy api-gateway prod because ${'x'.repeat(1000)}`, { kind: 'tooLong', most: 1000 }],
  ])('%s', ([line, refusal]) => {
    expect(understood(String(line))).toMatchObject(refusal as object);
  });

  test('with the usage line of the very command', () => {
    expect(understood('/rollback api-gateway')).toMatchObject({
      usage: '/rollback SERVICE [in] ENV [to REVISION] [now] [because …]',
    });
    expect(understood('/deploy api-gateway')).toMatchObject({
      usage: '/deploy SERVICE [IMAGE] [to|in] ENV [strategy=STRATEGY] [because …]',
    });
  });
});

describe('a single writer', () => {
  const writers = { ...catalog, services: [aService('oracle-engine', { strategy: 'replace', singleWriter: true })] };
  const asked = (strategy: string) => parse('/deploy', `oracle-engine prod ${strategy}`, writers);

  test.for(['canary', 'blue-green'] as const)('is never deployed as %s', (strategy) => {
    const refusal = { kind: 'notForSingleWriters', service: 'oracle-engine', strategy };
    expect(asked(`strategy=${strategy}`)).toEqual({ kind: 'refused', refusal });
  });

  test.for(['', 'strategy=replace'])('is replaced: %s', (strategy) => {
    expect(asked(strategy).kind).toBe('said');
  });
});
