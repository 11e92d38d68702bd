import { request } from 'node:http';

export type Answered = { status: number; headers: Record<string, unknown>; body: string };

/** With exactly these headers: fetch would not let us forge a Host. */
export function ask(
  url: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body = '',
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sending = request(url + path, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        });
      });
    });
    sending.on('error', reject);
    sending.end(body);
  });
}
