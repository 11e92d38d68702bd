import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { post } from '../../../sandbox/slack/post.ts';

test('a kept connection that the app closes meanwhile is no failure of the app', async () => {
  const asked = new Set<unknown>();
  const app = await serve(({ socket }) => {
    if (asked.has(socket)) socket.resetAndDestroy();
    asked.add(socket);
  });
  expect(await send(app.url)).toMatchObject({ status: 200 });
  expect(await send(app.url)).toMatchObject({ status: 200 });
  expect(app.requests()).toBe(3);
});

test('a new connection that breaks is one, and nothing is sent twice', async () => {
  const app = await serve(({ socket }) => socket.resetAndDestroy());
  await expect(send(app.url)).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(app.requests()).toBe(1);
});

const send = (url: string) => post(url, { 'content-type': 'text/plain' }, 'hello', 3_000);

/** Answers 200 unless `meet` ended the connection. */
async function serve(meet: (request: IncomingMessage) => unknown) {
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    meet(request);
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, requests: () => requests };
}
