import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { HOME } from '../home.ts';
import { ADVICE, findOn, type Machine, type Way, waysToRedis } from './choose.ts';
import { unpackServer } from './debian-packages.ts';
import { freePort, type Launch, launchServer } from './private-server.ts';

export type RedisOptions = {
  /** Where its data and its log are kept; the same folder again has the same data. */
  readonly dataDir: string;
  /** Where packages are unpacked that are not installed. */
  readonly cacheDir?: string;
  readonly machine?: Machine;
  /** Told before anything is downloaded. */
  readonly say?: (line: string) => void;
};

export type RedisServer = {
  readonly url: string;
  readonly from: Way['kind'];
  /** Leaves a Redis alone that is not ours. */
  stop(): Promise<void>;
  /** Ends it as a power cut would. Throws for a Redis that is not ours. */
  kill9(): Promise<void>;
  /** Starts it again after `stop` or `kill9`: the same address, the same data. */
  restart(): Promise<void>;
  /** Holds every answer back without closing a connection, until `goOn`. */
  hang(): void;
  goOn(): void;
};

/** The settings that Slipway's promises rest on: every acknowledged write is on disk, nothing is ever evicted. */
const SETTINGS = [
  ...['--bind', '127.0.0.1', '--save', '', '--appendonly', 'yes', '--appendfsync', 'always'],
  ...['--maxmemory-policy', 'noeviction', '--hz', '100'],
];

/** A Redis for a laptop and for tests. Throws one clear line when there is no way to one. */
export async function startRedis(options: RedisOptions): Promise<RedisServer> {
  const failures: string[] = [];
  for (const way of waysToRedis(options.machine ?? thisMachine())) {
    try {
      return await follow(way, options);
    } catch (error) {
      failures.push(`${way.kind}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error([ADVICE, ...failures].join('\n'));
}

async function follow(way: Way, options: RedisOptions): Promise<RedisServer> {
  switch (way.kind) {
    case 'url':
      return foreignRedis(way.url);
    case 'binary':
      return privateRedis(way.kind, options.dataDir, (port) => nativeLaunch(way.path, port, options.dataDir));
    case 'packages': {
      const say = options.say ?? ((line: string) => process.stderr.write(`${line}\n`));
      const folder = options.cacheDir ?? join(HOME, 'redis-packages');
      const { path, libraryPath } = await unpackServer(folder, say);
      return privateRedis(way.kind, options.dataDir, (port) => ({
        ...nativeLaunch(path, port, options.dataDir),
        env: { LD_LIBRARY_PATH: libraryPath },
      }));
    }
    case 'docker':
      return privateRedis(way.kind, options.dataDir, (port) => dockerLaunch(way.path, port));
  }
}

function foreignRedis(url: string): RedisServer {
  const refuse = () => {
    throw new Error('this Redis came with REDIS_URL and is not ours to end');
  };
  const refuseLater = async () => refuse();
  const stop = async () => undefined;
  return { url, from: 'url', stop, kill9: refuseLater, restart: refuseLater, hang: refuse, goOn: refuse };
}

async function privateRedis(
  from: Way['kind'],
  dataDir: string,
  launchOn: (port: number) => Launch,
): Promise<RedisServer> {
  mkdirSync(dataDir, { recursive: true });
  const port = await freePort();
  let server = await launchServer(launchOn(port), port);
  return {
    url: `redis://127.0.0.1:${port}`,
    from,
    stop: () => server.stop(),
    kill9: () => server.kill9(),
    restart: async () => {
      server = await launchServer(launchOn(port), port);
    },
    hang: () => process.kill(server.pid, 'SIGSTOP'),
    goOn: () => process.kill(server.pid, 'SIGCONT'),
  };
}

function nativeLaunch(path: string, port: number, dataDir: string): Launch {
  const places = ['--port', String(port), '--dir', resolve(dataDir), '--logfile', 'redis.log'];
  return { path, args: [...places, ...SETTINGS] };
}

/** Its data ends with the container: enough to look around, not for the tests that end a server and start it again. */
function dockerLaunch(path: string, port: number): Launch {
  const settings = SETTINGS.map((word) => (word === '127.0.0.1' ? '0.0.0.0' : word));
  const container = ['run', '--rm', '--init', '-p', `127.0.0.1:${port}:6379`, 'valkey/valkey:8'];
  return { path, args: [...container, 'valkey-server', '--protected-mode', 'no', ...settings] };
}

function thisMachine(): Machine {
  return {
    redisUrl: process.env['REDIS_URL'],
    find: findOn(process.env['PATH'] ?? ''),
    dockerAnswers: (docker) => {
      try {
        execFileSync(docker, ['info'], { stdio: 'ignore', timeout: 5_000 });
        return true;
      } catch {
        return false;
      }
    },
  };
}
