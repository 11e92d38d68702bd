import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type WatchedCatalog, watchCatalog } from '../../src/config/watch-catalog.ts';

const example = readFileSync('services.example.yml', 'utf8');
const refused: (readonly string[])[] = [];
let folder: string;
let path: string;
let watched: WatchedCatalog;

beforeEach(() => {
  refused.length = 0;
  folder = mkdtempSync(join(tmpdir(), 'slipway-catalog-'));
  path = join(folder, 'services.yml');
  writeFileSync(path, example);
  watched = watchCatalog(path, { everyMs: 20, onProblems: (problems) => refused.push(problems) });
});

afterEach(() => {
  watched.stop();
  rmSync(folder, { recursive: true });
});

const names = () => watched.read().services.map(({ name }) => name);

test('a change is in force without a restart', async () => {
  writeFileSync(path, example.replace('  oracle-ws:', '  oracle-socket:'));
  await vi.waitFor(() => expect(names()).toContain('oracle-socket'), { timeout: 5_000 });
  expect(refused).toEqual([]);
});

test('a wrong file is refused whole and told; the next right one is taken', async () => {
  writeFileSync(path, example.replace('  oracle-ws:', '  oracle-socket:').replace('percent: 25', 'percent: 250'));
  await vi.waitFor(() => expect(refused).toHaveLength(1), { timeout: 5_000 });
  expect(refused[0]).toEqual([
    expect.stringMatching(/^services\.yml:\d+:\d+ services\.api-gateway\.phases\.1\.percent: /),
  ]);
  expect(names()).toContain('oracle-ws');
  writeFileSync(path, example.replace('  oracle-ws:', '  oracle-socket:'));
  await vi.waitFor(() => expect(names()).toContain('oracle-socket'), { timeout: 5_000 });
});

test('a file that went away is refused too', async () => {
  rmSync(path);
  await vi.waitFor(() => expect(refused).toHaveLength(1), { timeout: 5_000 });
  expect(names()).toContain('oracle-ws');
});

test('a start with a wrong file fails and says why', () => {
  writeFileSync(path, 'services: {}');
  expect(() => watchCatalog(path, { onProblems: () => undefined })).toThrow(
    /services\.yml:1:1 environments: is missing/,
  );
});
