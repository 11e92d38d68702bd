import { setImmediate as aMoment } from 'node:timers/promises';
import type { World } from '../../jobs/job.ts';

type Job = (world: World) => Promise<unknown>;
type Hooks = { before(): Promise<void>; after(): void };

/** The process died: no call of this run is carried out any more, not even the one that would tell of it. */
class Crash extends Error {}

/** Runs a job that dies at its call number `atCall`, before or after that call was carried out. Returns what failed. */
export async function runUntilCrash(
  world: World,
  job: Job,
  crash: { readonly atCall: number; readonly carriedOut: boolean },
): Promise<unknown[]> {
  const failures: unknown[] = [];
  await job(hooked(world, fuse(crash))).catch((error: unknown) => failures.push(error));
  return failures;
}

/** Lets so many calls on the outside pass, and then none. */
export function fuse({ atCall, carriedOut }: { readonly atCall: number; readonly carriedOut: boolean }): Hooks {
  let calls = 0;
  const die = () => {
    throw new Crash('killed');
  };
  return {
    before: async () => {
      calls += 1;
      if (calls > atCall || (calls === atCall && !carriedOut)) die();
    },
    after: () => {
      if (calls >= atCall) die();
    },
  };
}

/** Runs jobs side by side; `choices` says which of them makes its next call on the outside. Returns what failed. */
export async function sideBySide(world: World, jobs: readonly Job[], choices: readonly number[]): Promise<unknown[]> {
  const waiting: (() => void)[] = [];
  const failures: unknown[] = [];
  let running = jobs.length;
  const before = () => new Promise<void>((resolve) => waiting.push(resolve));
  const run = async (job: Job) => {
    await job(hooked(world, { before, after: () => undefined })).catch((error: unknown) => failures.push(error));
    running -= 1;
  };
  const all = Promise.all(jobs.map(run));
  for (let turn = 0; running > 0; turn++) {
    await aMoment();
    const choice = (choices[turn % choices.length] ?? 0) % Math.max(1, waiting.length);
    for (const goOn of waiting.splice(choice, 1)) goOn();
  }
  await all;
  return failures;
}

/** Every call on the outside passes `before` and `after`; the rest of the world is as it was. */
function hooked(world: World, hooks: Hooks): World {
  const { cloudRun, rollouts, evidence, probe, replies, directory, errors } = world;
  return {
    ...world,
    cloudRun: around(cloudRun, hooks),
    rollouts: around(rollouts, hooks),
    evidence: around(evidence, hooks),
    probe: around(probe, hooks),
    replies: around(replies, hooks),
    directory: around(directory, hooks),
    errors: around(errors, hooks),
  };
}

export function around<Port extends object>(port: Port, { before, after }: Hooks): Port {
  return new Proxy(port, {
    get(target, name) {
      const verb: unknown = Reflect.get(target, name);
      if (typeof verb !== 'function') return verb;
      return async (...args: unknown[]) => {
        await before();
        const answer: unknown = await Reflect.apply(verb, target, args);
        after();
        return answer;
      };
    },
  });
}
