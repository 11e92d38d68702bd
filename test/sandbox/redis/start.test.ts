import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findOn } from '../../../sandbox/redis/choose.ts';
import { answersPing } from '../../../sandbox/redis/ping.ts';
import { type RedisServer, startRedis } from '../../../sandbox/redis/start.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-redis-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** This machine, with a Redis of our own whatever REDIS_URL says. */
const ours = { redisUrl: undefined, find: findOn(process.env['PATH'] ?? ''), dockerAnswers: () => false };

const portOf = (url: string) => Number(new URL(url).port);

async function ask<T>({ url }: RedisServer, question: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    return await question(client);
  } finally {
    client.disconnect();
  }
}

test('a private Redis keeps what it acknowledged through a power cut, and ends when told', async () => {
  const server = await startRedis({ dataDir: join(folder, 'kept'), machine: ours });
  try {
    const settings = await ask(server, (client) => client.config('GET', 'append*', 'maxmemory-policy', 'hz', 'bind'));
    expect(settings).toEqual(
      expect.arrayContaining(['appendonly', 'yes', 'appendfsync', 'always', 'noeviction', 'hz', '100', '127.0.0.1']),
    );
    await ask(server, (client) => client.set('kept', 'yes'));
    await server.kill9();
    expect(await answersPing(portOf(server.url))).toBe(false);
    await server.restart();
    expect(await ask(server, (client) => client.get('kept'))).toBe('yes');
  } finally {
    await server.stop();
  }
  expect(await answersPing(portOf(server.url))).toBe(false);
});

test('it ends with the program that started it, even when that is killed', async () => {
  const program = join(folder, 'program.ts');
  const module = JSON.stringify(resolve('sandbox/redis/start.ts'));
  const dataDir = JSON.stringify(join(folder, 'orphan'));
  writeFileSync(
    program,
    `import { startRedis } from ${module};
     const { url } = await startRedis({ dataDir: ${dataDir} });
     process.stdout.write(url);
     setInterval(() => undefined, 1_000);`,
  );
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, REDIS_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url]: unknown[] = await once(child.stdout, 'data');
  const port = portOf(String(url));
  expect(await answersPing(port)).toBe(true);
  child.kill('SIGKILL');
  await vi.waitFor(async () => expect(await answersPing(port)).toBe(false), { timeout: 10_000, interval: 50 });
});

describe('what is not ours', () => {
  const machine = { redisUrl: 'redis://127.0.0.1:1', find: () => null, dockerAnswers: () => false };

  test('a Redis from REDIS_URL is never ended', async () => {
    const server = await startRedis({ dataDir: join(folder, 'url'), machine });
    expect(server.url).toBe('redis://127.0.0.1:1');
    await server.stop();
    await expect(server.kill9()).rejects.toThrow('not ours to end');
    expect(existsSync(join(folder, 'url'))).toBe(false);
  });

  test('without any way one line says what to install', async () => {
    const bare = { ...machine, redisUrl: undefined };
    await expect(startRedis({ dataDir: join(folder, 'none'), machine: bare })).rejects.toThrow(
      /^Slipway needs Redis or Valkey: set REDIS_URL, or install one \(.*\), or start docker\.$/,
    );
  });

  test('a server that does not start is an error that names its log', async () => {
    const path = execFileSync('which', ['false']).toString().trim();
    const broken = { ...machine, redisUrl: undefined, find: (name: string) => (name === 'redis-server' ? path : null) };
    await expect(startRedis({ dataDir: join(folder, 'broken'), machine: broken })).rejects.toThrow(/redis\.log/);
  });
});
