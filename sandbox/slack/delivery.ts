import { createHmac } from 'node:crypto';
import type { JsonObject } from './json.ts';

/** Slack gives an app three seconds to answer. */
export const answerWithinMs = 3000;

/** What Slack hands to the app, before a transport wraps it. */
export type Delivery = {
  type: 'slash_commands' | 'interactive' | 'events_api';
  payload: JsonObject;
  /** Set when an event is tried again; the first attempt has none. */
  retry?: { attempt: number; reason: string };
};

/** How an attacker, or a test, makes a request that Slack itself would never send. */
export type Tampering = {
  signature?: 'wrong' | 'missing';
  /** Added to the signed timestamp; negative is old, positive is from the future. */
  timestampOffsetMs?: number;
  teamId?: string;
  appId?: string;
  /** Instead of the next of the app's request URLs. */
  requestUrl?: string;
  /**
   * Delivers also what Slack would refuse itself: a command in a thread, by an outsider, from a channel that the person is
   * not in, or one that nobody registered.
   */
  pastSlacksOwnChecks?: boolean;
};

/** What went out, kept so that it can go out again. */
export type Sent =
  | { transport: 'http'; url: string; headers: Record<string, string>; body: string }
  | { transport: 'socket'; envelopeId: string; delivery: Delivery };

export type Receipt = {
  /** `dispatch_failed`: no connection, or an answer other than 2xx. */
  outcome: 'answered' | 'operation_timeout' | 'dispatch_failed' | 'not_sent';
  status: number | undefined;
  body: string;
  tookMs: number;
  /** The app said `x-slack-no-retry`. */
  asksNoRetry?: boolean;
  /** Undefined when there was nobody to send it to. */
  sent: Sent | undefined;
};

/** The v0 signature over `v0:seconds:body`. */
export function signatureOf(body: string, seconds: number, signingSecret: string): string {
  return `v0=${createHmac('sha256', signingSecret).update(`v0:${seconds}:${body}`).digest('hex')}`;
}

/**
 * The body exactly as Slack encodes it: form fields for a command, one field `payload` with JSON for what people press, and
 * plain JSON for events.
 */
export function bodyOf(delivery: Delivery): string {
  if (delivery.type === 'interactive') return `payload=${encodeURIComponent(JSON.stringify(delivery.payload))}`;
  if (delivery.type === 'events_api') return JSON.stringify(delivery.payload);
  const form = new URLSearchParams();
  for (const [key, value] of Object.entries(delivery.payload)) form.set(key, String(value));
  return form.toString();
}
