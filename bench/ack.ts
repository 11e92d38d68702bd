import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HOME } from '../sandbox/home.ts';
import { type RedisServer, startRedis } from '../sandbox/redis/start.ts';
import { exampleUserGroups, exampleUsers } from '../sandbox/slack/example-workspace.ts';
import { startSlack } from '../sandbox/slack/start.ts';
import { redisPersonCache } from '../src/redis/caches.ts';
import { connectRedis, untilReady } from '../src/redis/connect.ts';
import { commandMaker } from './ack/commands.ts';
import type { HttpAnswer } from './ack/connection.ts';
import { startBareApp, startWeb } from './ack/doors.ts';
import { load, type Slice } from './ack/load.ts';
import { queuedReasons } from './ack/queued.ts';
import { readOptions } from './measure/options.ts';
import { finish, quantile, resultLine, rounded, say } from './measure/result.ts';

const { rounds, sliceMs, inFlight } = readOptions({ rounds: 9, sliceMs: 1_200, inFlight: 32 });

const WARM_UP_MS = 2_500;
const KILLED_AFTER_MS = 1_000;

/** How fast `/deploy` is acknowledged once it stands on disk, beside an app that only acknowledges; and that it stands there. */
async function main(): Promise<void> {
  mkdirSync(HOME, { recursive: true });
  const folder = mkdtempSync(join(HOME, 'ack-'));
  const redis = await startRedis({ dataDir: join(folder, 'redis') });
  const slack = await startSlack();
  const web = await startWeb({ redisUrl: redis.url, slackUrl: slack.apiUrl, folder });
  const bare = await startBareApp();
  try {
    const next = commandMaker();
    const askWeb = (forMs: number) => load({ port: web.port, inFlight, forMs, next, isAck: isTaken });
    const askBare = (forMs: number) => load({ port: bare.port, inFlight, forMs, next, isAck: isOk });
    const measured = await measure(redis.url, askWeb, askBare);
    const killed = await killedMeanwhile(redis, askWeb);
    const lost = await lostOf([measured.warmUp, ...measured.real, killed], redis.url);
    process.stdout.write(resultLine(figures(measured, lost)));
  } finally {
    bare.stop();
    await web.kill9();
    await Promise.all([slack.stop(), redis.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

type Ask = (forMs: number) => Promise<Slice>;
type Measured = { readonly warmUp: Slice; readonly real: readonly Slice[]; readonly bare: readonly Slice[] };

/** In turn, so that whatever else the machine does hits both. */
async function measure(redisUrl: string, askWeb: Ask, askBare: Ask): Promise<Measured> {
  const real: Slice[] = [];
  const bare: Slice[] = [];
  await askBare(WARM_UP_MS);
  await rememberPerson(redisUrl);
  const warmUp = await askWeb(WARM_UP_MS);
  for (let round = 1; round <= rounds; round++) {
    const bareSlice = await askBare(sliceMs);
    await rememberPerson(redisUrl);
    const realSlice = await askWeb(sliceMs);
    bare.push(bareSlice);
    real.push(realSlice);
    const [bareRate, realRate] = [bareSlice, realSlice].map((slice) => Math.round(perSecond(slice)));
    say(`round ${round}: bare Bolt ${bareRate}/s, Slipway ${realRate}/s, ${realSlice.others} not taken`);
  }
  return { warmUp, real, bare };
}

/** What the worker would have left in Redis when it last met this person; it lives for a minute. */
async function rememberPerson(redisUrl: string): Promise<void> {
  const space = connectRedis(redisUrl, 'worker', () => undefined);
  await untilReady(space, 10_000);
  const { ana } = exampleUsers;
  await redisPersonCache(space, Date.now).put({
    userId: ana,
    standing: 'member',
    groups: [exampleUserGroups.engineers],
  });
  space.client.disconnect();
}

/** Ends Redis in the middle of the load and starts it again on the same data: what was promised until then must be there. */
async function killedMeanwhile(redis: RedisServer, askWeb: Ask): Promise<Slice> {
  await rememberPerson(redis.url);
  const asking = askWeb(2 * KILLED_AFTER_MS);
  await sleep(KILLED_AFTER_MS);
  await redis.kill9();
  const slice = await asking;
  await redis.restart();
  say(`Redis killed under load: ${slice.acknowledged.length} taken before, ${slice.others} told to try again`);
  return slice;
}

async function lostOf(slices: readonly Slice[], redisUrl: string): Promise<number> {
  const promised = slices.flatMap(({ acknowledged }) => acknowledged);
  const found = await queuedReasons(redisUrl);
  const lost = promised.filter((reason) => !found.has(reason)).length;
  say(`${promised.length} commands were acknowledged; ${found.size} stand in the queue`);
  return lost;
}

function figures({ real, bare }: Measured, lostAfterRedisKill: number): Record<string, number> {
  const latenciesMs = real.flatMap((slice) => slice.latenciesMs);
  const [realRate, bareRate] = [medianRate(real), medianRate(bare)];
  return {
    perSecond: rounded(realRate, 0),
    p50Ms: rounded(quantile(latenciesMs, 0.5), 1),
    p99Ms: rounded(quantile(latenciesMs, 0.99), 1),
    barePerSecond: rounded(bareRate, 0),
    ratio: rounded(realRate / bareRate, 3),
    lostAfterRedisKill,
  };
}

/** The middle one of the slices: a moment in which the machine did something else does not count. */
function medianRate(slices: readonly Slice[]): number {
  return quantile(slices.map(perSecond), 0.5);
}

function perSecond({ acknowledged, tookMs }: Slice): number {
  return (acknowledged.length / tookMs) * 1000;
}

function isOk({ status }: HttpAnswer): boolean {
  return status === 200;
}

/** "Planning api-gateway …": a refusal and "not taken, try again" come with status 200, too. */
function isTaken({ status, body }: HttpAnswer): boolean {
  return status === 200 && body.includes('Planning ');
}

finish(main());
