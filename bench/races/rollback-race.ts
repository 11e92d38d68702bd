import { setTimeout as sleep } from 'node:timers/promises';
import { tick } from '../../jobs/tick.ts';
import { hasEnded } from '../../src/core/rollout.ts';
import { PHASES } from '../../test/fakes/job-world.ts';
import { RaceLife } from './life.ts';
import type { RaceTown } from './town.ts';

/** A look is followed by others until the shift is written; a rollback may come anywhere in it. */
const ROLLBACK_WITHIN_MS = 80;
/** A write that was under way must not come after the rollback. */
const REST_MS = 150;

/**
 * `/rollback … now` on one worker against the look on another that writes the split of a phase.
 * False: not on stable, or not `rolledBack`, a while after both have ended.
 */
export async function raceRollback(service: string, index: number, town: RaceTown): Promise<boolean> {
  const life = new RaceLife(service, town);
  await life.deploy();
  await life.toShiftOf(index % PHASES.length);
  const { version } = await life.read();
  const advancing = tick({ rolloutId: life.rolloutId, version }, life.world(1));
  const rollingBack = async () => {
    await sleep(town.random() * ROLLBACK_WITHIN_MS);
    const rollout = { by: 'name', service, env: 'prod' } as const;
    await life.ask({ kind: 'rollback', rollout, toRevision: null, now: true, because: null }, 'U0IRA', 2);
    await life.until(hasEnded, 3);
  };
  await Promise.all([advancing, rollingBack()]);
  await sleep(REST_MS);
  const { rollout } = await life.read();
  return rollout.state === 'rolledBack' && life.isOnStable();
}
