import type { Probe } from '../ports/cloud.ts';

/** A health or version page says what it has to say in this many bytes; more of it is not read. */
const MAX_BODY_BYTES = 4_096;

/** What tells a private service who asks, as the value of a header; null where no token can be had for it. */
type IdTokens = (audience: string) => Promise<string | null>;
type Answer = Awaited<ReturnType<Probe['get']>>;

const NO_TOKENS: IdTokens = async () => null;

/**
 * Asks a revision's own URL. Redirects are not followed: a sign-in page is no health page. Who is refused asks again with
 * a token, and from then on with it at once; a service that anybody may ask never sees one.
 */
export function probe(tokens: IdTokens = NO_TOKENS): Probe {
  const closed = new Set<string>();
  return {
    async get(url, timeoutMs) {
      const audience = audienceOf(url);
      const isClosed = closed.has(audience);
      const answer = await ask(url, timeoutMs, isClosed ? await tokens(audience) : null);
      if (isClosed || (answer.status !== 401 && answer.status !== 403)) return answer;
      const token = await tokens(audience);
      if (token === null) return answer;
      closed.add(audience);
      return ask(url, timeoutMs, token);
    },
  };
}

/** A token is for the service, also where the URL of one of its tags is asked. */
export function audienceOf(url: string): string {
  const asked = URL.parse(url);
  return asked ? `${asked.protocol}//${asked.host.replace(/^[a-z0-9-]+---/, '')}` : url;
}

async function ask(url: string, timeoutMs: number, token: string | null): Promise<Answer> {
  // The header of Cloud Run's own: an application may have use for the usual one.
  const headers = { 'user-agent': 'slipway', ...(token !== null && { 'x-serverless-authorization': token }) };
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs), headers });
    return { status: answer.status, body: await beginningOf(answer.body) };
  } catch (error) {
    return { status: 0, body: reasonOf(error, timeoutMs) };
  }
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
