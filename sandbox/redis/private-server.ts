import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { answersPing } from './ping.ts';

/** A program that listens on `port` of the loopback address and speaks Redis. */
export type Launch = {
  readonly path: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

export type RunningServer = {
  readonly pid: number;
  /** Ends it as an operator would; resolves when it is gone. */
  readonly stop: () => Promise<void>;
  /** Ends it as a power cut would; resolves when it is gone. */
  readonly kill9: () => Promise<void>;
};

/**
 * Runs the server in the background and ends it when our end of the pipe closes: also when we are killed ourselves,
 * where no handler of ours would run. In the background it does not hear Ctrl-C, so that web and worker can end first.
 */
const GUARD = '"$@" & pid=$!; echo "$pid"; cat > /dev/null; kill "$pid" 2> /dev/null; wait "$pid"';

/** Longest wait for an answer: a large append-only file is read first. */
const START_MS = 30_000;

/** Resolves when the server answers. Throws with what it printed when it ends instead. */
export async function launchServer({ path, args, env }: Launch, port: number): Promise<RunningServer> {
  const guard = spawn('sh', ['-c', GUARD, 'redis-guard', path, ...args], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = once(guard, 'exit');
  const pid = await firstLine(guard);
  const close = async () => {
    guard.stdin.end();
    await ended;
  };
  const kill9 = async () => {
    killIfThere(pid);
    await close();
  };
  if (await answersWithin(START_MS, port, pid)) return { pid, stop: close, kill9 };
  await kill9();
  throw new Error(`${path} did not start: see redis.log in its data folder`);
}

async function firstLine({ stdout }: ChildProcess): Promise<number> {
  if (stdout === null) throw new Error('the guard has no output');
  const [chunk]: unknown[] = await once(stdout, 'data');
  // Whatever the server prints later must not fill the pipe.
  stdout.resume();
  return Number.parseInt(String(chunk), 10);
}

async function answersWithin(limitMs: number, port: number, pid: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while (performance.now() < deadline) {
    if (await answersPing(port)) return true;
    if (!isRunning(pid)) return false;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return false;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function killIfThere(pid: number): void {
  if (isRunning(pid)) process.kill(pid, 'SIGKILL');
}

/** A port of the loopback address that nobody listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
