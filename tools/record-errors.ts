import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LANGUAGES } from './record-errors/languages.ts';
import { movedCopy } from './record-errors/moved-copy.ts';
import { type Recorded, recordedOf } from './record-errors/recorded.ts';

/** Each build has its lines elsewhere; each run has values and addresses of its own. */
const BUILDS = 2;
const RUNS = 3;
const ERRORS = join(import.meta.dirname, '../test/fixtures/errors');

const { values: tools, positionals } = parseArgs({
  allowPositionals: true,
  options: { packages: { type: 'string', default: '' }, command: { type: 'string', default: '' } },
});
const [name = ''] = positionals;
const language = LANGUAGES[name];
if (language === undefined) throw new Error(`Name one of ${Object.keys(LANGUAGES).join(', ')}, not "${name}"`);

const recorded: Recorded[] = [];
for (let build = 0; build < BUILDS; build += 1) {
  const app = mkdtempSync(join(tmpdir(), 'town-'));
  movedCopy(join(ERRORS, 'programs', name), join(app, 'src'), build * 3, language);
  language.build(app, tools);
  const labels = [...readFileSync(join(app, language.list), 'utf8').matchAll(language.label)].flatMap(
    ([, label]) => label ?? [],
  );
  const places = [[hostname(), 'localhost'], [app, '/app'], ...language.places(tools)] as const;
  for (const crash of labels) {
    for (let run = 0; run < RUNS; run += 1) {
      const [program, ...args] = language.run(crash, run, tools);
      const env = { ...process.env, ...language.environment };
      const { stdout, stderr } = spawnSync(program, args, { cwd: app, env, encoding: 'utf8', timeout: 30_000 });
      recorded.push(...recordedOf(name, crash, `${stderr}${stdout}`, places));
    }
  }
  rmSync(app, { recursive: true });
}
recorded.sort((one, other) => one.crash.localeCompare(other.crash));
writeFileSync(join(ERRORS, `${name}.jsonl`), recorded.map((each) => `${JSON.stringify(each)}\n`).join(''));
const crashes = new Set(recorded.map((each) => each.crash)).size;
process.stdout.write(`${name}: ${recorded.length} errors of ${crashes} crashes\n`);
