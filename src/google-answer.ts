import { setTimeout as sleep } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';

type Span = { readonly seconds?: { toString(): string } | null; readonly nanos?: number | null };

/** Milliseconds of a Timestamp or Duration; its int64 arrives as a string. Absent counts as 0. */
export function toMs(span: Span | null | undefined): number {
  return Number(span?.seconds ?? 0) * 1000 + (span?.nanos ?? 0) / 1e6;
}

/** The gRPC status of a failed call; null where it never became a call (no credentials, say). */
export function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'number' && error.code in status ? error.code : null;
}

/** Google's own sentence about a failed call. */
export function detailsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'details' in error && typeof error.details === 'string' && error.details ? error.details : error.message;
}

/** Nobody can say whether the call was carried out; asking again may help. */
export const AWAY: readonly (number | null)[] = [
  status.CANCELLED,
  status.UNKNOWN,
  status.DEADLINE_EXCEEDED,
  status.INTERNAL,
  status.UNAVAILABLE,
  status.DATA_LOSS,
];

/** A failed call as one short sentence for people, for example "Cloud Run did not answer (UNAVAILABLE)". */
export function sentenceOf(system: string, error: unknown): string {
  const code = statusOf(error);
  if (code === null) return `${system} could not be asked: ${detailsOf(error)}`;
  if (AWAY.includes(code)) return `${system} did not answer (${status[code]})`;
  return `${system} refused (${status[code]}): ${detailsOf(error)}`;
}

/** Reads are asked three times within a second; what lasts longer is for the caller to come back for. */
const PAUSES_MS = [200, 600];
/** For calls that are not to be repeated here. */
export const ONE_TRY: readonly number[] = [];

/** Asks, again after each pause while nothing answers, and throws `sentenceOf` in the end. */
export async function answerOf<T>(
  system: string,
  ask: () => Promise<T>,
  pausesMs: readonly number[] = PAUSES_MS,
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const [pauseMs, ...later] = pausesMs;
    if (pauseMs === undefined || !AWAY.includes(statusOf(error))) {
      throw new Error(sentenceOf(system, error), { cause: error });
    }
    await sleep(pauseMs);
    return answerOf(system, ask, later);
  }
}

/** The same for a thing that may not exist: NOT_FOUND is null. */
export function answerOrNull<T>(system: string, ask: () => Promise<T>): Promise<T | null> {
  return answerOf(system, async () => {
    try {
      return await ask();
    } catch (error) {
      if (statusOf(error) === status.NOT_FOUND) return null;
      throw error;
    }
  });
}
