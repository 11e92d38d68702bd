import type { World } from './job.ts';

const EVERY_MS = 3_000;
/** Lock time and two stalled checks of the queue: until then BullMQ itself may bring a job back. */
const GRACE_MS = 25_000;

/** Rings what is overdue, in every worker, until `signal` aborts. It asks no scheduler, so nothing can stop it but the worker. */
export function keepSweeping(world: Pick<World, 'bells' | 'log'>, signal: AbortSignal): void {
  const sweep = async () => {
    const rung = await world.bells.sweep(GRACE_MS);
    if (rung > 0) world.log('sweep.rang', { rung });
  };
  const timer = setInterval(() => {
    sweep().catch((error: unknown) => world.log('sweep.failed', { err: error }));
  }, EVERY_MS);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
