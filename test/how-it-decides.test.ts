import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DEFAULT_PARAMS } from '../src/core/judge/params.ts';
import { SCENARIOS } from '../tools/how-it-decides/scenarios.ts';
import { tell } from '../tools/how-it-decides/simulate.ts';

const page = readFileSync('docs/how-it-decides.md', 'utf8');

describe('docs/how-it-decides.md', () => {
  test('has every parameter of the judge, with its value', () => {
    const rows = [...page.matchAll(/^\| `(\w+)` \| ([\d.]+) \|/gm)].map(([, name, value]) => [name, Number(value)]);
    expect(Object.fromEntries(rows)).toEqual(DEFAULT_PARAMS);
  });

  test('shows every picture that is drawn, and no other', () => {
    const drawn = readdirSync('docs/how-it-decides').sort();
    expect(drawn).toEqual(SCENARIOS.map(({ name }) => `${name}.svg`).sort());
    expect(drawn.filter((name) => !page.includes(`(how-it-decides/${name})`))).toEqual([]);
  });
});

describe('the pictures end as the page says', () => {
  test.each([
    ['1-healthy', 'succeeded'],
    ['2-five-percent', 'rolledBack'],
    ['3-dead', 'rolledBack'],
    ['4-burst', 'succeeded'],
    ['5-shared', 'succeeded'],
    ['6-cold', 'succeeded'],
    ['7-quiet', 'asked'],
    ['8-silent', 'rolledBack'],
    ['9-slow', 'rolledBack'],
    ['10-late', 'rolledBack'],
  ])('%s: %s', (name, how) => {
    const scenario = SCENARIOS.find((one) => one.name === name);
    if (!scenario) throw new Error(`${name} is not drawn`);
    expect(tell(scenario).end.how).toBe(how);
  });
});
