import { createServer } from 'node:http';
import { afterAll, describe, expect, test } from 'vitest';
import { healthPages } from '../src/health.ts';

const servers: ReturnType<typeof createServer>[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

async function readyz(troubles: readonly string[], concerns: readonly string[]) {
  const metrics = { contentType: 'text/plain', metrics: async () => '' };
  const pages = healthPages({ troubles: async () => troubles, concerns: async () => concerns, metrics });
  const server = createServer((request, response) => {
    pages.find(({ path }) => path === request.url)?.handler(request, response);
  });
  servers.push(server);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : null;
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
  return { status: answer.status, text: await answer.text() };
}

describe('/readyz', () => {
  test.for([
    ['is ready', [], [], 200, 'ready\n'],
    [
      'is ready although something is late: a restart would help nobody',
      [],
      ['it is late'],
      200,
      'ready\nit is late\n',
    ],
    ['is not ready, and says why', ['Redis does not answer'], ['it is late'], 503, 'Redis does not answer\n'],
  ] as const)('%s', async ([, troubles, concerns, status, text]) => {
    expect(await readyz(troubles, concerns)).toEqual({ status, text });
  });
});
