import { Agent, request } from 'node:http';

export type PostAnswer = { status: number; body: string; asksNoRetry: boolean };

type Post = { url: string; headers: Record<string, string>; body: string; timeoutMs: number };

/** Kept connections, so that a bench measures the app and not the handshakes. */
const kept = new Agent({ keepAlive: true });

/** A kept connection that the other end closed just when it was used again, most likely without reading the request. */
class StaleConnection extends Error {}

/**
 * Posts over plain HTTP with exactly these headers; far lighter than fetch.
 * @returns undefined when no whole answer came in time.
 * @throws when there is no connection, or it broke
 */
export async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  timeoutMs: number,
): Promise<PostAnswer | undefined> {
  const what = { url, headers, body, timeoutMs };
  try {
    return await send(what, kept);
  } catch (error) {
    if (!(error instanceof StaleConnection)) throw error;
    return send(what, false);
  }
}

function send({ url, headers, body, timeoutMs }: Post, agent: Agent | false): Promise<PostAnswer | undefined> {
  return new Promise((resolve, reject) => {
    const sending = request(url, {
      method: 'POST',
      agent,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    });
    const timer = setTimeout(() => {
      resolve(undefined);
      sending.destroy();
    }, timeoutMs);
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    sending.on('error', (error) => {
      const isStale = sending.reusedSocket && 'code' in error && error.code === 'ECONNRESET';
      fail(isStale ? new StaleConnection(error.message) : error);
    });
    sending.on('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('error', fail);
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        clearTimeout(timer);
        const asksNoRetry = answer.headers['x-slack-no-retry'] === '1';
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString(), asksNoRetry });
      });
    });
    sending.end(body);
  });
}
