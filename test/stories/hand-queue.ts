import type { Request } from '../../src/core/request.ts';
import { connectRedis } from '../../src/redis/connect.ts';
import { closeQueues, openQueues } from '../../src/redis/queues.ts';
import type { Stage } from './stage.ts';

/** Somebody who reached Redis past Slack and web, and forges requests. */
export function handQueue({ town, channel, sees }: Stage) {
  const space = connectRedis(town.redis.url, 'worker', () => undefined);
  const queues = openQueues(space, () => undefined);
  /** Resolves when a worker has taken the request and is done with it. */
  const carriesOut = async (userId: string, request: Request): Promise<void> => {
    const key = `forged-${crypto.randomUUID()}`;
    const replyTo = { channel, userId, responseUrl: null };
    const asked = { key, request, userId, askedAtMs: Date.now(), replyTo };
    const queue = request.kind === 'rollback' ? queues.rollbacks : queues.commands;
    const { id = '' } = await queue.add('request', asked, { jobId: key });
    await sees(
      `the end of ${userId}'s ${request.kind}`,
      // What was refused is forgotten at once.
      async () => ['completed', 'unknown'].includes(await queue.getJobState(id)),
    );
  };
  const close = async () => {
    await closeQueues(queues);
    space.client.disconnect();
  };
  return { carriesOut, close };
}
