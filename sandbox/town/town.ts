import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCatalog } from '../../src/config/catalog.ts';
import type { Catalog } from '../../src/core/catalog.ts';
import type { SeedService } from '../google/model.ts';
import { type GoogleOptions, type GoogleSandbox, startGoogle } from '../google/start.ts';
import { freePort } from '../redis/private-server.ts';
import { type RedisServer, startRedis } from '../redis/start.ts';
import { exampleApp, exampleTokens } from '../slack/example-workspace.ts';
import { type SlackSandbox, startSlack } from '../slack/start.ts';
import { type Door, launch, type Running } from './processes.ts';
import { type ShortTimes, shortCatalog } from './short-catalog.ts';

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
  readonly google?: Pick<GoogleOptions, 'switches' | 'timings' | 'seed'>;
  /** Services to give traffic to; all of the catalog when not said. */
  readonly services?: readonly string[];
  /** Socket Mode in place of signed HTTP. */
  readonly socketMode?: boolean;
  readonly say?: (line: string) => void;
};

/** Everything of Slipway's world on loopback, with the real web and worker pointed at it. */
export type Town = {
  readonly redis: RedisServer;
  readonly google: GoogleSandbox;
  readonly slack: SlackSandbox;
  readonly catalog: Catalog;
  readonly catalogPath: string;
  readonly folder: string;
  readonly processes: readonly Running[];
  start(door: Door): Promise<Running>;
  /** Full resource name of a service, as journal and control know it. */
  serviceName(service: string, env: string): string;
  stop(): Promise<void>;
};

const HOME = fileURLToPath(new URL('../../.slipway', import.meta.url));
const SHORT: ShortTimes = { bakeMs: 8_000, lookEveryMs: 1_000, minRequests: 20 };
const FACTOR = 60;

/** Starts Redis, the emulated Google and Slack, then `webs` and `workers`; stops what it started when one of them fails. */
export async function startTown(options: TownOptions = {}): Promise<Town> {
  const { webs = 1, workers = 1, rps = 120, factor = FACTOR, socketMode = false } = options;
  mkdirSync(HOME, { recursive: true });
  const folder = mkdtempSync(join(HOME, 'town-'));
  const catalogPath = join(folder, 'services.yml');
  writeFileSync(catalogPath, options.catalogText ?? shortCatalog({ ...SHORT, ...options.times }));
  const catalog = loadCatalog(catalogPath);
  const say = options.say ? { say: options.say } : {};
  const redis = await startRedis({ dataDir: join(folder, 'redis'), cacheDir: join(HOME, 'redis-packages'), ...say });
  const services = seedsOf(catalog, rps, options.services);
  const google = await startGoogle({ ...options.google, factor, services });
  const slack = await startSlack({ limits: { factor } });
  const processes: Running[] = [];
  const stop = async () => {
    await Promise.all(processes.map((one) => one.stop()));
    await Promise.all([google.stop(), slack.stop(), redis.stop()]);
    rmSync(folder, { recursive: true, force: true });
  };
  const start = async (door: Door) => {
    const port = await freePort();
    const logFile = join(folder, `${door}-${port}.log`);
    const env = envOf({ redis, google, slack, catalogPath, factor, socketMode });
    const running = await launch({ door, port, env, logFile });
    processes.push(running);
    if (!socketMode) slack.setRequestUrls(requestUrls(processes));
    return running;
  };
  try {
    const doors: Door[] = [...Array<Door>(webs).fill('web'), ...Array<Door>(workers).fill('worker')];
    await Promise.all(doors.map(start));
  } catch (error) {
    await stop();
    throw error;
  }
  const serviceName = (service: string, env: string) => fullName(catalog, service, env);
  return { redis, google, slack, catalog, catalogPath, folder, processes, start, serviceName, stop };
}

function seedsOf(catalog: Catalog, rps: number, wanted?: readonly string[]): SeedService[] {
  return catalog.environments.flatMap(({ name: env, project, region }) =>
    catalog.services
      .filter(({ name, environments }) => environments.includes(env) && (wanted?.includes(name) ?? true))
      .map(({ name, image, singleWriter }) => ({
        ...{ project, region, service: name, image },
        rps: env === 'prod' ? rps : rps / 10,
        ...(singleWriter ? { maxInstances: 1 } : {}),
      })),
  );
}

type Parts = Pick<Town, 'redis' | 'google' | 'slack' | 'catalogPath'> & { factor: number; socketMode: boolean };

function envOf({ redis, google, slack, catalogPath, factor, socketMode }: Parts): Record<string, string> {
  const door: Record<string, string> = socketMode
    ? { SLACK_APP_TOKEN: exampleTokens.app }
    : { SLACK_SIGNING_SECRET: exampleApp.signingSecret };
  return {
    ...door,
    SLACK_BOT_TOKEN: exampleTokens.bot,
    SLACK_API_URL: slack.apiUrl,
    SLACK_TEAM_ID: exampleApp.teamId,
    SLACK_APP_ID: exampleApp.appId,
    SLACK_BOT_ID: exampleApp.botId,
    SLACK_BOT_USER_ID: exampleApp.botUserId,
    REDIS_URL: redis.url,
    SLIPWAY_CATALOG: catalogPath,
    GCP_SANDBOX: google.grpcAddress,
    SLIPWAY_METRIC_PERIOD_MS: String(Math.max(1_000, 60_000 / factor)),
    SLIPWAY_SLACK_PACE: String(factor),
    LOG_LEVEL: 'info',
  };
}

function requestUrls(processes: readonly Running[]): string[] {
  return processes.filter(({ door }) => door === 'web').map(({ port }) => `http://127.0.0.1:${port}/slack/events`);
}

function fullName(catalog: Catalog, service: string, env: string): string {
  const environment = catalog.environments.find(({ name }) => name === env);
  if (!environment) throw new Error(`the catalog has no environment ${env}`);
  return `projects/${environment.project}/locations/${environment.region}/services/${service}`;
}
