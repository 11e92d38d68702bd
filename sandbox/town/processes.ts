import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export type Door = 'web' | 'worker';

/** One process of the product, from the moment it was started. */
export type Running = {
  readonly door: Door;
  readonly port: number;
  readonly logFile: string;
  readonly child: ChildProcess;
  /** Resolves when it answers. Rejects when it ends before, or takes too long. */
  readonly ready: Promise<void>;
  /** Ends it as a deploy of Slipway would (SIGTERM); resolves with its exit code. */
  stop(): Promise<number | null>;
  /** Ends it as a power cut would. */
  kill9(): Promise<void>;
};

export type Launch = {
  readonly door: Door;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** 30 s when not said. */
  readonly readyWithinMs?: number;
};

/** Ends a process when our end of its input closes: also when we are killed ourselves, where no handler of ours would run. */
const END_WITH_US = `data:text/javascript,${encodeURIComponent(
  "process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM')).resume().unref();",
)}`;

const READY_WITHIN_MS = 30_000;
const ANSWER_WITHIN_MS = 2_000;

/** Starts the real web or worker and waits until it answers. */
export async function launch(how: Launch): Promise<Running> {
  const running = begin(how);
  await running.ready;
  return running;
}

/** Starts the real web or worker, with nothing of ours in its environment but what a deployment sets. */
export function begin({ door, port, env, logFile, readyWithinMs = READY_WITHIN_MS }: Launch): Running {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, ['--import', END_WITH_US, join(ROOT, 'src', `${door}.ts`)], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], PORT: String(port), METADATA_SERVER_DETECTION: 'none', ...env },
    stdio: ['pipe', log, log],
  });
  closeSync(log);
  const ready = untilAnswers(child, port, { what: `${door} (see ${logFile})`, withinMs: readyWithinMs });
  // Whoever waits for it hears of the failure; that nobody waits is no crash of ours.
  ready.catch(() => undefined);
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (hasEnded(child)) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  return {
    door,
    port,
    logFile,
    child,
    ready,
    stop: async () => {
      await end('SIGTERM');
      return child.exitCode;
    },
    kill9: () => end('SIGKILL'),
  };
}

export function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** What it says of itself; null when it does not answer, also when it took the connection and hangs. */
export async function readiness(port: number): Promise<Response | null> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal }).catch(() => null);
  await answer?.body?.cancel().catch(() => undefined);
  return answer;
}

async function untilAnswers(
  child: ChildProcess,
  port: number,
  { what, withinMs }: { readonly what: string; readonly withinMs: number },
): Promise<void> {
  const untilMs = Date.now() + withinMs;
  while (Date.now() < untilMs) {
    if (hasEnded(child)) throw new Error(`${what} ended while it started`);
    const answer = await readiness(port);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  throw new Error(`${what} was not ready within ${withinMs / 1000} s`);
}
