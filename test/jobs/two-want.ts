import { tick } from '../../jobs/tick.ts';
import type { Rollout } from '../../src/core/rollout.ts';
import { deployOf } from '../fakes/job-world.ts';
import { type Drive, drive } from './drive.ts';

/** The newest rollout of an image. */
export function byTag(of: Drive, tag: string): Rollout {
  const found = of.store.all().findLast(({ rollout }) => rollout.image.tag === tag);
  if (!found) throw new Error(`no rollout of ${tag}`);
  return found.rollout;
}

/** Ana's rollout of v1.1.0 in this state, and Bo, who has asked for v1.2.0 and been shown what runs. */
export async function twoWant(state: Rollout['state'] = 'baking'): Promise<Drive> {
  const of = drive();
  await of.start('v1.1.0');
  await of.untilState(state);
  await of.say(deployOf('v1.2.0'), 'U0BO');
  return of;
}

export async function choose(of: Drive, kind: 'supersede' | 'wait', tag = 'v1.2.0', userId = 'U0BO') {
  const { id, plan } = byTag(of, tag);
  return of.say({ kind, rolloutId: id, planHash: plan.hash }, userId);
}

/** Rings everything for so long. */
export async function pass(of: Drive, ms: number, world = of.world): Promise<void> {
  const untilMs = of.clock.now() + ms;
  for (;;) {
    const [due] = [...of.store.due.values()].sort((one, other) => one.atMs - other.atMs);
    if (!due || due.atMs > untilMs) break;
    of.clock.advance(Math.max(0, due.atMs - of.clock.now()));
    await tick(due, world);
  }
  of.clock.advance(Math.max(0, untilMs - of.clock.now()));
}

export const posts = (of: Drive) => of.store.outbox.filter(({ op }) => op === 'post').map(({ text }) => text);
