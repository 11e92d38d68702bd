import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiLog } from './api-log.ts';
import { setAway } from './control.ts';
import type { Receipt, Sent } from './delivery.ts';
import { exampleWorkspace } from './example-workspace.ts';
import { Faults } from './faults.ts';
import { HttpCourier } from './http-courier.ts';
import { appsMethods } from './methods/apps.ts';
import { RateLimits } from './rate-limits.ts';
import { SocketHub } from './socket-hub.ts';
import type { Now } from './timestamps.ts';
import { WebApi } from './web-api.ts';
import { createWire } from './wire.ts';
import type { Workspace } from './workspace.ts';

export type SlackOptions = {
  /** 0 or undefined takes a free one. */
  port?: number;
  now?: Now;
  /** Default: the example workspace of six people. */
  workspace?: Workspace;
  /** Where the app takes requests; several are served in turn. None: Socket Mode. */
  requestUrls?: string[];
  /** `factor` 1 is as strict as Slack, 10 ten times as generous. Default: on, 1. */
  limits?: { isOn?: boolean; factor?: number };
  /** How long the app may take to answer; Slack's 3 s by default. */
  answerTimeoutMs?: number;
  /** How many times sooner than Slack (at once, 1 min, 5 min) an event is tried again. Default: `limits.factor`. */
  retryFactor?: number;
};

export type SlackSandbox = {
  /** For SLACK_API_URL; ends with a slash. */
  apiUrl: string;
  url: string;
  workspace: Workspace;
  /** The Web API without the wire, for tests that need no socket. */
  api: WebApi;
  faults: Faults;
  log: ApiLog;
  sockets: SocketHub;
  /** One line that says how strict the rate limits are. */
  limitsLine: string;
  setRequestUrls(urls: string[]): void;
  setAway(isAway: boolean): void;
  /** Sends the very same bytes again, old signature included; over a socket the very same envelope. */
  replay(sent: Sent): Promise<Receipt>;
  /** Delivers a second time, honestly: freshly signed, or the envelope again. */
  redeliver(sent: Sent): Promise<Receipt>;
  stop(): Promise<void>;
};

/** Starts the emulated Slack on a loopback port. */
export async function startSlack(options: SlackOptions = {}): Promise<SlackSandbox> {
  const now = options.now ?? Date.now;
  const workspace = options.workspace ?? exampleWorkspace(now);
  const { appId, signingSecret } = workspace.directory.app;
  const timeout = options.answerTimeoutMs === undefined ? {} : { timeoutMs: options.answerTimeoutMs };
  const http = new HttpCourier({ signingSecret, now, ...timeout });
  const sockets = new SocketHub({ appId, ...timeout });
  const limits = new RateLimits({ now, factor: options.limits?.factor ?? 1, isOn: options.limits?.isOn ?? true });
  const faults = new Faults();
  const log = new ApiLog();
  const address = { url: '' };
  const newSocketUrl = () => `${address.url.replace('http', 'ws')}/link?ticket=${sockets.newTicket()}&app_id=${appId}`;
  const api = new WebApi({ workspace, limits, faults, log, moreMethods: appsMethods(newSocketUrl) });
  const server = createWire({ workspace, faults, limits, log, sockets, api });
  sockets.attach(server, () => faults.isAway);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  address.url = `http://127.0.0.1:${portOf(server.address())}`;
  workspace.baseUrl = address.url;
  workspace.responseUrls.baseUrl = address.url;
  http.requestUrls = options.requestUrls ?? [];
  const stopping = new AbortController();
  const retryFactor = options.retryFactor ?? options.limits?.factor ?? 1;
  workspace.waitToRetry = (waitMs) => waited(waitMs / retryFactor, stopping.signal);
  workspace.courier = (delivery, tampering) =>
    http.requestUrls.length > 0 || tampering.requestUrl !== undefined
      ? http.deliver(delivery, tampering)
      : sockets.deliver(delivery);
  return {
    apiUrl: `${address.url}/api/`,
    url: address.url,
    workspace,
    api,
    faults,
    log,
    sockets,
    limitsLine: limits.describe(),
    setRequestUrls: (urls) => {
      http.requestUrls = urls;
    },
    setAway: (isAway) => setAway({ faults, sockets }, isAway),
    replay: (sent) => (sent.transport === 'http' ? http.replay(sent) : sockets.redeliver(sent)),
    redeliver: (sent) => (sent.transport === 'http' ? http.redeliver(sent) : sockets.redeliver(sent)),
    stop: async () => {
      stopping.abort();
      sockets.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** False when the wait was cut short. */
function waited(waitMs: number, signal: AbortSignal): Promise<boolean> {
  return sleep(waitMs, true, { signal, ref: false }).catch(() => false);
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('The emulated Slack has no port');
  return address.port;
}
