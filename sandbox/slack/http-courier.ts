import {
  answerWithinMs,
  bodyOf,
  type Delivery,
  type Receipt,
  type Sent,
  signatureOf,
  type Tampering,
} from './delivery.ts';
import type { Now } from './timestamps.ts';

type HttpSent = Extract<Sent, { transport: 'http' }>;

export type HttpCourierOptions = { signingSecret: string; now: Now; timeoutMs?: number };

/** Delivers over signed HTTP, in turn to each of the app's request URLs, as a load balancer before two processes would. */
export class HttpCourier {
  requestUrls: string[] = [];
  readonly #options: HttpCourierOptions;
  #turn = 0;

  constructor(options: HttpCourierOptions) {
    this.#options = options;
  }

  deliver(delivery: Delivery, tampering: Tampering): Promise<Receipt> {
    const url = tampering.requestUrl ?? this.#nextUrl();
    if (url === undefined) {
      return Promise.resolve({ outcome: 'dispatch_failed', status: undefined, body: '', tookMs: 0, sent: undefined });
    }
    const body = bodyOf(delivery);
    return this.replay({ transport: 'http', url, headers: this.#headers(body, tampering), body });
  }

  /** The same request with a signature of now, as an honest second delivery would come. */
  redeliver(sent: HttpSent): Promise<Receipt> {
    return this.replay({ ...sent, headers: this.#headers(sent.body, {}) });
  }

  /** The same request byte for byte, as an eavesdropper would send it. */
  async replay(sent: HttpSent): Promise<Receipt> {
    const startedMs = performance.now();
    const tookMs = () => performance.now() - startedMs;
    try {
      const signal = AbortSignal.timeout(this.#options.timeoutMs ?? answerWithinMs);
      const answer = await fetch(sent.url, { method: 'POST', headers: sent.headers, body: sent.body, signal });
      const body = await answer.text();
      return {
        outcome: answer.ok ? 'answered' : 'dispatch_failed',
        status: answer.status,
        body,
        tookMs: tookMs(),
        sent,
      };
    } catch (error) {
      const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
      const outcome = isTimeout ? 'operation_timeout' : 'dispatch_failed';
      return { outcome, status: undefined, body: '', tookMs: tookMs(), sent };
    }
  }

  #nextUrl(): string | undefined {
    const url = this.requestUrls[this.#turn % Math.max(1, this.requestUrls.length)];
    this.#turn += 1;
    return url;
  }

  #headers(body: string, tampering: Tampering): Record<string, string> {
    const seconds = Math.floor((this.#options.now() + (tampering.timestampOffsetMs ?? 0)) / 1000);
    const secret = tampering.signature === 'wrong' ? 'not the secret' : this.#options.signingSecret;
    const signature =
      tampering.signature === 'missing' ? {} : { 'x-slack-signature': signatureOf(body, seconds, secret) };
    return {
      // Bare, without charset: Bolt takes anything else for JSON.
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': String(seconds),
      ...signature,
    };
  }
}
