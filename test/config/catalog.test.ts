import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { exampleChannels, exampleUserGroups, exampleUsers } from '../../sandbox/slack/example-workspace.ts';
import { loadCatalog, parseCatalog } from '../../src/config/catalog.ts';
import { findEnvironment, findService } from '../../src/core/catalog.ts';
import { RESERVED } from '../../src/core/grammar.ts';

const example = readFileSync('services.example.yml', 'utf8');

function problemsOf(text: string): readonly string[] {
  const parsed = parseCatalog(text, 'services.yml');
  return 'problems' in parsed ? parsed.problems : [];
}

/** The smallest catalog there is, with these lines put under `services.api`. */
const minimal = (lines: readonly string[] = []) =>
  [
    'environments:',
    '  prod: { project: acme-prod, region: europe-west1, channel: C0PROD, deployers: { users: [U0ANA] } }',
    'services:',
    '  api:',
    '    environments: [prod]',
    '    image: example.test/apps/api',
    ...lines.map((line) => `    ${line}`),
  ].join('\n');

function serviceOf(lines: readonly string[]) {
  const parsed = parseCatalog(minimal(lines), 'services.yml');
  if ('problems' in parsed) throw new Error(parsed.problems.join('\n'));
  const service = findService(parsed.ok, 'api');
  if (!service) throw new Error('the catalog has no api');
  return service;
}

describe('services.example.yml', () => {
  const catalog = loadCatalog('services.example.yml');

  test('names every service and environment of the product', () => {
    expect(catalog.environments.map(({ name }) => name)).toEqual(['staging', 'prod']);
    expect(catalog.services.map(({ name }) => name)).toEqual([
      ...[
        'api-gateway',
        'platform-service',
        'commerce-service',
        'ai-service',
        'web-portal',
        'back-office',
        'mail-sender',
      ],
      ...['oracle-gateway', 'oracle-engine', 'oracle-settlement', 'oracle-ws'],
    ]);
  });

  test('a service that writes nothing has the very plan that api-gateway writes out', () => {
    const [writtenOut, byDefault] = [findService(catalog, 'api-gateway'), findService(catalog, 'platform-service')];
    expect(byDefault?.phases).toEqual(writtenOut?.phases);
    expect(byDefault?.verify).toEqual(writtenOut?.verify);
    expect(byDefault?.strategy).toBe(writtenOut?.strategy);
    expect(byDefault?.warmUpMs).toBe(writtenOut?.warmUpMs);
  });

  test('the single writers are replaced, oracle-ws has sticky sessions', () => {
    expect(catalog.services.filter((service) => service.singleWriter).map(({ name }) => name)).toEqual([
      'oracle-engine',
      'oracle-settlement',
    ]);
    expect(findService(catalog, 'oracle-engine')?.strategy).toBe('replace');
    expect(findService(catalog, 'oracle-ws')?.sessionAffinity).toBe(true);
  });

  test('each strategy has a service to show it', () => {
    const strategyOf = (name: string) => findService(catalog, name)?.strategy;
    expect(strategyOf('back-office')).toBe('blue-green');
    expect(findService(catalog, 'mail-sender')).toMatchObject({ strategy: 'replace', singleWriter: false });
  });

  test('its people and channels are those of the sandbox', () => {
    const prod = findEnvironment(catalog, 'production');
    expect(prod?.deployers.groups).toEqual([exampleUserGroups.engineers]);
    expect(prod?.approvers.groups).toEqual([exampleUserGroups.approvers]);
    expect(prod?.commanders).toEqual({ users: [exampleUsers.ira], groups: [exampleUserGroups.commanders] });
    expect(prod?.channel).toBe(exampleChannels.incidentsProd);
    expect(findEnvironment(catalog, 'staging')?.channel).toBe(exampleChannels.incidentsStaging);
  });
});

describe('what a service has without writing it', () => {
  test('the phases and limits of runbook 001, then an hour at 100 %', () => {
    const minute = 60_000;
    expect(serviceOf([]).phases.map(({ percent, bakeMs, advance }) => [percent, bakeMs / minute, advance])).toEqual([
      [5, 10, 'press'],
      [25, 15, 'press'],
      [50, 15, 'press'],
      [100, 60, 'press'],
    ]);
    for (const { criteria } of serviceOf([]).phases) {
      expect(criteria).toMatchObject({ maxErrorShare: 0.001, slowOverMs: 500, maxSlowShare: 0.01, minRequests: 300 });
      expect(criteria).toMatchObject({ maxFailed: null, maxCpu: 0.95, maxMemory: 0.95 });
    }
  });

  test("a phase's own limit stands over the service's, and that over the default", () => {
    const [first, last] = serviceOf([
      'criteria: { maxErrorShare: 2%, slowOver: 1.5s }',
      'phases: [{ percent: 10, bake: 90s, criteria: { maxErrorShare: 0.05 } }, { percent: 100, bake: 1h }]',
    ]).phases;
    expect(first?.criteria).toMatchObject({
      maxErrorShare: 0.05,
      slowOverMs: 1_500,
      maxSlowShare: 0.01,
      minRequests: 300,
    });
    expect(last?.criteria).toMatchObject({ maxErrorShare: 0.02, slowOverMs: 1_500 });
  });

  test('health, version and two minutes for both; null means that there is no version to ask for', () => {
    expect(serviceOf([]).verify).toEqual({ healthPath: '/health', versionPath: '/version', timeoutMs: 120_000 });
    expect(serviceOf(['verify: { version: null }']).verify.versionPath).toBeNull();
  });
});

describe('what is wrong is told with line, column and key', () => {
  test.for<[string, string[], string]>([
    ['an unknown key', ['pase: 1'], 'services.yml:7:5 services.api.pase: there is no such setting'],
    ['a share over 100 %', ['criteria: { maxErrorShare: 101% }'], '7:32 services.api.criteria.maxErrorShare: expected'],
    ['a duration without unit', ['phases: [{ percent: 100, bake: 10 }]'], '7:36 services.api.phases.0.bake: '],
    ['a percent over 100', ['phases: [{ percent: 101, bake: 1m }]'], '7:25 services.api.phases.0.percent: Too big'],
    [
      'phases that go down',
      ['phases: [{ percent: 50, bake: 1m }, { percent: 50, bake: 1m }, { percent: 100, bake: 1m }]'],
      '7:52 services.api.phases.1.percent: phases ascend: 50 comes after 50',
    ],
    [
      'phases that call different requests slow',
      ['phases: [{ percent: 5, bake: 1m, criteria: { slowOver: 1s } }, { percent: 100, bake: 1m }]'],
      '7:68 services.api.phases.1.criteria.slowOver: slowOver is the same in every phase of a service',
    ],
    [
      'phases that end early',
      ['phases: [{ percent: 50, bake: 1m }]'],
      '7:25 services.api.phases.0.percent: the last phase',
    ],
    [
      'a split single writer',
      ['singleWriter: true', 'strategy: canary'],
      '8:15 services.api.strategy: a single writer',
    ],
    [
      'a single writer of which two would run',
      ['singleWriter: true', 'strategy: blue-green'],
      '8:15 services.api.strategy: a single writer',
    ],
    [
      'a single writer that is probed',
      ['singleWriter: true', 'probes: { paths: [/health] }'],
      '8:13 services.api.probes: a single writer has users from its start',
    ],
    ['a strategy that there is not', ['strategy: rolling'], '7:15 services.api.strategy: '],
    ['an alias that is a command word', ['aliases: [status]'], '7:15 services.api.aliases.0: “status” is a word of'],
    [
      'an alias that is an environment',
      ['aliases: [prod]'],
      '7:15 services.api.aliases.0: “prod” already means environments.prod',
    ],
    [
      'an alias that is its own name',
      ['aliases: [api]'],
      '7:15 services.api.aliases.0: “api” already means services.api',
    ],
    ['a key written twice', ['image: example.test/apps/other'], '7:5 Map keys must be unique'],
    ['a health path without slash', ['verify: { health: health }'], '7:23 services.api.verify.health: expected a path'],
  ])('%s', ([, lines, problem]) => {
    expect(problemsOf(minimal(lines))).toEqual([expect.stringContaining(problem)]);
  });

  test.for<[string, string, string, string]>([
    [
      'an unknown environment',
      'environments: [prod]',
      'environments: [prod, qa]',
      '5:26 services.api.environments.1: there is no environment “qa”',
    ],
    [
      'an environment twice',
      'environments: [prod]',
      'environments: [prod, prod]',
      '5:26 services.api.environments.1: “prod” is named twice',
    ],
    ['nobody who deploys', '{ users: [U0ANA] }', '{}', '2:81 environments.prod.deployers: nobody could deploy here'],
    ['a user id that is a name', 'U0ANA', 'ana', '2:91 environments.prod.deployers.users.0: expected a Slack user id'],
    ['a missing key', 'region: europe-west1, ', '', '2:3 environments.prod.region: is missing'],
    [
      'promotion from nowhere',
      'deployers:',
      'promotesFrom: qa, deployers:',
      '2:84 environments.prod.promotesFrom: there is no environment “qa”',
    ],
    [
      'promotion from itself',
      'deployers:',
      'promotesFrom: prod, deployers:',
      '2:84 environments.prod.promotesFrom: “prod” would promote from itself',
    ],
    ['a tag in the image', 'apps/api', 'apps/api:v1', '6:12 services.api.image: expected an image repository'],
    ['a name Cloud Run refuses', '  api:', '  Api:', '4:3 services.Api: expected the name of a Cloud Run service'],
    ['a service named like a command word', '  api:', '  help:', '4:3 services.help: “help” is a word of the commands'],
    ['an alias of nothing', 'project: acme-prod', 'project: *other', 'services.yml Unresolved alias'],
  ])('%s', ([, written, instead, problem]) => {
    expect(problemsOf(minimal().replace(written, instead))).toEqual([expect.stringContaining(problem)]);
  });

  test('two environments that are one place', () => {
    const twice = minimal().replace(
      'services:',
      '  live: { project: acme-prod, region: europe-west1, channel: C0LIVE, deployers: { users: [U0ANA] } }\nservices:',
    );
    expect(problemsOf(twice)).toEqual([
      'services.yml:3:20 environments.live.project: “prod” already is europe-west1 of acme-prod',
    ]);
  });

  test('looks without a pause between them', () => {
    expect(problemsOf(`${minimal()}\ntiming: { lookEvery: 0s }`)).toEqual([
      'services.yml:7:22 timing.lookEvery: expected at least 100ms',
    ]);
  });

  test('looks that come too late for what others do', () => {
    expect(problemsOf(`${minimal()}\ntiming: { lookEvery: 1m }`)).toEqual([
      'services.yml:7:22 timing.lookEvery: expected at most 12s, so that what others change is noticed within 15s',
    ]);
  });

  test('everything at once, not one by one', () => {
    const wrong = example.replace('percent: 25', 'percent: 250').replace('bake: 10m', 'bake: soon');
    expect(problemsOf(wrong)).toHaveLength(2);
  });

  test('an empty file, a broken one and one that is not there', () => {
    expect(problemsOf('')).toEqual(['services.yml:1:1 Invalid input: expected object, received null']);
    expect(problemsOf('services: [')).toEqual([expect.stringMatching(/^services\.yml:1:\d+ /)]);
    expect(() => loadCatalog('no-such.yml')).toThrow(/no-such\.yml: ENOENT/);
  });

  test.for([...RESERVED])('no service may be called “%s”', (word) => {
    expect(problemsOf(minimal().replace('  api:', `  ${word}:`))).toHaveLength(1);
  });
});
