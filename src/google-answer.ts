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

const AWAY: readonly number[] = [
  status.CANCELLED,
  status.UNKNOWN,
  status.DEADLINE_EXCEEDED,
  status.ABORTED,
  status.INTERNAL,
  status.UNAVAILABLE,
];

/** A failed call as one short sentence for people, for example "Cloud Run did not answer (UNAVAILABLE)". */
export function sentenceOf(system: string, error: unknown): string {
  const code = statusOf(error);
  if (code === null) return `${system} could not be asked: ${detailsOf(error)}`;
  if (AWAY.includes(code)) return `${system} did not answer (${status[code]})`;
  return `${system} refused (${status[code]}): ${detailsOf(error)}`;
}

/** Waits for a call and throws `sentenceOf` where it fails. */
export async function answerOf<T>(system: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw new Error(sentenceOf(system, error), { cause: error });
  }
}

/** The same for a thing that may not exist: NOT_FOUND is null. */
export async function answerOrNull<T>(system: string, call: Promise<T>): Promise<T | null> {
  return answerOf(
    system,
    call.catch((error: unknown) => {
      if (statusOf(error) === status.NOT_FOUND) return null;
      throw error;
    }),
  );
}
