import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import type { Running } from '../../../sandbox/town/processes.ts';
import { Supervisor } from '../../../sandbox/town/supervisor.ts';
import { until } from '../../../sandbox/until.ts';

test('a process that ends by itself is told of and started again on its port', async () => {
  const post = watched();
  await post.running.kill9();
  await until('a second one', () => post.started.length === 2);
  await until('it to be said', () => post.said.length === 2);
  expect(post.said.join('\n')).toMatch(/web-1 ended by itself \(SIGKILL\).*web\.log\nweb-1 runs again/);
  expect(post.started).toEqual([8001, 8001]);
  expect(post.supervisor.rows()).toMatchObject([{ id: 'web-1', door: 'web', state: 'running', crashes: 1 }]);
});

test('one that was asked to restart is no crash, and waits for nothing', async () => {
  const post = watched();
  expect(post.supervisor.restart('web-1')).toBe(true);
  expect(post.supervisor.restart('web-1')).toBe(false);
  await until('a second one', () => post.said.length === 1);
  expect([post.waits, post.supervisor.rows()[0]?.crashes]).toEqual([[], 0]);
});

test('one that fails at its start is tried ever more slowly', async () => {
  const post = watched({ failures: 6 });
  await post.running.kill9();
  await until('it to run at last', () => post.said.some((line) => line.includes('runs again')));
  expect(post.waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
});

test('nothing is started once all is to stop', async () => {
  const post = watched();
  post.supervisor.stop();
  await post.running.kill9();
  expect([post.started, post.said]).toEqual([[8001], []]);
});

test('one that is only starting cannot be killed, as there is nothing to kill', async () => {
  const post = watched({ isSlow: true });
  post.supervisor.restart('web-1');
  await until('it to have ended', () => post.supervisor.rows()[0]?.state === 'starting');
  expect(post.supervisor.kill('web-1')).toBe(false);
});

test('nobody can be killed who is not there', () => {
  expect(watched().supervisor.kill('worker-7')).toBe(false);
});

function watched({ failures = 0, isSlow = false } = {}) {
  const said: string[] = [];
  const waits: number[] = [];
  const started = [8001];
  const children: ChildProcess[] = [];
  const left = { failures };
  const supervisor = new Supervisor({
    start: async (_, port) => {
      if (left.failures > 0) {
        left.failures -= 1;
        throw new Error('ended while it started');
      }
      if (isSlow) await new Promise(() => undefined);
      started.push(port);
      return idle(port, children);
    },
    say: (line) => said.push(line),
    now: () => 0,
    wait: async (ms) => void waits.push(ms),
  });
  const running = idle(8001, children);
  supervisor.take([running]);
  onTestFinished(() => {
    // First, or it would start again what ends now.
    supervisor.stop();
    for (const child of children) child.kill('SIGKILL');
  });
  return { supervisor, running, said, waits, started };
}

/** A real process that does nothing. */
function idle(port: number, children: ChildProcess[]): Running {
  const child: ChildProcess = spawn('sleep', ['60'], { stdio: 'ignore' });
  children.push(child);
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  return {
    door: 'web',
    port,
    logFile: 'web.log',
    child,
    ready: Promise.resolve(),
    stop: async () => {
      await end('SIGTERM');
      return child.exitCode;
    },
    kill9: () => end('SIGKILL'),
  };
}
