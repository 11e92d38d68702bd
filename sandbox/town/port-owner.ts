import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { promisify } from 'node:util';

export type Owner = { readonly pid: number; readonly command: string };

const HIGHEST_PORT = 65_535;

/** Whether a server could listen there on loopback now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** Who listens on the port, as far as this user may see it; null when that cannot be told. */
export async function ownerOf(port: number): Promise<Owner | null> {
  return (await ownerInProc(port)) ?? (await ownerByLsof(port));
}

/** The address of another Slipway sandbox that has the port; null when it is somebody else. */
export async function otherSandbox(port: number): Promise<string | null> {
  const url = `http://127.0.0.1:${port}`;
  const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(1_000) }).catch(() => null);
  return answer?.headers.has('x-slipway-sandbox') ? url : null;
}

/** What to tell somebody whose port is taken. */
export async function takenWords(port: number): Promise<string> {
  const advice = `Take another one: npm run sandbox -- --port ${port < HIGHEST_PORT ? port + 1 : port - 1}`;
  const [sandbox, owner] = await Promise.all([otherSandbox(port), ownerOf(port)]);
  const who = owner === null ? '' : ` (pid ${owner.pid}: ${owner.command})`;
  if (sandbox !== null) return `A Slipway sandbox runs already${who}: open ${sandbox}, or end it.\n${advice}`;
  return `Port ${port} is taken${who || ' by a process that this user may not see'}.\n${advice}`;
}

async function ownerInProc(port: number): Promise<Owner | null> {
  const inodes = new Set((await Promise.all(['tcp', 'tcp6'].map((table) => listenersIn(table, port)))).flat());
  if (inodes.size === 0) return null;
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    if (await holds(pid, inodes)) return { pid: Number(pid), command: await commandOf(pid) };
  }
  return null;
}

/** Inodes of the sockets that listen on the port: in state 0A. */
async function listenersIn(table: string, port: number): Promise<string[]> {
  const text = await readFile(`/proc/net/${table}`, 'utf8').catch(() => '');
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(`:${hex}`) && state === '0A')
    .flatMap((fields) => fields[9] ?? []);
}

async function holds(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const targets = await Promise.all(files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => '')));
  return targets.some((target) => inodes.has(/^socket:\[(\d+)\]$/.exec(target)?.[1] ?? ''));
}

async function commandOf(pid: string): Promise<string> {
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return line.replaceAll('\0', ' ').trim() || 'unknown';
}

/** For macOS, which has no /proc. */
async function ownerByLsof(port: number): Promise<Owner | null> {
  const asked = promisify(execFile)('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']);
  const { stdout } = await asked.catch(() => ({ stdout: '' }));
  const pid = /^p(\d+)$/m.exec(stdout)?.[1];
  return pid === undefined ? null : { pid: Number(pid), command: /^c(.+)$/m.exec(stdout)?.[1] ?? 'unknown' };
}
