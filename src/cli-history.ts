import { lastRollout } from '../commands/history.ts';
import { withRollouts } from './cli-redis.ts';
import type { Place } from './core/catalog.ts';
import { historyText, noHistory } from './messages/history.ts';

type Say = (line: string) => void;

/** The same as in Slack, for when that is away: it needs Redis alone. Resolves to the exit code. @throws when Redis is away. */
export function printHistory(at: Place, say: Say): Promise<number> {
  return withRollouts(async ({ rollouts }) => {
    const stored = await lastRollout(at, rollouts);
    say(
      stored ? historyText(stored.rollout, await rollouts.events(stored.rollout.id), Date.now()) : noHistory(at).text,
    );
    return stored ? 0 : 1;
  }, say);
}
