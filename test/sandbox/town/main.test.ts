import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { until } from '../../../sandbox/until.ts';
import { childrenOf, commandOf, isRunning } from './process-tree.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

describe('what was typed', () => {
  test.for([
    ['--help', 0, /--socket-mode.*--port PORT.*--example NAME/s],
    ['--sloow', 2, /Unknown option '--sloow'.*--slow/s],
    ['--example moon', 2, /no example "moon"; there are: default, small/],
  ] as const)('%s', async ([typed, code, words]) => {
    const run = sandbox(typed.split(' '));
    await once(run.child, 'exit');
    expect([run.child.exitCode, run.output()]).toEqual([code, expect.stringMatching(words)]);
  });
});

describe('the port is taken', () => {
  test('by somebody: says by whom, and offers another', async () => {
    const port = await taken({});
    const run = sandbox(['--port', String(port)]);
    await once(run.child, 'exit');
    expect(run.child.exitCode).toBe(1);
    expect(run.output()).toMatch(new RegExp(`Port ${port} is taken \\(pid ${process.pid}: .*--port ${port + 1}`, 's'));
  });

  test('by another sandbox: says where it is', async () => {
    const port = await taken({ 'x-slipway-sandbox': 'page' });
    const run = sandbox(['--port', String(port)]);
    await once(run.child, 'exit');
    expect([run.child.exitCode, run.output()]).toEqual([
      1,
      expect.stringMatching(new RegExp(`sandbox runs already .*: open http://127.0.0.1:${port}`)),
    ]);
  });
});

test('it starts, tells the way in, starts again what ends, and leaves nothing behind', async () => {
  const run = sandbox(['--port', '0', '--example', 'small', '--socket-mode']);
  await run.says(/Ctrl-C stops everything/);
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(run.output())?.[0] ?? '';
  const folder = /Logs in (\S+)\/\*\.log/.exec(run.output())?.[1] ?? '';
  expect((await fetch(`${url}/api/messages?as=U0ANA&channel=C0DEPLOYS`)).status).toBe(200);
  expect(existsSync(`${ROOT}/${folder}`)).toBe(true);
  const heard = await appNews(url);
  const order = { do: 'kill', process: 'web-1' };
  const headers = { 'content-type': 'application/json' };
  await fetch(`${url}/api/town`, { method: 'POST', headers, body: JSON.stringify(order) });
  await run.says(/web-1 ended by itself \(SIGKILL\).*web-1 runs again/s);
  await until('the app to be away and back', () => heard.length === 2);
  expect(heard).toEqual([false, true]);
  const children = childrenOf(run.child.pid);
  run.child.kill('SIGINT');
  await once(run.child, 'exit');
  expect([run.child.exitCode, existsSync(`${ROOT}/${folder}`)]).toEqual([0, false]);
  expect(children.length).toBeGreaterThan(2);
  expect(children.filter(isRunning)).toEqual([]);
});

test('a second Ctrl-C waits for nobody', async () => {
  const run = sandbox(['--port', '0', '--example', 'small']);
  await run.says(/Ctrl-C stops everything/);
  const folder = /Logs in (\S+)\/\*\.log/.exec(run.output())?.[1] ?? '';
  const children = childrenOf(run.child.pid);
  // One that cannot end by itself is what makes people press again.
  const [stuck = 0] = children.filter((pid) => commandOf(pid).includes('worker.ts'));
  process.kill(stuck, 'SIGSTOP');
  await until('the end', () => {
    run.child.kill('SIGINT');
    return run.child.exitCode !== null;
  });
  expect([run.child.exitCode, existsSync(`${ROOT}/${folder}`)]).toEqual([130, false]);
  expect(children.filter(isRunning)).toEqual([]);
});

test('killed, it takes everything along, and the next one tidies up', async () => {
  const run = sandbox(['--port', '0', '--example', 'small']);
  await run.says(/Ctrl-C stops everything/);
  const folder = /Logs in (\S+)\/\*\.log/.exec(run.output())?.[1] ?? '';
  const children = childrenOf(run.child.pid);
  run.child.kill('SIGKILL');
  await until('all to have ended', () => !children.some(isRunning));
  expect(existsSync(`${ROOT}/${folder}`)).toBe(true);
  const next = sandbox(['--port', '0', '--example', 'small']);
  await next.says(/Ctrl-C stops everything/);
  expect(existsSync(`${ROOT}/${folder}`)).toBe(false);
  next.child.kill('SIGTERM');
  await once(next.child, 'exit');
});

test('a town that cannot start says why, and what to do', async () => {
  const run = sandbox(['--port', '0'], { PATH: '/nowhere' });
  await once(run.child, 'exit');
  const words = /^The town does not start: Slipway needs Redis or Valkey: set REDIS_URL/;
  expect([run.child.exitCode, run.output()]).toEqual([1, expect.stringMatching(words)]);
});

test('asked to stop while it starts, it stops', async () => {
  const run = sandbox(['--port', '0']);
  await until('a first process', () => childrenOf(run.child.pid).length > 0);
  run.child.kill('SIGTERM');
  await once(run.child, 'exit');
  expect([run.child.exitCode, run.output()]).toEqual([0, expect.stringMatching(/^\nStopping …[^\n]*\n$/)]);
});

function sandbox(typed: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['sandbox/main.ts', ...typed], { cwd: ROOT, env: { ...process.env, ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const says = async (words: RegExp) => {
    const isSaid = () => words.test(output);
    await until(`${words}, or the end`, () => isSaid() || child.exitCode !== null);
    if (!isSaid()) throw new Error(`ended without saying ${words}: ${output}`);
  };
  return { child, output: () => output, says };
}

/** What a browser is told of whether the app is up. */
async function appNews(url: string): Promise<boolean[]> {
  const heard: boolean[] = [];
  const socket = new WebSocket(`${url.replace('http', 'ws')}/live?as=U0ANA`);
  onTestFinished(() => socket.terminate());
  socket.on('message', (data) => {
    const news: { type: string; isAppUp: boolean } = JSON.parse(data.toString());
    if (news.type === 'app') heard.push(news.isAppUp);
  });
  await once(socket, 'message');
  return heard;
}

/** A port that this very process holds. */
async function taken(headers: Record<string, string>): Promise<number> {
  const server = createServer((_, response) => response.writeHead(200, headers).end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
