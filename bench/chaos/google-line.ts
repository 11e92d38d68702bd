import { setTimeout as sleep } from 'node:timers/promises';
import { wallClock } from '../../sandbox/google/clock.ts';
import type { JournalEntry } from '../../sandbox/google/cloud-run/journal.ts';
import { Faults } from '../../sandbox/google/faults.ts';
import type { GoogleModel } from '../../sandbox/google/model.ts';
import { addCloudRun } from '../../sandbox/google/wire/cloud-run-service.ts';
import { listen, newGrpcServer } from '../../sandbox/google/wire/grpc-server.ts';
import { addLogging } from '../../sandbox/google/wire/logging-service.ts';
import { addMonitoring } from '../../sandbox/google/wire/monitoring-service.ts';
import { addRegistry } from '../../sandbox/google/wire/registry-service.ts';
import type { Dice } from './dice.ts';

/** Google is far away; in this time a worker can be killed whose write has been taken. */
const REPLY_TAKES_MS = [10, 120] as const;

/** A write that came over one line. `answeredAtMs` is null while its caller still waits. */
export type LineWrite = { readonly entry: JournalEntry; answeredAtMs: number | null };

/** The town's faults, with a note of which journal entries were made by calls of this line. */
class ListeningFaults extends Faults {
  readonly writes: LineWrite[] = [];
  readonly #model: GoogleModel;
  readonly #dice: Dice;

  constructor(model: GoogleModel, dice: Dice) {
    super(wallClock);
    this.#model = model;
    this.#dice = dice;
  }

  override async around<T>(method: string, call: () => T | Promise<T>): Promise<T> {
    const made: LineWrite[] = [];
    const noted = () => {
      const { entries } = this.#model.run.journal;
      const before = entries.length;
      const answer = call();
      for (const entry of entries.slice(before)) made.push({ entry, answeredAtMs: null });
      this.writes.push(...made);
      return answer;
    };
    try {
      return await this.#model.faults.around(method, noted);
    } finally {
      await sleep(this.#dice.between(...REPLY_TAKES_MS));
      for (const write of made) write.answeredAtMs = Date.now();
    }
  }
}

/**
 * Google as one worker reaches it: a port of its own before the one Google of the town, so that Google's side knows which
 * worker made which write. Nothing of Slipway tells it.
 */
export type GoogleLine = {
  /** host:port, for `GCP_SANDBOX`. */
  readonly address: string;
  /** Oldest first. */
  readonly writes: readonly LineWrite[];
  close(): void;
};

export async function openGoogleLine(model: GoogleModel, dice: Dice): Promise<GoogleLine> {
  const faults = new ListeningFaults(model, dice);
  const server = newGrpcServer();
  addCloudRun(server, model.run, faults);
  addRegistry(server, model.registry, faults);
  addLogging(server, model.logs, faults);
  addMonitoring(server, model.metrics, faults);
  const port = await listen(server, 0);
  return { address: `127.0.0.1:${port}`, writes: faults.writes, close: () => server.forceShutdown() };
}
