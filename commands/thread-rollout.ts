import type { Rollout } from '../src/core/rollout.ts';
import type { CommandWorld } from './command.ts';

/** The rollout that is told in a thread; null in a thread of nobody's. Throws when Redis is away. */
export async function threadRollout(
  { channel, threadTs }: { readonly channel: string; readonly threadTs: string },
  { rollouts }: Pick<CommandWorld, 'rollouts'>,
): Promise<Rollout | null> {
  const id = await rollouts.byThread(channel, threadTs);
  const stored = id === null ? null : await rollouts.read(id);
  return stored?.rollout ?? null;
}
