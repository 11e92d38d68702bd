import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { findOn } from '../../sandbox/redis/choose.ts';
import { freePort, launchServer } from '../../sandbox/redis/private-server.ts';

/** A server that a test may do anything to, with a connection of an operator. */
export type OwnRedis = { readonly port: number; readonly admin: Redis; stop(): Promise<void> };

const find = findOn(process.env['PATH'] ?? '');

export async function ownRedis(): Promise<OwnRedis> {
  const path = find('redis-server') ?? find('valkey-server');
  if (path === null) throw new Error('these tests need a redis-server or valkey-server on the PATH');
  const folder = mkdtempSync(join(tmpdir(), 'slipway-own-redis-'));
  const port = await freePort();
  const places = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--logfile', 'redis.log'];
  const settings = ['--save', '', '--repl-diskless-sync-delay', '0', '--enable-debug-command', 'yes'];
  const server = await launchServer({ path, args: [...places, ...settings] }, port);
  const admin = new Redis(port, '127.0.0.1');
  return {
    port,
    admin,
    stop: async () => {
      admin.disconnect();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
