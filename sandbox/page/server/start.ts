import { createServer, type Server, type ServerResponse } from 'node:http';
import { type Answer, refusal } from './answer.ts';
import { serveLive } from './live.ts';
import type { PageWorld } from './page-world.ts';
import { answerTo } from './routes.ts';

export type PageOptions = {
  readonly world: PageWorld;
  /** The built page; everything else answers before it is there. */
  readonly pageFolder: Promise<string>;
  /** 0 takes a free one. */
  readonly port: number;
};

export type PageServer = { readonly url: string; stop(): Promise<void> };

/** Serves the page on loopback only. @throws EADDRINUSE when somebody else has the port */
export async function startPage({ world, pageFolder, port }: PageOptions): Promise<PageServer> {
  const routes = { world, pageFolder };
  const server = createServer((request, response) => {
    answerTo(routes, request)
      .catch((error: unknown) =>
        refusal(500, `The sandbox broke: ${error instanceof Error ? error.message : String(error)}`),
      )
      .then(
        (answer) => send(response, answer),
        () => response.destroy(),
      );
  });
  await listen(server, port);
  const closeLive = serveLive(server, world);
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${taken}`,
    stop: async () => {
      closeLive();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { 'x-slipway-sandbox': 'page', ...headers }).end(body);
}
