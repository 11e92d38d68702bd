import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const pages = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const read = (path: string) => readFileSync(path, 'utf8');

describe.for(pages)('%s', (page) => {
  test('links to what is there', () => {
    const links = [...read(page).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].flatMap(([, link]) => link ?? []);
    const local = links.filter((link) => !link.includes('://'));
    expect(local.filter((link) => !existsSync(join(dirname(page), link)))).toEqual([]);
  });

  test('names files that are there', () => {
    const named = [...read(page).matchAll(/`((?:src|commands|jobs|sandbox|test|tools|bench)\/[\w./-]*)`/g)];
    expect(named.flatMap(([, path]) => path ?? []).filter((path) => !existsSync(path))).toEqual([]);
  });
});

test('the README fits a screen, the architecture a quarter of an hour', () => {
  expect(read('README.md').split('\n').length).toBeLessThanOrEqual(80);
  expect(read('ARCHITECTURE.md').split('\n').length).toBeLessThanOrEqual(150);
});

test('Advance is walked through six files or fewer, all of them there', () => {
  const [, walk = ''] = /## What happens when Advance is pressed\n([\s\S]*?)\n## /.exec(read('ARCHITECTURE.md')) ?? [];
  const steps = [...walk.matchAll(/^\d\. `([\w./-]+)`/gm)].flatMap(([, path]) => path ?? []);
  expect(steps.length).toBeGreaterThanOrEqual(3);
  expect(steps.length).toBeLessThanOrEqual(6);
  expect(steps.filter((path) => !existsSync(path))).toEqual([]);
});

test('every script that the pages tell people to run exists', () => {
  const scripts = /"scripts": \{([\s\S]*?)\n {2}\}/.exec(read('package.json'))?.[1] ?? '';
  const told = pages.flatMap((page) => [...read(page).matchAll(/npm run ([\w-]+)/g)].flatMap(([, name]) => name ?? []));
  expect(told.length).toBeGreaterThan(5);
  expect(told.filter((name) => !scripts.includes(`"${name}":`))).toEqual([]);
});
