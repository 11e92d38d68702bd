import type { IncomingMessage, ServerResponse } from 'node:http';

/** A page that a process serves to those who watch over it. */
export type Page = {
  readonly path: '/healthz' | '/readyz' | '/metrics';
  readonly method: 'GET';
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
};

type HealthOptions = {
  /** What keeps this process from doing its work just now, in words; empty when nothing does. */
  readonly troubles: () => Promise<readonly string[]>;
  /** What somebody should look at though the process does its work: sending it no more of it would help nobody. */
  readonly concerns?: () => Promise<readonly string[]>;
  readonly metrics: { readonly contentType: string; metrics(): Promise<string> };
};

/**
 * `/healthz` says that the process turns; `/readyz` also that what it needs answers (503 and the reasons if not; 200
 * may be followed by concerns, a line each); `/metrics` is for Prometheus.
 */
export function healthPages({ troubles, concerns = async () => [], metrics }: HealthOptions): readonly Page[] {
  return [
    page('/healthz', async () => ({ status: 200, type: 'text/plain', body: 'ok\n' })),
    page('/readyz', async () => {
      const [found, late] = await Promise.all([troubles(), concerns()]);
      const isReady = found.length === 0;
      const lines = isReady ? ['ready', ...late] : found;
      return { status: isReady ? 200 : 503, type: 'text/plain', body: `${lines.join('\n')}\n` };
    }),
    page('/metrics', async () => ({ status: 200, type: metrics.contentType, body: await metrics.metrics() })),
  ];
}

type Content = { readonly status: number; readonly type: string; readonly body: string };

function page(path: Page['path'], read: () => Promise<Content>): Page {
  const show = async (response: ServerResponse) => {
    const { status, type, body } = await read();
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
  };
  return {
    path,
    method: 'GET',
    handler: (_request, response) => {
      show(response).catch((error: unknown) => response.writeHead(500).end(`${String(error)}\n`));
    },
  };
}
