import { describe, expect, test } from 'vitest';
import { behaviourNames, behaviours } from '../../../sandbox/google/registry/behaviour.ts';
import { describeBehaviour } from '../../../sandbox/google/registry/describe-behaviour.ts';
import { exampleUsers, exampleWorkspace } from '../../../sandbox/slack/example-workspace.ts';
import { exampleNames, exampleText } from '../../../sandbox/town/examples.ts';
import { welcome } from '../../../sandbox/town/welcome.ts';
import { parseCatalog } from '../../../src/config/catalog.ts';

const TIMES = { bakeMs: 15_000, lookEveryMs: 1_000, minRequests: 20 };

test('the address comes first, then everybody, and every image with what it does', () => {
  const text = welcomeTo('default');
  expect(text.trim().split('\n')[0]).toMatch(/^http:\/\/127\.0\.0\.1:4400 .*ready in 2\.3 s/);
  for (const name of Object.keys(exampleUsers)) expect(text.toLowerCase()).toContain(name);
  for (const name of behaviourNames)
    expect(text).toMatch(new RegExp(`  ${name} +${describeBehaviour(behaviours[name])}`));
  expect(text).toContain('.slipway/town-1/*.log');
  expect(text).toContain('. .slipway/town-1/gcloud.sh && gcloud run services list');
});

describe.for(exampleNames())('with the example %s', (name) => {
  test('it fits a terminal, and has no control characters where there is none', () => {
    const plain = welcomeTo(name);
    expect(plain.split('\n').filter((line) => line.length > 120)).toEqual([]);
    expect(plain.split('\n').length).toBeLessThan(45);
    expect(plain).not.toContain('\x1b');
    expect(welcomeTo(name, { isColoured: true })).toContain('\x1b[1m');
  });

  test.for([15, 300])('phases of %s s are said to be as long as they are', (seconds) => {
    const times = { ...TIMES, bakeMs: seconds * 1000 };
    const bakesMs = catalogOf(name, times).services.flatMap(({ phases }) => phases.map(({ bakeMs }) => bakeMs));
    expect(new Set(bakesMs)).toEqual(new Set([times.bakeMs]));
    expect(welcomeTo(name, { times })).toContain(`watched for ${seconds} s`);
  });
});

test.for([
  [
    'default',
    ['/deploy api-gateway v1.1.0 prod', '/deploy web-portal errors-5pct prod', '/rollback api-gateway prod now'],
  ],
  [
    'small',
    ['/deploy api-gateway v1.1.0 prod', '/deploy api-gateway errors-100pct staging', '/rollback api-gateway prod now'],
  ],
] as const)('with the example %s, there is to try what it has', ([name, commands]) => {
  expect(welcomeTo(name).match(/\/(deploy|rollback) .*?(?= {2})/g)).toEqual(commands);
});

function catalogOf(name: string, times = TIMES) {
  const parsed = parseCatalog(exampleText(name, times), name);
  if ('problems' in parsed) throw new Error(parsed.problems.join('\n'));
  return parsed.ok;
}

function welcomeTo(name: string, { isColoured = false, times = TIMES } = {}): string {
  return welcome({
    pageUrl: 'http://127.0.0.1:4400',
    readyMs: 2_340,
    transport: 'http',
    logs: '.slipway/town-1/*.log',
    gcloud: '.slipway/town-1/gcloud.sh',
    catalog: catalogOf(name, times),
    workspace: exampleWorkspace(() => 0),
    isColoured,
  });
}
