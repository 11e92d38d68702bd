import { carryOut } from '../../jobs/command.ts';
import { drainChannel } from '../../jobs/notify.ts';
import { tick } from '../../jobs/tick.ts';
import { exampleChannels } from '../../sandbox/slack/example-workspace.ts';
import type { Catalog } from '../../src/core/catalog.ts';
import type { Request } from '../../src/core/request.ts';
import { hasEnded } from '../../src/core/rollout.ts';
import type { Rollouts } from '../../src/ports/memory.ts';
import type { RedisSpace } from '../../src/redis/connect.ts';
import { keysOf } from '../../src/redis/keys.ts';
import { redisOutbox } from '../../src/redis/outbox.ts';
import { redisTurns } from '../../src/redis/turns.ts';
import { aService } from '../fakes/catalog.ts';
import { asking, catalog, jobTown, PHASES } from '../fakes/job-world.ts';
import { slackOnClock } from '../fakes/slack.ts';

export const CHANNEL = exampleChannels.incidentsProd;

/** These go on while nobody can press. */
const BY_ITSELF = PHASES.map((phase) => ({ ...phase, advance: 'auto' as const }));

function catalogOf(services: readonly string[]): Catalog {
  return {
    services: services.map((name, index) =>
      aService(name, {
        phases: index % 2 === 0 ? PHASES : BY_ITSELF,
        verify: { healthPath: '/health', versionPath: null, timeoutMs: 120_000 },
      }),
    ),
    environments: catalog.environments.map((one) => ({ ...one, channel: CHANNEL })),
    timing: catalog.timing,
    redaction: catalog.redaction,
  };
}

/**
 * Real rollouts on the emulated Cloud Run, the real outbox on a real Redis, and the emulated Slack with its limits, all
 * on one clock turned by hand; what one worker does not drain the other does.
 */
export function slackTown(space: RedisSpace, services: readonly string[]) {
  const jobs = jobTown(catalogOf(services));
  const { clock, store } = jobs;
  const { now } = clock;
  const slack = slackOnClock(now);
  const stream = keysOf(space.prefix).outbox(CHANNEL);
  const outbox = redisOutbox(space, { now, onUnreadable: ({ rowId }) => unreadable(rowId) });
  const logged: string[] = [];
  let turn = 0;
  let drainAtMs = now();
  let mostRows = 0;
  const commit: Rollouts['commit'] = async (change) => {
    const before = store.outbox.length;
    const outcome = await store.rollouts.commit(change);
    const messages = store.outbox.slice(before);
    if (messages.length > 0) drainAtMs = Math.min(drainAtMs, now());
    for (const message of messages) {
      await space.client.xadd(stream, `${now()}-*`, 'm', JSON.stringify(message));
    }
    return outcome;
  };
  const workerOf = (token?: string) => ({
    ...jobs.world,
    ...slack.side(redisTurns(space, now), token),
    rollouts: { ...store.rollouts, commit },
    outbox,
    log: (event: string) => logged.push(event),
  });
  let workers = [workerOf(), workerOf()] as const;

  const drain = async () => {
    mostRows = Math.max(mostRows, await space.client.xlen(stream));
    turn += 1;
    const waitMs = await drainChannel(CHANNEL, workers[turn % 2 === 0 ? 0 : 1]);
    drainAtMs = waitMs === null ? Number.POSITIVE_INFINITY : now() + waitMs;
  };
  const say = (request: Request, userId: string) => carryOut(asking(request, userId, now()), workers[0]);
  const live = () => store.all().filter(({ rollout }) => !hasEnded(rollout));
  const press = async () => {
    if (slack.faults.isAway) return;
    for (const { rollout } of live()) {
      const { state, service, env } = rollout;
      if (state === 'waiting') await say({ kind: 'advance', rollout: { by: 'name', service, env } }, 'U0BO');
    }
  };
  /** When the next job falls due, of rollouts or of the outbox. */
  const next = () => {
    const [due = null] = [...store.due.values()].sort((one, other) => one.atMs - other.atMs);
    return due !== null && due.atMs <= drainAtMs ? { atMs: due.atMs, due } : { atMs: drainAtMs, due: null };
  };
  /** One thing after the other, as it falls due, until all is over and told, or the time has come. */
  const run = async (untilMs = Number.MAX_SAFE_INTEGER) => {
    for (;;) {
      await press();
      const { atMs, due } = next();
      if (atMs === Number.POSITIVE_INFINITY) return;
      clock.advance(Math.max(0, Math.min(atMs, untilMs) - now()));
      if (atMs >= untilMs) return;
      await (due === null ? drain() : tick(due, workers[0]));
    }
  };
  const deploy = async (service: string) => {
    const image = { kind: 'tag', tag: 'v1.1.0' } as const;
    await say({ kind: 'deploy', service, env: 'prod', image, strategy: null, because: null, planOnly: false }, 'U0ANA');
    const planned = store.history.at(-1)?.rollout;
    if (!planned) throw new Error('no plan was made');
    await say({ kind: 'confirm', of: 'deploy', rolloutId: planned.id, planHash: planned.plan.hash }, 'U0ANA');
  };
  /** Both workers leave, and start with this token. */
  const restart = (token: string) => {
    workers = [workerOf(token), workerOf(token)];
  };
  return { jobs, slack, restart, logged, run, deploy, mostRows: () => mostRows };
}

function unreadable(rowId: string): never {
  throw new Error(`nobody can read the row ${rowId}`);
}
