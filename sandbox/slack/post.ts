import { Agent, request } from 'node:http';

export type PostAnswer = { status: number; body: string; asksNoRetry: boolean };

/** Kept connections, so that a bench measures the app and not the handshakes. */
const agent = new Agent({ keepAlive: true });

/**
 * Posts over plain HTTP with exactly these headers; far lighter than fetch.
 * @returns undefined when no whole answer came in time.
 * @throws when there is no connection, or it broke
 */
export function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  timeoutMs: number,
): Promise<PostAnswer | undefined> {
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
    sending.on('error', fail);
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
