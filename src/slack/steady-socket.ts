import { setTimeout as sleep } from 'node:timers/promises';
import type { SocketModeReceiver } from '@slack/bolt';
import type { Logger } from 'pino';
import { z } from 'zod';

const FINISH_WITHIN_MS = 2_500;
const SETTLE_WITHIN_MS = 1_000;
/** Slack waits three seconds for an acknowledgement. */
const ACKNOWLEDGE_WITHIN_MS = 2_500;
const TRY_AGAIN_AFTER_MS = 50;

const disconnect = z.object({ type: z.literal('disconnect'), reason: z.enum(['warning', 'refresh_requested']) });
const delivery = z.looseObject({ ack: z.custom<Acknowledge>((value) => typeof value === 'function') });

type Acknowledge = (answer?: unknown) => Promise<void>;
type Steadiness = {
  /** Resolves when everything that is being answered now has its answer. */
  readonly idle: () => Promise<unknown>;
  readonly log: Logger;
};

export type SteadySocket = {
  /** Renews nothing any more: a client that is just opening a socket cannot be told to close. */
  settle(): Promise<void>;
};

/**
 * Every few hours Slack asks for a new socket. socket-mode 3.1 closes the old one at once, with all that is in hand, and
 * opens the next only after a while. Here the next one stands first, and the old one stays until all is answered; what
 * is answered in between goes out over the socket that is open, as it does in Slack's own kits. Where the next one is slow,
 * Slack closes the old one some ten seconds after it has asked; of that the client must not hear, or it opens one more.
 */
export function steady({ client }: SocketModeReceiver, { idle, log }: Steadiness): SteadySocket {
  let renewed: unknown = null;
  let isStopping = false;
  let opened: Promise<unknown> = Promise.resolve();
  const renew = async () => {
    if (renewed !== null || isStopping) return;
    const old = client.websocket;
    renewed = old;
    opened = client.start().catch((error: unknown) => log.warn({ err: error }, 'no new socket of Slack yet'));
    await opened;
    // What comes from now on is about the new one.
    renewed = null;
    await Promise.race([idle(), sleep(FINISH_WITHIN_MS, undefined, { ref: false })]);
    // Where no new one was opened, this makes the client try again by itself.
    old?.disconnect();
  };
  wrap(client, 'ws_message', (hear) => (data: unknown, isBinary: unknown) => {
    if (!asksForAnother(data)) return hear(data, isBinary);
    void renew();
  });
  wrap(client, 'close', (hear) => () => {
    const isOnItsWay = renewed !== null && client.websocket === renewed;
    if (!isOnItsWay || isStopping) hear();
  });
  wrap(client, 'slack_event', (hear) => (args: unknown) => {
    const given = delivery.parse(args);
    hear({ ...given, ack: (answer?: unknown) => persist(() => given.ack(answer), log) });
  });
  return {
    settle: async () => {
      isStopping = true;
      await Promise.race([opened, sleep(SETTLE_WITHIN_MS, undefined, { ref: false })]);
    },
  };
}

type Hear = (...args: readonly unknown[]) => void;

/** Puts our listener before those that the client and Bolt have registered. */
function wrap(client: SocketModeReceiver['client'], event: string, wrapped: (hear: Hear) => Hear): void {
  const listeners = client.listeners(event);
  const hear: Hear = (...args) => {
    for (const each of listeners) each.apply(client, [...args]);
  };
  client.removeAllListeners(event);
  client.on(event, wrapped(hear));
}

function asksForAnother(data: unknown): boolean {
  if (typeof data !== 'string' || !data.includes('disconnect')) return false;
  try {
    return disconnect.safeParse(JSON.parse(data)).success;
  } catch {
    return false;
  }
}

/** Between two sockets nothing can be sent. Never rejects: that would end the process, and Slack tells the person. */
async function persist(acknowledge: () => Promise<void>, log: Logger): Promise<void> {
  const giveUpAtMs = performance.now() + ACKNOWLEDGE_WITHIN_MS;
  for (;;) {
    try {
      return await acknowledge();
    } catch (error) {
      if (performance.now() > giveUpAtMs)
        return log.warn({ err: error }, 'Slack could not be told that its request was taken');
      await sleep(TRY_AGAIN_AFTER_MS);
    }
  }
}
