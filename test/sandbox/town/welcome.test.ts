import { expect, test } from 'vitest';
import { behaviourNames, behaviours } from '../../../sandbox/google/registry/behaviour.ts';
import { describeBehaviour } from '../../../sandbox/google/registry/describe-behaviour.ts';
import { exampleUsers } from '../../../sandbox/slack/example-workspace.ts';
import { welcome } from '../../../sandbox/town/welcome.ts';

const told = {
  pageUrl: 'http://127.0.0.1:4400',
  readyMs: 2_340,
  door: 'http',
  logs: '.slipway/town-1/*.log',
  bakeMs: 15_000,
} as const;

test('the address comes first, then everybody, and every image with what it does', () => {
  const text = welcome({ ...told, isColoured: false });
  expect(text.trim().split('\n')[0]).toMatch(/^http:\/\/127\.0\.0\.1:4400 .*ready in 2\.3 s/);
  for (const name of Object.keys(exampleUsers)) expect(text.toLowerCase()).toContain(name);
  for (const name of behaviourNames)
    expect(text).toMatch(new RegExp(`  ${name} +${describeBehaviour(behaviours[name])}`));
  expect(text).toContain('.slipway/town-1/*.log');
});

test('it fits a terminal, and has no control characters where there is none', () => {
  const plain = welcome({ ...told, isColoured: false });
  expect(plain.split('\n').filter((line) => line.length > 120)).toEqual([]);
  expect(plain.split('\n').length).toBeLessThan(40);
  expect(plain).not.toContain('\x1b');
  expect(welcome({ ...told, isColoured: true })).toContain('\x1b[1m');
});
