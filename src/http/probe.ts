import type { Probe } from '../ports/cloud.ts';

/** A health or version page says what it has to say in this many bytes; more of it is not read. */
const MAX_BODY_BYTES = 4_096;

/** Asks a revision's own URL. Redirects are not followed: a sign-in page is no health page. */
export function probe(): Probe {
  return {
    async get(url, timeoutMs) {
      try {
        const signal = AbortSignal.timeout(timeoutMs);
        const answer = await fetch(url, { redirect: 'manual', signal, headers: { 'user-agent': 'slipway' } });
        return { status: answer.status, body: await beginningOf(answer.body) };
      } catch (error) {
        return { status: 0, body: reasonOf(error, timeoutMs) };
      }
    },
  };
}

async function beginningOf(body: ReadableStream<Uint8Array> | null): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop cancels the rest of the stream.
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes >= MAX_BODY_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES).toString('utf8');
}

function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`;
  // fetch says only "fetch failed"; what failed stands in the cause.
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}
