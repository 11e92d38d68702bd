import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../slack/free-port.ts';

export type RedisServer = {
  readonly url: string;
  /** As a power cut would: what was not on disk is lost. */
  kill(): Promise<void>;
  /** Comes back with what was on disk. */
  start(): Promise<void>;
  /** Holds every answer back, without closing a connection. */
  hang(): void;
  goOn(): void;
  remove(): Promise<void>;
};

/** A private Redis with the settings that we ask of production. */
export async function redisServer(): Promise<RedisServer> {
  const [port, folder] = [await freePort(), await mkdtemp(join(tmpdir(), 'slipway-redis-'))];
  const url = `redis://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;
  const start = async () => {
    const settings = [
      '--appendonly',
      'yes',
      '--appendfsync',
      'always',
      '--maxmemory-policy',
      'noeviction',
      '--save',
      '',
    ];
    child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, ...settings], {
      stdio: 'ignore',
    });
    const client = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 20 });
    client.on('error', () => undefined);
    await client.ping();
    client.disconnect();
  };
  const kill = async () => {
    const dying = child;
    child = null;
    if (!dying) return;
    dying.kill('SIGKILL');
    await once(dying, 'exit');
  };
  await start();
  return {
    url,
    kill,
    start,
    hang: () => child?.kill('SIGSTOP'),
    goOn: () => child?.kill('SIGCONT'),
    remove: async () => {
      await kill();
      await rm(folder, { recursive: true });
    },
  };
}
