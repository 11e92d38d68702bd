import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type entriesOf, placeOf } from '../jobs/job.ts';
import { rollBack } from '../jobs/rollback.ts';
import { type Found, findTarget } from '../jobs/rollback-target.ts';
import { placeIn } from './cli-place.ts';
import { cloudRun } from './cloudrun/cloud-run.ts';
import { readCliEnv } from './config/env.ts';
import type { Place } from './core/catalog.ts';
import { planOf } from './core/plan.ts';
import { redactorOf } from './core/redaction/redact.ts';
import { startRollback } from './core/rollback-transitions.ts';
import { type RolloutIn, stableOf } from './core/rollout.ts';
import { fenceOf } from './core/trace.ts';
import { planned } from './core/transitions.ts';
import { googleConnection } from './google-connection.ts';
import { idTokens } from './google-id-tokens.ts';
import { probe } from './http/probe.ts';
import { memoryRollouts } from './memory-rollouts.ts';
import { refused } from './messages/refused.ts';

const LOOK_EVERY_MS = 250;
const GIVE_UP_MS = 5 * 60_000;

type Say = (line: string) => void;
type Wish = Place & { readonly toRevision: string | null };

/** The same target and the same steps as in Slack, without its record: it says so, and Slipway finds the traffic moved. */
export async function rollBackNow(wish: Wish, say: Say): Promise<number> {
  const { toRevision } = wish;
  const { catalogPath, gcpSandbox, user } = readCliEnv();
  const { catalog, service, env } = placeIn(catalogPath, wish);
  const google = googleConnection({ sandbox: gcpSandbox });
  const run = cloudRun(google);
  const world = {
    catalog: () => catalog,
    cloudRun: run,
    errors: null,
    probe: probe(idTokens({ sandbox: gcpSandbox })),
    rollouts: memoryRollouts(),
    redact: redactorOf(catalog.redaction),
    now: Date.now,
    log: () => undefined,
  };
  const found = await findTarget({ service, env }, toRevision, world);
  if ('refusal' in found) {
    say(refused(found.refusal).text);
    return 1;
  }
  const view = await run.read(placeOf(service, env));
  const rollout = begin(found, { service, env, fence: (view ? fenceOf(view) : 0) + 1, user });
  say(`Rolling ${service.name} in ${env.name} back to ${found.target.revision}: ${found.because}.`);
  await world.rollouts.commit({
    commitId: '',
    expectedVersion: 0,
    rollout,
    event: { kind: 'rollbackBegan', reason: rollout.reason, fromPercent: 100 },
    messages: [],
    nextLookAtMs: null,
  });
  return follow(rollout.id, world, say);
}

type Beginning = { readonly fence: number; readonly user: string } & ReturnType<typeof entriesOf>;

function begin(found: Found, { service, env, fence, user }: Beginning): RolloutIn<'rollingBack'> {
  const nowMs = Date.now();
  const plan = planned(
    {
      id: randomBytes(5).toString('hex'),
      kind: 'rollback',
      service: service.name,
      env: env.name,
      place: { project: env.project, region: env.region },
      image: found.image,
      canary: found.current,
      stable: found.target,
      plan: { ...planOf(service, []), hash: '' },
      channel: env.channel,
      requestedBy: user,
      requestedAtMs: nowMs,
      because: null,
      fence,
    },
    nowMs,
  );
  return startRollback(plan, {
    stable: found.target,
    reason: { who: user, text: 'from the command line' },
    endsAs: 'rolledBack',
    fence,
    nowMs,
  });
}

async function follow(id: string, world: Parameters<typeof rollBack>[1], say: Say): Promise<number> {
  const untilMs = Date.now() + GIVE_UP_MS;
  while (Date.now() < untilMs) {
    const stored = await world.rollouts.read(id);
    if (!stored) throw new Error('the rollback lost its own record');
    const { rollout, version } = stored;
    if (rollout.state === 'stuck') {
      say(`Cannot be done: ${rollout.nextStep}`);
      return 1;
    }
    if (rollout.state !== 'rollingBack') {
      say(
        `Done: ${stableOf(rollout).revision} serves all traffic. Tell the incident channel; Slipway will find that it was moved.`,
      );
      return 0;
    }
    await rollBack({ rollout, version }, world).catch((error: unknown) => say(`${String(error)}; trying again`));
    await sleep(LOOK_EVERY_MS);
  }
  say(`Not confirmed within ${GIVE_UP_MS / 60_000} min: look at the service in the console.`);
  return 1;
}
