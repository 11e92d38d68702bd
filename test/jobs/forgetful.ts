import type { Catalog } from '../../src/core/catalog.ts';
import { catalog, jobTown } from '../fakes/job-world.ts';
import { memoryStore } from '../fakes/rollouts.ts';
import { type Drive, drive } from './drive.ts';

/** The same town with an empty Redis: the services stand, and nobody knows of any rollout. */
export function forgetful(of: Drive): Drive {
  const store = memoryStore(of.clock.now);
  return drive({ ...of, store, world: { ...of.world, rollouts: store.rollouts } });
}

/** A rollout at 25 %, all of whose records are then lost with Redis. */
export async function lostAt25(from: Catalog = catalog): Promise<{ readonly of: Drive; readonly canary: string }> {
  const before = drive(jobTown(from));
  await before.start();
  await before.advance();
  await before.until(({ state, marks }) => state === 'baking' && marks.at(-1)?.percent === 25);
  return { of: forgetful(before), canary: before.newest().canary };
}

/** What stands in the channel itself. */
export function posted(of: Drive): readonly string[] {
  return of.store.outbox.flatMap((message) =>
    message.op === 'post' && message.threadKey === null ? [message.text] : [],
  );
}
