import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A server that needs its libraries named, as it was never installed. */
export type UnpackedServer = { readonly path: string; readonly libraryPath: string };

/** The package of each distribution that holds the server, under the name of its own checking tool. */
const PACKAGES = [
  { name: 'redis-tools', binary: 'redis-check-rdb' },
  { name: 'valkey-tools', binary: 'valkey-check-rdb' },
];

/**
 * A Redis from the distribution's own packages, unpacked into `folder` without root and without a service.
 * The second time it is simply there. `say` is told before anything is downloaded. Throws when apt cannot reach its
 * sources.
 */
export async function unpackServer(folder: string, say: (line: string) => void): Promise<UnpackedServer> {
  const home = resolve(folder);
  if (existsSync(home)) return serverIn(home);
  say(`No redis-server here: taking one from your distribution's packages into ${folder}, without root and service.`);
  mkdirSync(resolve(home, '..'), { recursive: true });
  const work = mkdtempSync(`${home}-`);
  try {
    await download(work);
    moveOver(join(work, 'root'), home);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return serverIn(home);
}

/** In one step, so that nobody finds half a server; who unpacked the same at the same time and came first has won. */
function moveOver(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
  }
}

async function download(work: string): Promise<void> {
  const folders = ['state/lists/partial', 'cache/archives/partial', 'debs', 'root'];
  for (const folder of folders) mkdirSync(join(work, folder), { recursive: true });
  const options = [
    ...['-o', `Dir::State=${join(work, 'state')}`, '-o', 'Dir::State::status=/var/lib/dpkg/status'],
    ...['-o', `Dir::Cache=${join(work, 'cache')}`, '-o', `APT::Sandbox::User=${userInfo().username}`],
    ...['-o', 'Debug::NoLocking=1', '-qq'],
  ];
  await run('apt-get', [...options, 'update']);
  const { name, libraries } = await firstPackage(options);
  await run('apt-get', [...options, 'download', name, ...libraries], { cwd: join(work, 'debs') });
  for (const deb of readdirSync(join(work, 'debs'))) {
    await run('dpkg', ['-x', join(work, 'debs', deb), join(work, 'root')]);
  }
}

async function firstPackage(options: readonly string[]): Promise<{ name: string; libraries: readonly string[] }> {
  for (const { name } of PACKAGES) {
    const answer = await run('apt-cache', [...options, 'depends', name]).catch(() => null);
    if (answer) return { name, libraries: librariesIn(answer.stdout) };
  }
  throw new Error(`apt knows none of ${PACKAGES.map(({ name }) => name).join(', ')}`);
}

/** The libraries named by `apt-cache depends`; the C library is always there and must fit the machine. */
export function librariesIn(depends: string): readonly string[] {
  const names = [...depends.matchAll(/^\s+Depends: (lib[\w.+-]+)$/gm)].flatMap(([, name]) => name ?? []);
  return names.filter((name) => name !== 'libc6');
}

/** The tool is the server itself; which of them it is hangs on the name it is called by. */
function serverIn(home: string): UnpackedServer {
  const tools = PACKAGES.map(({ binary }) => join(home, 'usr/bin', binary));
  const tool = tools.find((one) => existsSync(one));
  if (tool === undefined) throw new Error(`no server in ${home}: delete the folder and try again`);
  const path = tool.replace('-check-rdb', '-server');
  if (!existsSync(path)) symlinkSync(tool, path);
  return { path, libraryPath: libraryFolders(home).join(':') };
}

function libraryFolders(home: string): readonly string[] {
  const parents = ['usr/lib', 'lib'].map((folder) => join(home, folder)).filter((folder) => existsSync(folder));
  const inner = parents.flatMap((parent) => readdirSync(parent).map((name) => join(parent, name)));
  return [...parents, ...inner.filter((folder) => folder.endsWith('-linux-gnu'))];
}
