import { createHash, randomUUID } from 'node:crypto';
import { COMMIT_COMMAND } from './commit-script.ts';
import type { RedisSpace } from './connect.ts';
import { keysOf } from './keys.ts';
import type { Queues } from './queues.ts';
import { type Bell, type Step, transact } from './transaction.ts';

/** Long after the test is over; where it was killed in its middle, the tick then finds no such rollout. */
const RINGS_IN_MS = 60_000;
const FRESH_COMMAND = 'slipwaySelftest';

/** A rollout that is none: its keys share the hash tag and nothing else with ours. */
type Trial = { readonly id: string; readonly prefix: string; readonly space: RedisSpace; readonly queues: Queues };

/**
 * Proves at start, with the real commit script on keys of its own, what every rollout rests on in this version of us, of
 * BullMQ and of this Redis: a commit that wins has its job; one that loses changes nothing; and where Redis has lost a
 * script both are there after it was loaded again. Leaves nothing behind.
 * @throws when it is not so; running on would lose rollouts.
 */
export async function proveTransaction(space: RedisSpace, queues: Queues): Promise<void> {
  const id = `selftest-${randomUUID()}`;
  const trial = { id, prefix: `${space.prefix}:${id}`, space, queues };
  try {
    await proveWon(trial);
    await proveLost(trial);
    await proveReload(trial);
  } finally {
    await tidyUp(trial);
  }
}

async function proveWon(trial: Trial): Promise<void> {
  const reply = await transact(trial.space, commitOf(trial, { expectedVersion: 0, state: 'first' }), [bell(trial, 1)]);
  const found = JSON.stringify([reply, ...(await standingOf(trial)), await jobState(trial, 1)]);
  insist(
    found === JSON.stringify([[1, '1'], '1', 'first', '1', 'delayed']),
    `a commit and its job are no longer one step: ${found}`,
  );
}

async function proveLost(trial: Trial): Promise<void> {
  const late = commitOf(trial, { expectedVersion: 0, state: 'second' });
  const reply = await transact(trial.space, late, [bell(trial, 1)]);
  const found = JSON.stringify([reply, ...(await standingOf(trial))]);
  insist(found === JSON.stringify([[0, '1'], '1', 'first', '1']), `a commit that lost changed something: ${found}`);
}

/** A script that no Redis has ever heard of stands for one that this Redis has lost. */
async function proveReload(trial: Trial): Promise<void> {
  const { client } = trial.space;
  const key = keysOf(trial.prefix).lock('fresh', 'script');
  const lua = `return redis.call('SET', KEYS[1], ARGV[1]) -- ${trial.id}`;
  client.defineCommand(FRESH_COMMAND, { numberOfKeys: 1, lua });
  const step = { command: 'evalsha', args: [createHash('sha1').update(lua).digest('hex'), 1, key, 'there'] };
  await transact(trial.space, step, [bell(trial, 2)]);
  const found = JSON.stringify([await client.get(key), await jobState(trial, 2)]);
  insist(found === JSON.stringify(['there', 'delayed']), `a script that was lost cost a commit or its job: ${found}`);
}

function commitOf({ id, prefix }: Trial, change: { expectedVersion: number; state: string }): Step {
  const keys = keysOf(prefix);
  const place = ['selftest', 'selftest'] as const;
  const names = [
    ...[keys.rollout(id), keys.lock(...place), keys.fence(...place), keys.due, keys.rollouts, keys.events(id)],
    ...[keys.outbox(id), keys.dirty, keys.freeze(...place), keys.served(...place), keys.queue(...place)],
    keys.judged(id),
  ];
  const { expectedVersion, state } = change;
  const values = [expectedVersion, `${id}-${state}`, state, id, 1, 'hold', 1, '', 1, '', '', id, 1, 60, '1', 0, '', ''];
  return { command: COMMIT_COMMAND, args: [...names, ...values] };
}

function bell({ id, queues }: Trial, version: number): Bell {
  const options = { jobId: `${id}-${version}`, delay: RINGS_IN_MS };
  return { queue: queues.ticks, name: 'tick', data: { rolloutId: id, version }, options };
}

async function standingOf({ id, prefix, space }: Trial): Promise<readonly unknown[]> {
  const keys = keysOf(prefix);
  const [version, state] = await space.client.hmget(keys.rollout(id), 'v', 's');
  return [version, state, await space.client.zscore(keys.due, id)];
}

function jobState({ id, queues }: Trial, version: number): Promise<string> {
  return queues.ticks.getJobState(`${id}-${version}`);
}

async function tidyUp(trial: Trial): Promise<void> {
  const { id, prefix, space, queues } = trial;
  const keys = keysOf(prefix);
  const place = ['selftest', 'selftest'] as const;
  await Promise.all([
    space.client.del(keys.rollout(id), keys.lock(...place), keys.fence(...place), keys.due, keys.rollouts),
    space.client.del(keys.lock('fresh', 'script')),
    ...[1, 2].map((version) => queues.ticks.remove(`${id}-${version}`)),
  ]);
}

function insist(holds: boolean, problem: string): void {
  if (!holds) throw new Error(`${problem}: do not run this version on this Redis`);
}
