import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { addressOf } from '../loopback-guard.ts';
import { answerWithinMs, type Delivery, type Receipt, type Sent } from './delivery.ts';
import { isObject, type JsonObject, tryJson } from './json.ts';
import { SlackError } from './slack-error.ts';

/** Slack allows an app ten sockets. */
const maxSockets = 10;
/** After the warning Slack itself closes the old socket. */
const closeAfterRefreshMs = 10_000;
const pingEveryMs = 5000;

type Link = { socket: WebSocket; isDraining: boolean };
type SocketSent = Extract<Sent, { transport: 'socket' }>;
type HubOptions = { appId: string; timeoutMs?: number };

const ack = z.object({ envelope_id: z.string(), payload: z.unknown() });

/** Socket Mode: many sockets of one app, each envelope to exactly one of them. */
export class SocketHub {
  readonly #options: HubOptions;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #tickets = new Set<string>();
  readonly #links: Link[] = [];
  readonly #waiting = new Map<string, (payload: unknown) => void>();
  readonly #pinging: NodeJS.Timeout;
  #turn = 0;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#pinging = setInterval(() => {
      for (const { socket } of this.#links) socket.ping();
    }, pingEveryMs);
    this.#pinging.unref();
  }

  get openSockets(): number {
    return this.#links.filter((link) => !link.isDraining).length;
  }

  /** A ticket for one connection, as apps.connections.open hands out. @throws SlackError too_many_websockets */
  newTicket(): string {
    if (this.#links.length >= maxSockets) throw new SlackError('too_many_websockets');
    const ticket = randomUUID();
    this.#tickets.add(ticket);
    return ticket;
  }

  attach(server: Server, isAway: () => boolean): void {
    server.on('upgrade', (request, socket: Duplex, head) => {
      // Until the socket is a WebSocket, it is ours to look after: an error that nobody hears of ends the process.
      socket.on('error', () => socket.destroy());
      if (isAway() || !this.#takeTicket(request)) {
        socket.destroy();
        return;
      }
      this.#server.handleUpgrade(request, socket, head, (opened) => this.#welcome(opened));
    });
  }

  /** Sends one envelope to one socket; sockets take turns. */
  deliver(delivery: Delivery): Promise<Receipt> {
    return this.redeliver({ transport: 'socket', envelopeId: randomUUID(), delivery });
  }

  /** Sends an envelope under its old id, to the next socket, as Slack does when it missed an acknowledgement. */
  async redeliver(sent: SocketSent): Promise<Receipt> {
    const startedMs = performance.now();
    const open = this.#links.filter((each) => !each.isDraining);
    const link = open[this.#turn % Math.max(1, open.length)];
    this.#turn += 1;
    const nothing = { status: undefined, body: '' };
    if (link === undefined) return { ...nothing, outcome: 'operation_timeout', tookMs: 0, sent: undefined };
    const payload = await this.#exchange(link, sent);
    const tookMs = performance.now() - startedMs;
    if (payload === undefined) return { ...nothing, outcome: 'operation_timeout', tookMs, sent };
    return { outcome: 'answered', status: 200, body: bodyOfAck(payload), tookMs, sent };
  }

  /** Asks sockets to reconnect, as Slack does every few hours: no new envelopes, then closed. Undefined means all. */
  refresh(howMany?: number): void {
    for (const link of this.#links.filter(({ isDraining }) => !isDraining).slice(0, howMany)) {
      link.isDraining = true;
      this.#send(link, { type: 'disconnect', reason: 'refresh_requested', debug_info: { host: 'sandbox' } });
      setTimeout(() => link.socket.close(), closeAfterRefreshMs).unref();
    }
  }

  /** Breaks every connection without a word. */
  cutAll(): void {
    for (const { socket } of this.#links) socket.terminate();
  }

  stop(): void {
    clearInterval(this.#pinging);
    this.cutAll();
    this.#server.close();
  }

  #takeTicket(request: IncomingMessage): boolean {
    const url = addressOf(request);
    return url?.pathname === '/link' && this.#tickets.delete(url.searchParams.get('ticket') ?? '');
  }

  #welcome(socket: WebSocket): void {
    const link: Link = { socket, isDraining: false };
    this.#links.push(link);
    socket.on('close', () => this.#links.splice(this.#links.indexOf(link), 1));
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => this.#acknowledged(data.toString()));
    this.#send(link, {
      type: 'hello',
      num_connections: this.#links.length,
      connection_info: { app_id: this.#options.appId },
      debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 18_060 },
    });
  }

  #exchange(link: Link, { envelopeId, delivery }: SocketSent): Promise<unknown> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle(undefined), this.#options.timeoutMs ?? answerWithinMs);
      const settle = (payload: unknown) => {
        clearTimeout(timer);
        this.#waiting.delete(envelopeId);
        resolve(payload);
      };
      this.#waiting.set(envelopeId, (payload) => settle(payload ?? {}));
      this.#send(link, envelopeOf(envelopeId, delivery));
    });
  }

  #acknowledged(text: string): void {
    const parsed = ack.safeParse(tryJson(text));
    if (parsed.success) this.#waiting.get(parsed.data.envelope_id)?.(parsed.data.payload);
  }

  #send(link: Link, message: JsonObject): void {
    link.socket.send(JSON.stringify(message));
  }
}

function bodyOfAck(payload: unknown): string {
  return isObject(payload) && Object.keys(payload).length > 0 ? JSON.stringify(payload) : '';
}

function envelopeOf(envelopeId: string, { type, payload, retry }: Delivery): JsonObject {
  const isEvent = type === 'events_api';
  const attempt = { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' };
  return { envelope_id: envelopeId, type, payload, accepts_response_payload: !isEvent, ...(isEvent ? attempt : {}) };
}
