import { type IncomingMessage, Server, type ServerResponse } from 'node:http';
import { HTTPReceiver, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from 'pino';
import { signedDelivery, socketDelivery } from './delivery.ts';
import { type FirstHeard, guard, type Origin, type SeenBefore, Unwelcome } from './guard.ts';
import { LateAckApp } from './late-ack-app.ts';
import { type EventOptions, listenToEvents } from './listen-events.ts';
import { listen } from './listeners.ts';
import { slackLog } from './slack-log.ts';
import { steady } from './steady-socket.ts';
import { callOptions } from './web-client.ts';

/** Larger than any command or press; what is not signed must not fill the memory. */
const BODY_LIMIT_BYTES = 1_000_000;

/** Also how long socket-mode 3.1 waits before it opens a socket in place of one that broke (5 s by default). */
const CLIENT_PING_TIMEOUT_MS = 1_500;

/** Asking for a socket's address changes nothing, so it may be repeated; one failure would end the process (socket-mode 3.1). */
const UNTIL_A_SOCKET_OPENS = { forever: true, factor: 1.5, minTimeout: 200, maxTimeout: 5_000, randomize: true };

/** A connection that Slack keeps open for its next request would keep a stopping server waiting. */
const HANG_UP_EVERY_MS = 20;

export type Page = {
  readonly path: string;
  readonly method: 'GET';
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
};

export type BoltOptions = Omit<EventOptions, 'teamId'> & {
  /** How requests come in: signed over HTTP at `POST /slack/events`, or over a socket that we open. */
  readonly transport:
    | { readonly kind: 'http'; readonly signingSecret: string }
    | { readonly kind: 'socket'; readonly appToken: string };
  readonly port: number;
  readonly botToken: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly apiUrl: string;
  readonly origin: Origin;
  readonly seenBefore: SeenBefore;
  readonly firstHeard: FirstHeard;
  /** Served beside Slack's requests, on the same port. */
  readonly pages: readonly Page[];
};

export type Bolt = {
  start(): Promise<void>;
  /** Takes nothing new, then waits for what is being answered. */
  stop(): Promise<void>;
};

/** The way in from Slack: the real Bolt with our guard in front of every listener. It asks Slack nothing by itself before it answers. */
export function bolt(options: BoltOptions): Bolt {
  const { log, origin } = options;
  const inHand = new Set<Promise<void>>();
  const { receiver, settle } = openReceiver(options, () => Promise.allSettled(inHand));
  const app = new LateAckApp({
    receiver,
    token: options.botToken,
    // Otherwise every request waits for an auth.test that was sent once, at the start.
    tokenVerificationEnabled: false,
    botId: options.botId,
    botUserId: options.botUserId,
    clientOptions: callOptions(options),
    convoStore: false,
    ignoreSelf: false,
    logger: slackLog(log),
  });
  // Bolt prints errors and answers for us; the receiver's handler below knows better which answer.
  app.error(async (error) => {
    throw error;
  });
  const check = guard(options);
  app.use((args) => {
    const handled = check(args).finally(() => inHand.delete(handled));
    inHand.add(handled);
    return handled;
  });
  const heard = { ...options, teamId: origin.teamId };
  listen(app, heard);
  listenToEvents(app, heard);
  let server: unknown;
  return {
    start: async () => {
      server = await app.start(options.port);
    },
    stop: async () => {
      await settle();
      const hangUp = setInterval(() => server instanceof Server && server.closeIdleConnections(), HANG_UP_EVERY_MS);
      const stopped = app.stop().finally(() => clearInterval(hangUp));
      await Promise.all([stopped, Promise.allSettled(inHand)]);
    },
  };
}

/** `settle` is for before the receiver is stopped: a closed socket takes its acks with it. */
type Receiving = { readonly receiver: Receiver; readonly settle: () => Promise<unknown> };

function openReceiver(options: BoltOptions, idle: () => Promise<unknown>): Receiving {
  const { transport, port, log } = options;
  const logger = slackLog(log);
  const customRoutes = [...options.pages];
  if (transport.kind === 'socket') {
    const sockets = new SocketModeReceiver({
      appToken: transport.appToken,
      clientPingTimeout: CLIENT_PING_TIMEOUT_MS,
      installerOptions: { port, clientOptions: { ...callOptions(options), retryConfig: UNTIL_A_SOCKET_OPENS } },
      customRoutes,
      customPropertiesExtractor: socketDelivery,
      processEventErrorHandler: async ({ error }) => {
        tell(error, log);
        // Slack would send an envelope again that nobody acknowledged.
        return true;
      },
      logger,
    });
    const { settle } = steady(sockets, { idle, log });
    return { receiver: sockets, settle: () => settle().then(idle) };
  }
  const receiver = new HTTPReceiver({
    signingSecret: transport.signingSecret,
    port,
    bodyLimit: BODY_LIMIT_BYTES,
    customRoutes,
    customPropertiesExtractor: ({ headers }) => signedDelivery(headers),
    processEventErrorHandler: async ({ error, response }) => {
      tell(error, log);
      if (response.headersSent) return false;
      response.writeHead(error instanceof Unwelcome ? 401 : 500).end();
      return true;
    },
    logger,
  });
  // A closed HTTP server still answers what it has.
  return { receiver, settle: async () => undefined };
}

function tell(error: Error, log: Logger): void {
  if (error instanceof Unwelcome) log.warn({ because: error.message }, 'request of Slack refused');
  else log.error({ err: error }, 'request of Slack broke');
}
