import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** What `--packages` and `--command` named: where a language's packages are, and its interpreter or compiler. */
type Tools = { readonly packages: string; readonly command: string };

/** How programs of a language are built, run and told apart. */
export type ProgramLanguage = {
  /** The file that lists the labels, and how a label is found in it. */
  readonly list: string;
  readonly label: RegExp;
  /** A line before which other lines may be put without a change of meaning, and what starts a comment. */
  readonly movable: RegExp;
  readonly comment: string;
  readonly sources: readonly string[];
  readonly build: (app: string, tools: Tools) => void;
  readonly run: (crash: string, run: number, tools: Tools) => readonly [program: string, ...args: string[]];
  /** Variables of its environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where its own library stands on the machine that records, and where on a machine of the service. */
  readonly places: (tools: Tools) => readonly (readonly [from: string, to: string])[];
};

const node: ProgramLanguage = {
  list: 'src/main.mjs',
  label: /^ {2}\['([a-z0-9-]+)'/gm,
  movable: /^(?:export |async |class |function )/,
  comment: '//',
  sources: ['.mjs', '.ts'],
  // Copied and not linked: node shows where a file really is.
  build: (app, { packages }) => cpSync(join(packages, 'node_modules'), join(app, 'node_modules'), { recursive: true }),
  run: (crash, run) => [process.execPath, 'src/main.mjs', crash, run === 2 ? 'logged' : 'uncaught'],
  environment: { NODE_NO_WARNINGS: '1' },
  places: () => [],
};

const python: ProgramLanguage = {
  list: 'src/main.py',
  label: /^ {4}"([a-z0-9-]+)"/gm,
  movable: /^(?:async def |def |class )/,
  comment: '#',
  sources: ['.py'],
  build: () => undefined,
  run: (crash, _run, { command }) => [command, 'src/main.py', crash],
  environment: { PYTHONDONTWRITEBYTECODE: '1' },
  places: ({ command }) =>
    execFileSync(command, ['-c', 'import sys; print(sys.prefix); print(sys.base_prefix)'], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map((from) => [from, '/usr/local']),
};

const go: ProgramLanguage = {
  list: 'src/main.go',
  label: /^\t\t"([a-z0-9-]+)":/gm,
  movable: /^func /,
  comment: '//',
  sources: ['.go'],
  build: (app, { packages, command }) =>
    execFileSync(command, ['build', '-o', '../shop', '.'], {
      cwd: join(app, 'src'),
      env: { ...process.env, GO111MODULE: 'off', GOPATH: packages },
    }),
  run: (crash) => ['./shop', crash],
  places: ({ packages, command }) => [
    [execFileSync(command, ['env', 'GOROOT'], { encoding: 'utf8' }).trim(), '/usr/local/go'],
    [join(packages, 'src'), '/go/pkg/mod'],
  ],
};

const java: ProgramLanguage = {
  list: 'src/shop/Main.java',
  label: /^ {6}case "([a-z0-9-]+)"/gm,
  movable: /^ {2}(?:static|private|public|record|class) /,
  comment: '//',
  sources: ['.java'],
  build: (app, { packages, command }) => {
    symlinkSync(packages, join(app, 'lib'));
    execFileSync(`${command}c`, ['-cp', 'lib/*', '-d', 'classes', ...javaSources(app)], { cwd: app });
  },
  run: (crash, _run, { command }) => [
    command,
    '-Xmx24m',
    '-XX:MaxJavaStackTraceDepth=200',
    '-cp',
    'classes:lib/*',
    'shop.Main',
    crash,
  ],
  places: () => [],
};

function javaSources(app: string): string[] {
  return readFileSync(join(app, 'src/sources.txt'), 'utf8').trim().split('\n');
}

const rust: ProgramLanguage = {
  list: 'src/main.rs',
  label: /^ {8}"([a-z0-9-]+)" =>/gm,
  movable: /^(?:#\[|(?:pub |async )*fn |impl |struct |trait )/,
  comment: '//',
  sources: ['.rs'],
  build: (app, { command }) =>
    execFileSync(command, ['-O', '-g', '--edition=2021', '--crate-name=shop', '-o', 'shop', 'src/main.rs'], {
      cwd: app,
    }),
  run: (crash, run) => ['env', `RUST_BACKTRACE=${run === 2 ? 'full' : '1'}`, './shop', crash],
  places: () => [],
};

const ruby: ProgramLanguage = {
  list: 'src/main.rb',
  label: /^ {2}'([a-z-]+)' =>/gm,
  movable: /^ *(?:def |class |define_method)/,
  comment: '#',
  sources: ['.rb'],
  build: () => undefined,
  run: (crash, _run, { command }) => [command, 'src/main.rb', crash],
  places: ({ command }) => {
    const library = 'puts $LOAD_PATH.grep(%r{/lib/ruby/}).map { |path| path[%r{.*(?=/lib/)}] }.uniq';
    const found = execFileSync(command, ['-e', library], { encoding: 'utf8' });
    return found
      .trim()
      .split('\n')
      .map((from) => [from, '/usr/local']);
  },
};

const php: ProgramLanguage = {
  list: 'src/main.php',
  label: /^ {4}'([a-z-]+)' =>/gm,
  movable: /^ *(?:public |private |function |final )/,
  comment: '//',
  sources: ['.php'],
  build: () => undefined,
  run: (crash, _run, { command }) => [command, '-d', 'display_errors=0', '-d', 'log_errors=1', 'src/main.php', crash],
  places: () => [],
};

export const LANGUAGES: Readonly<Record<string, ProgramLanguage>> = { node, python, go, java, rust, ruby, php };
