import { type LoggingServiceV2Client, protos } from '@google-cloud/logging-api';
import { Client, status } from '@grpc/grpc-js';
import { HELD_BACK_MS } from '../core/evidence/hearing.ts';
import { AWAY, sentenceOf, statusOf } from '../google-answer.ts';

export type Entry = protos.google.logging.v2.ILogEntry;

type Answer = protos.google.logging.v2.ITailLogEntriesResponse;
type Stream = ReturnType<LoggingServiceV2Client['tailLogEntries']>;

const { Reason } = protos.google.logging.v2.TailLogEntriesResponse.SuppressionInfo;

const BUFFER_WINDOW = { seconds: HELD_BACK_MS / 1_000 };

/** A refusal (rights, quota) comes with the first answer of a line that stands. */
const REFUSED_WITHIN_MS = 2_000;
/** Longer than gRPC itself tries before the stream fails. */
const CONNECTED_WITHIN_MS = 60_000;

/** Sessions also end by themselves, after an hour at the latest. */
const ENDS: readonly (number | null)[] = [...AWAY, status.ABORTED, status.OUT_OF_RANGE];

/** What is followed of a project's log. */
type Followed = { readonly project: string; readonly filter: string };

type Hears = {
  readonly onEntries: (entries: readonly Entry[]) => void;
  readonly onSuppressed: (entries: number, because: string) => void;
  readonly onUp: () => void;
};

/**
 * Cloud Logging's tail (10 sessions a project). A session that never came up rejects, so that its caller waits before
 * it tries again; one that ends after it was up resolves.
 */
export async function followLog(
  client: LoggingServiceV2Client,
  { project, filter }: Followed,
  hear: Hears,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return;
  const stream = client.tailLogEntries();
  const stop = () => stream.cancel();
  signal.addEventListener('abort', stop, { once: true });
  stream.on('data', (answer: Answer) => {
    suppressed(answer, hear);
    hear.onEntries(answer.entries ?? []);
  });
  stream.write({ resourceNames: [`projects/${project}`], filter, bufferWindow: BUFFER_WINDOW });
  try {
    await ended(stream, { connected: connected(client), onUp: hear.onUp, signal });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** What was left out of the session, because it was too much for Logging or came faster than it was read. */
function suppressed({ suppressionInfo }: Answer, { onSuppressed }: Pick<Hears, 'onSuppressed'>): void {
  for (const { reason, suppressedCount } of suppressionInfo ?? []) {
    if (suppressedCount) onSuppressed(suppressedCount, typeof reason === 'number' ? reasonOf(reason) : `${reason}`);
  }
}

const reasonOf = (reason: number) => Reason[reason] ?? `reason ${reason}`;

type Standing = {
  readonly connected: Promise<void>;
  readonly onUp: () => void;
  readonly signal: AbortSignal;
};

function ended(stream: Stream, { connected: line, onUp, signal }: Standing): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let isUp = false;
  let isOver = false;
  const up = () => {
    if (isUp || isOver) return;
    isUp = true;
    onUp();
  };
  // Logging says nothing while there is nothing to say: a session that is not refused at once stands.
  let proof: NodeJS.Timeout | undefined;
  const unlessRefused = () => {
    proof = setTimeout(up, REFUSED_WITHIN_MS);
  };
  line.then(unlessRefused, () => undefined);
  stream.once('metadata', up);
  stream.once('data', up);
  stream.once('end', resolve);
  stream.on('error', (error) => {
    const isEnd = signal.aborted || (isUp && ENDS.includes(statusOf(error)));
    if (isEnd) resolve();
    else reject(new Error(sentenceOf('Logging', error), { cause: error }));
  });
  return promise.finally(() => {
    isOver = true;
    clearTimeout(proof);
  });
}

/** Resolves when the line to Logging stands; rejects when it does not come to. */
async function connected(client: LoggingServiceV2Client): Promise<void> {
  const stub: unknown = await client.initialize();
  if (!(stub instanceof Client)) throw new Error('the client of Logging is of another gRPC');
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  stub.waitForReady(Date.now() + CONNECTED_WITHIN_MS, (error) => (error ? reject(error) : resolve()));
  await promise;
}
