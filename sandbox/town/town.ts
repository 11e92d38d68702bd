import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalog } from '../../src/config/catalog.ts';
import type { Catalog } from '../../src/core/catalog.ts';
import type { SeedService } from '../google/model.ts';
import { type GoogleOptions, type GoogleSandbox, startGoogle } from '../google/start.ts';
import { HOME } from '../home.ts';
import { freePort } from '../redis/private-server.ts';
import { type RedisServer, startRedis } from '../redis/start.ts';
import { exampleApp, exampleTokens } from '../slack/example-workspace.ts';
import { type SlackSandbox, startSlack } from '../slack/start.ts';
import { exampleText } from './examples.ts';
import { begin, type Door, hasEnded, type Running } from './processes.ts';
import type { ShortTimes } from './short-catalog.ts';

export type TownOptions = {
  readonly webs?: number;
  readonly workers?: number;
  readonly times?: Partial<ShortTimes>;
  /** In place of the example with short times. */
  readonly catalogText?: string;
  /** Requests per second to each service in prod; staging gets a tenth. */
  readonly rps?: number;
  /** How many times faster than Google's the logs and metrics arrive, and Slack's rate limits recover. */
  readonly factor?: number;
  readonly google?: Pick<GoogleOptions, 'switches' | 'timings' | 'seed' | 'logDelayMs' | 'logListsPerMinute'>;
  /** Services to give traffic to; all of the catalog when not said. */
  readonly services?: readonly string[];
  /** Places of the catalog, like `web-portal staging`, that Cloud Run does not have yet. */
  readonly absent?: readonly string[];
  /** Socket Mode in place of signed HTTP. */
  readonly socketMode?: boolean;
  readonly say?: (line: string) => void;
  /** Ends a start that is still under way; what was started is stopped, and the start rejects. */
  readonly signal?: AbortSignal;
};

/** Everything of Slipway's world on loopback, with the real web and worker pointed at it. */
export type Town = {
  readonly redis: RedisServer;
  readonly google: GoogleSandbox;
  readonly slack: SlackSandbox;
  readonly catalog: Catalog;
  readonly catalogPath: string;
  readonly folder: string;
  readonly factor: number;
  /** What a process is started with, so that others can be started beside those of the town. */
  readonly env: Readonly<Record<string, string>>;
  readonly processes: readonly Running[];
  /** On a free port when none is named; resolves when it answers. */
  start(door: Door, port?: number): Promise<Running>;
  /** Full resource name of a service, as journal and control know it. */
  serviceName(service: string, env: string): string;
  stop(): Promise<void>;
  /** Ends everything at once, as a power cut would. */
  kill9(): Promise<void>;
};

const SHORT: ShortTimes = { bakeMs: 8_000, lookEveryMs: 1_000, minRequests: 20 };
const FACTOR = 60;

/** Starts Redis, the emulated Google and Slack, then `webs` and `workers`; stops what it started when one of them fails. */
export async function startTown(options: TownOptions = {}): Promise<Town> {
  const { webs = 1, workers = 1, factor = FACTOR, socketMode = false } = options;
  mkdirSync(HOME, { recursive: true });
  forgetDeadTowns(HOME);
  const folder = mkdtempSync(join(HOME, `town-${process.pid}-`));
  const processes: Running[] = [];
  const ends: End[] = [{ stop: async () => removeFolder(folder), kill9: async () => removeFolder(folder) }];
  const stop = async () => {
    await Promise.all(processes.map((one) => one.stop()));
    // The folder comes first in the list and goes last: Redis writes into it until its end.
    for (const end of ends.toReversed()) await end.stop();
  };
  const kill9 = async () => {
    await Promise.all(processes.map((one) => one.kill9()));
    for (const end of ends.toReversed()) await end.kill9();
  };
  try {
    const parts = await startParts(options, folder, ends);
    const env = envOf({ ...parts, factor, socketMode });
    const start = async (door: Door, port?: number) => {
      options.signal?.throwIfAborted();
      const taken = port ?? (await freePort());
      const running = begin({ door, port: taken, env, logFile: join(folder, `${door}-${taken}.log`) });
      processes.push(running);
      await running.ready;
      if (!socketMode) parts.slack.setRequestUrls(requestUrls(processes));
      return running;
    };
    const doors: Door[] = [...Array<Door>(webs).fill('web'), ...Array<Door>(workers).fill('worker')];
    await allUnlessAborted(
      doors.map((door) => start(door)),
      options.signal,
    );
    const serviceName = (service: string, envName: string) => fullName(parts.catalog, service, envName);
    return { ...parts, folder, factor, env, processes, start, serviceName, stop, kill9 };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Those of processes that were killed and could not tidy up; their names say whose they were. */
function forgetDeadTowns(home: string): void {
  for (const name of readdirSync(home)) {
    const pid = /^town-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) removeFolder(join(home, name));
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's is there too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Something that was started, and how it ends. */
type End = { stop(): Promise<void>; kill9(): Promise<void> };
type Parts = Pick<Town, 'redis' | 'google' | 'slack' | 'catalog' | 'catalogPath'>;

/** All at once; what has started is in `ends` even when another one fails. */
async function startParts(options: TownOptions, folder: string, ends: End[]): Promise<Parts> {
  const { rps = 120, factor = FACTOR } = options;
  const catalogPath = join(folder, 'services.yml');
  writeFileSync(catalogPath, options.catalogText ?? exampleText('default', { ...SHORT, ...options.times }));
  const catalog = loadCatalog(catalogPath);
  const services = seedsOf(catalog, rps, options);
  const keep = async <T extends { stop(): Promise<void>; kill9?(): Promise<void> }>(part: Promise<T>) => {
    const started = await part;
    ends.push({ stop: () => started.stop(), kill9: () => started.kill9?.() ?? started.stop() });
    return started;
  };
  const said = options.say ? { say: options.say } : {};
  const starting = [
    keep(startRedis({ dataDir: join(folder, 'redis'), ...said })),
    keep(startGoogle({ ...options.google, factor, services })),
    keep(startSlack({ limits: { factor } })),
  ] as const;
  await Promise.allSettled(starting);
  const [redis, google, slack] = await Promise.all(starting);
  options.signal?.throwIfAborted();
  return { redis, google, slack, catalog, catalogPath };
}

async function allUnlessAborted(starting: readonly Promise<unknown>[], signal?: AbortSignal): Promise<void> {
  const aborted = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  await Promise.race([Promise.all(starting), aborted]);
}

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

function seedsOf(
  catalog: Catalog,
  rps: number,
  { services: wanted, absent = [] }: Pick<TownOptions, 'services' | 'absent'>,
): SeedService[] {
  return catalog.environments.flatMap(({ name: env, project, region }) =>
    catalog.services
      .filter(({ name, environments }) => environments.includes(env) && (wanted?.includes(name) ?? true))
      .filter(({ name }) => !absent.includes(`${name} ${env}`))
      .map(({ name, image, singleWriter, sessionAffinity, signal }) => ({
        project,
        region,
        service: name,
        image,
        rps: env === 'prod' ? rps : rps / 10,
        ...(singleWriter ? { maxInstances: 1 } : {}),
        sessionAffinity,
        isPuller: signal !== null,
      })),
  );
}

type Pointed = Parts & { factor: number; socketMode: boolean };

function envOf({ redis, google, slack, catalogPath, factor, socketMode }: Pointed): Record<string, string> {
  const transport: Record<string, string> = socketMode
    ? { SLACK_APP_TOKEN: exampleTokens.app }
    : { SLACK_SIGNING_SECRET: exampleApp.signingSecret };
  return {
    ...transport,
    SLACK_BOT_TOKEN: exampleTokens.bot,
    SLACK_API_URL: slack.apiUrl,
    SLACK_TEAM_ID: exampleApp.teamId,
    SLACK_APP_ID: exampleApp.appId,
    SLACK_BOT_ID: exampleApp.botId,
    SLACK_BOT_USER_ID: exampleApp.botUserId,
    REDIS_URL: redis.url,
    SLIPWAY_CATALOG: catalogPath,
    GCP_SANDBOX: google.grpcAddress,
    GCP_SANDBOX_HTTP: google.httpUrl,
    SLIPWAY_METRIC_PERIOD_MS: String(Math.max(1_000, 60_000 / factor)),
    SLIPWAY_SLACK_PACE: String(factor),
    LOG_LEVEL: 'info',
  };
}

function requestUrls(processes: readonly Running[]): string[] {
  const webs = processes.filter(({ door, child }) => door === 'web' && !hasEnded(child));
  return webs.map(({ port }) => `http://127.0.0.1:${port}/slack/events`);
}

function fullName(catalog: Catalog, service: string, env: string): string {
  const environment = catalog.environments.find(({ name }) => name === env);
  if (!environment) throw new Error(`the catalog has no environment ${env}`);
  return `projects/${environment.project}/locations/${environment.region}/services/${service}`;
}
