import { connectRedis, untilReady } from '../../src/redis/connect.ts';
import { keysOf } from '../../src/redis/keys.ts';
import { closeQueues, openQueues } from '../../src/redis/queues.ts';
import { askedForRecord } from '../../src/redis/request-record.ts';

const AT_ONCE = 2_000;
const READY_WITHIN_MS = 30_000;

/** The reasons of all commands that stand in the queue and whose idempotency key is remembered. */
export async function queuedReasons(redisUrl: string): Promise<ReadonlySet<string>> {
  const space = connectRedis(redisUrl, 'worker', () => undefined);
  await untilReady(space, READY_WITHIN_MS);
  const queues = openQueues(space, () => undefined);
  const keys = keysOf(space.prefix);
  const found = new Set<string>();
  try {
    const waiting = await queues.commands.getWaitingCount();
    for (let from = 0; from < waiting; from += AT_ONCE) {
      const jobs = await queues.commands.getWaiting(from, from + AT_ONCE - 1);
      const asked = jobs.map(({ data }) => askedForRecord.parse(data));
      const remembered = await space.client.mget(asked.map(({ key }) => keys.asked(key)));
      for (const [position, { request }] of asked.entries()) {
        if (remembered[position] && request.kind === 'deploy' && request.because) found.add(request.because);
      }
    }
    return found;
  } finally {
    await closeQueues(queues);
    space.client.disconnect();
  }
}
