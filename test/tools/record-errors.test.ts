import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../tools/record-errors/languages.ts';
import { movedCopy } from '../../tools/record-errors/moved-copy.ts';
import { recordedOf } from '../../tools/record-errors/recorded.ts';

describe('what a failing program wrote', () => {
  test('is one text, with each line of JSON an error of its own', () => {
    const written = '{"level":50}\nError: no stock\n    at main.mjs:1\n{"level":40}\n';
    expect(recordedOf('node', 'stock', written, [])).toEqual([
      { language: 'node', crash: 'stock', json: { level: 50 } },
      { language: 'node', crash: 'stock', json: { level: 40 } },
      { language: 'node', crash: 'stock', text: 'Error: no stock\n    at main.mjs:1' },
    ]);
  });

  test('names no place of the machine that recorded it', () => {
    const places = [
      ['/home/ana/town', '/app'],
      ['ana-laptop', 'localhost'],
    ] as const;
    const written = 'ana-laptop: Error\n    at /home/ana/town/src/main.mjs:1';
    expect(recordedOf('node', 'stock', written, places)).toEqual([
      { language: 'node', crash: 'stock', text: 'localhost: Error\n    at /app/src/main.mjs:1' },
    ]);
  });

  test('is nothing where it wrote nothing', () => {
    expect(recordedOf('node', 'stock', '\n', [])).toEqual([]);
  });
});

describe('a copy of a program', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'record-test-'));
    mkdirSync(join(folder, 'from'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test.each([
    [
      'node',
      'main.mjs',
      "import 'x';\nfunction a() {\n  b();\n}",
      "import 'x';\n// -\n// -\nfunction a() {\n  b();\n}",
    ],
    ['python', 'main.py', 'def a():\n    b()\nasync def c():', '# -\n# -\ndef a():\n    b()\n# -\n# -\nasync def c():'],
    ['python', 'notes.txt', 'def a():', 'def a():'],
  ])('in %s has %s with its functions further down', (name, file, text, moved) => {
    const language = LANGUAGES[name];
    if (!language) throw new Error(`no programs in ${name}`);
    writeFileSync(join(folder, 'from', file), text);
    movedCopy(join(folder, 'from'), join(folder, 'to'), 2, language);
    expect(readFileSync(join(folder, 'to', file), 'utf8')).toBe(moved);
  });
});

test.each(Object.entries(LANGUAGES))('the programs in %s list what was recorded of them', (name, language) => {
  const errors = join(import.meta.dirname, '../fixtures/errors');
  const list = readFileSync(join(errors, 'programs', name, language.list.replace(/^src\//, '')), 'utf8');
  const labels = [...list.matchAll(language.label)].map(([, label]) => label);
  const recorded = readFileSync(join(errors, `${name}.jsonl`), 'utf8')
    .trim()
    .split('\n');
  const crashes = new Set(recorded.map((line) => /"crash":"([^"]+)"/.exec(line)?.[1]));
  expect([...crashes].toSorted()).toEqual(labels.toSorted());
});
