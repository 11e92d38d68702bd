import { mine } from '../src/core/mine.ts';
import type { PatternSummary } from '../src/core/patterns.ts';
import type { Rollout } from '../src/core/rollout.ts';
import { homeOf, type World } from './job.ts';

const LINES = 1_000;

/** What the canary logged as errors since it was made; null when the logs cannot be read, which stops nothing. */
export async function errorPatterns(
  rollout: Rollout,
  world: Pick<World, 'logs' | 'log'>,
): Promise<PatternSummary | null> {
  try {
    const lines = await world.logs.errors(homeOf(rollout), rollout.canary, rollout.requestedAtMs, LINES);
    return mine(lines);
  } catch (error) {
    world.log('logs.unreadable', { rolloutId: rollout.id, service: rollout.service, env: rollout.env, err: error });
    return null;
  }
}
