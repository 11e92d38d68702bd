import type { SignedCommand } from './commands.ts';
import { Connection, type HttpAnswer } from './connection.ts';

export type Load = {
  readonly port: number;
  readonly inFlight: number;
  readonly forMs: number;
  readonly next: () => SignedCommand;
  /** Whether this answer promises the person that the request was taken. */
  readonly isAck: (answer: HttpAnswer) => boolean;
};

export type Slice = {
  readonly tookMs: number;
  /** Time of each acknowledged command, from the request leaving to the whole answer. */
  readonly latenciesMs: readonly number[];
  readonly acknowledged: readonly string[];
  /** Answered otherwise, or not at all. */
  readonly others: number;
};

/** Keeps `inFlight` commands going for a while: each connection sends its next one when it has its answer. */
export async function load({ port, inFlight, forMs, next, isAck }: Load): Promise<Slice> {
  const connections = await Promise.all(Array.from({ length: inFlight }, () => Connection.to(port)));
  const latenciesMs: number[] = [];
  const acknowledged: string[] = [];
  let others = 0;
  const sinceMs = performance.now();
  const untilMs = sinceMs + forMs;
  const keepAsking = async (connection: Connection) => {
    while (performance.now() < untilMs) {
      const { reason, headers, body } = next();
      const sentMs = performance.now();
      const answer = await connection.post('/slack/events', headers, body).catch(() => null);
      if (answer && isAck(answer)) {
        latenciesMs.push(performance.now() - sentMs);
        acknowledged.push(reason);
      } else others += 1;
      if (answer === null) return;
    }
  };
  await Promise.all(connections.map(keepAsking));
  const tookMs = performance.now() - sinceMs;
  for (const connection of connections) connection.close();
  return { tookMs, latenciesMs, acknowledged, others };
}
