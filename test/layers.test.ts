import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

/** Each is a whole file that must be complained about, and where it would stand. */
const forbidden: readonly (readonly [file: string, code: string, rule: string])[] = [
  ['src/core/a.ts', "import '../ports/memory.ts';", 'noRestrictedImports'],
  ['src/core/b.ts', "import '../messages/card.ts';", 'noRestrictedImports'],
  ['src/core/judge/b.ts', "import '../../messages/card.ts';", 'noRestrictedImports'],
  ['src/core/judge/d.ts', "import '../../ports/memory.ts';", 'noRestrictedImports'],
  ['src/core/judge/e.ts', 'export const now = Date.now();', 'plugin'],
  ['src/core/c.ts', "import type { z } from 'zod';", 'noRestrictedImports'],
  ['src/core/d.ts', "import { readFileSync } from 'node:fs';", 'noNodejsModules'],
  ['src/core/e.ts', 'export const now = Date.now();', 'plugin'],
  ['src/core/f.ts', 'export const today = new Date();', 'plugin'],
  ['src/core/g.ts', 'export const dice = Math.random();', 'plugin'],
  ['src/core/h.ts', "export const page = fetch('http://localhost');", 'noRestrictedGlobals'],
  ['src/core/i.ts', 'export const late = setTimeout(() => undefined, 1);', 'noRestrictedGlobals'],
  ['src/core/j.ts', "export const later = await import('../slack/thread.ts');", 'noRestrictedImports'],
  ['src/messages/a.ts', "import '../ports/memory.ts';", 'noRestrictedImports'],
  ['src/messages/b.ts', "import '../slack/thread.ts';", 'noRestrictedImports'],
  ['src/messages/c.ts', "import { App } from '@slack/bolt';", 'noRestrictedImports'],
  ['src/messages/d.ts', 'export const now = Date.now();', 'plugin'],
  ['src/ports/a.ts', "import '../slack/thread.ts';", 'noRestrictedImports'],
  ['src/slack/a.ts', "import '../redis/outbox.ts';", 'noRestrictedImports'],
  ['src/slack/b.ts', "import '../../jobs/job.ts';", 'noRestrictedImports'],
  ['src/slack/c.ts', "import '@google-cloud/run';", 'noRestrictedImports'],
  ['src/redis/a.ts', "import '../slack/thread.ts';", 'noRestrictedImports'],
  ['src/redis/b.ts', "import '@slack/web-api';", 'noRestrictedImports'],
  ['src/redis/c.ts', "import '../messages/card.ts';", 'noRestrictedImports'],
  ['src/cloudrun/a.ts', "import '../logging/error-log.ts';", 'noRestrictedImports'],
  ['src/cloudrun/b.ts', "import 'bullmq';", 'noRestrictedImports'],
  ['commands/a.ts', "import '../jobs/job.ts';", 'noRestrictedImports'],
  ['commands/b.ts', "import '../src/redis/outbox.ts';", 'noRestrictedImports'],
  ['commands/c.ts', "import '@slack/bolt';", 'noRestrictedImports'],
  ['commands/d.ts', 'export const token = process.env;', 'noProcessEnv'],
  ['jobs/a.ts', "import '../commands/command.ts';", 'noRestrictedImports'],
  ['jobs/b.ts', "import '../src/cloudrun/cloud-run.ts';", 'noRestrictedImports'],
  ['jobs/c.ts', "import 'bullmq';", 'noRestrictedImports'],
  ['src/log.ts', "import '../sandbox/main.ts';", 'noRestrictedImports'],
  ['src/web.ts', "import '../sandbox/main.ts';", 'noRestrictedImports'],
  ['src/log.ts', 'export const home = process.env;', 'noProcessEnv'],
];

const allowed: readonly (readonly [file: string, code: string])[] = [
  ['src/core/a.ts', "import './rollout.ts';"],
  ['src/core/judge/a.ts', "import '../rollout.ts';\nimport '../evidence/evidence.ts';"],
  ['src/core/b.ts', 'export const then = new Date(5);'],
  ['src/messages/a.ts', "import '../core/rollout.ts';\nimport type { KnownBlock } from '@slack/types';"],
  ['src/ports/a.ts', "import '../core/rollout.ts';"],
  ['src/slack/a.ts', "import '../core/rollout.ts';\nimport '../ports/memory.ts';\nimport '@slack/web-api';"],
  ['src/redis/a.ts', "import '../core/rollout.ts';\nimport '../ports/memory.ts';\nimport 'bullmq';"],
  [
    'commands/a.ts',
    "import '../src/core/rollout.ts';\nimport '../src/messages/card.ts';\nimport '../src/ports/memory.ts';",
  ],
  ['jobs/a.ts', "import './job.ts';\nimport '../src/core/rollout.ts';\nimport '../src/ports/memory.ts';"],
  ['src/worker.ts', "import '../jobs/job.ts';\nimport './redis/outbox.ts';\nimport './slack/thread.ts';"],
  ['src/config/env.ts', 'export const home = process.env;'],
  ['sandbox/main.ts', "import '../src/worker.ts';\nexport const home = process.env;"],
  ['vitest.config.ts', 'export default 1;'],
];

const LAYER_RULES = ['noRestrictedImports', 'noNodejsModules', 'noRestrictedGlobals', 'plugin', 'noProcessEnv'];
const HOUSE_RULES = [...LAYER_RULES, 'noDefaultExport', 'noExcessiveLinesPerFile'];

/** A house with the real rules and nothing in it. */
let house: string;

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'slipway-layers-'));
  cpSync('biome.json', join(house, 'biome.json'));
  cpSync('tools/core-is-pure.grit', join(house, 'tools/core-is-pure.grit'));
  symlinkSync(resolve('node_modules'), join(house, 'node_modules'));
});

afterAll(() => rmSync(house, { recursive: true }));

const report = z.object({ diagnostics: z.array(z.object({ category: z.string() })) });

/** The rules that complain about a house in which this is the only file. */
function complaints(file: string, code: string): string[] {
  const path = join(house, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${code}\n`);
  try {
    const biome = resolve('node_modules/.bin/biome');
    const printed = execFileSync(biome, ['lint', '--reporter=json', file], {
      cwd: house,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return rulesOf(printed.toString());
  } catch (error) {
    if (error instanceof Error && 'stdout' in error) return rulesOf(String(error.stdout));
    throw error;
  } finally {
    rmSync(path);
  }
}

function rulesOf(printed: string): string[] {
  const categories = report.parse(JSON.parse(printed)).diagnostics.map(({ category }) => category);
  return categories.map((category) => category.split('/').at(-1) ?? '').filter((rule) => HOUSE_RULES.includes(rule));
}

describe('what may not be', () => {
  test.for(forbidden)('%s: %s', ([file, code, rule]) => {
    expect(complaints(file, code)).toContain(rule);
  });
});

test('a file of more than 250 lines', () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, index) => `export const x${index} = 1;`).join('\n');
  expect(complaints('jobs/long.ts', lines(250))).toEqual([]);
  expect(complaints('jobs/long.ts', lines(251))).toEqual(['noExcessiveLinesPerFile']);
});

describe('what may be', () => {
  test.for(allowed)('%s: %s', ([file, code]) => {
    expect(complaints(file, code)).toEqual([]);
  });
});

describe('no folder is forgotten', () => {
  const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  test.for(folders.map(({ name }) => name))('src/%s may not know the sandbox or a job', (folder) => {
    expect(complaints(`src/${folder}/a.ts`, "import '../../sandbox/main.ts';")).toContain('noRestrictedImports');
    expect(complaints(`src/${folder}/a.ts`, "import '../../jobs/job.ts';")).toContain('noRestrictedImports');
  });
});
