import type { World } from './job.ts';

const EVERY_MS = 3_000;
/** Lock time and two stalled checks of the queue: until then BullMQ itself may bring a job back. */
const GRACE_MS = 16_000;

/** A sweep that takes longer than these rounds is no longer waited for: nothing may stop the next. */
const MOST_ROUNDS = 20;

/**
 * Rings what is overdue, in every worker, until `signal` aborts. It asks no scheduler, so nothing can stop it but the
 * worker. Sweeps do not pile up: while Redis is away they would wait for it by the hundred, and fall upon it together.
 */
export function keepSweeping(world: Pick<World, 'bells' | 'log'>, signal: AbortSignal): void {
  let rounds = MOST_ROUNDS;
  const sweep = async () => {
    const rung = await world.bells.sweep(GRACE_MS);
    if (rung > 0) world.log('sweep.rang', { rung });
  };
  const round = () => {
    rounds += 1;
    if (rounds < MOST_ROUNDS) return;
    rounds = 0;
    sweep()
      .catch((error: unknown) => world.log('sweep.failed', { err: error }))
      .finally(() => {
        rounds = MOST_ROUNDS;
      });
  };
  const timer = setInterval(round, EVERY_MS);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
