import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generatedFiles } from '../../tools/generated.ts';

const files = generatedFiles();

test.for([...files])('%s is as `npm run docs` makes it', ([path, text]) => {
  expect(existsSync(path) ? readFileSync(path, 'utf8') : 'missing: run `npm run docs`').toBe(text);
});

test('docs/generated holds nothing that is not generated', () => {
  expect(readdirSync('docs/generated').map((name) => `docs/generated/${name}`)).toEqual(
    [...files.keys()].filter((path) => path.startsWith('docs/generated/')).toSorted(),
  );
});

test('the reference says what every setting means', () => {
  const reference = files.get('docs/generated/catalog.md') ?? '';
  const rows = reference.split('\n').filter((line) => line.startsWith('| `'));
  expect(rows.length).toBeGreaterThan(40);
  expect(rows.filter((line) => / \| +\|$/.test(line))).toEqual([]);
});
