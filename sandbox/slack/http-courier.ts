import {
  answerWithinMs,
  bodyOf,
  type Delivery,
  type Receipt,
  type Sent,
  signatureOf,
  type Tampering,
} from './delivery.ts';
import { post } from './post.ts';
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
    const headers = { ...contentHeaders(delivery), ...this.#signed(body, tampering) };
    return this.replay({ transport: 'http', url, headers, body });
  }

  /** The same request with a signature of now, as an honest second delivery would come. */
  redeliver(sent: HttpSent): Promise<Receipt> {
    return this.replay({ ...sent, headers: { ...sent.headers, ...this.#signed(sent.body, {}) } });
  }

  /** The same request byte for byte, as an eavesdropper would send it. */
  async replay(sent: HttpSent): Promise<Receipt> {
    const startedMs = performance.now();
    const tookMs = () => performance.now() - startedMs;
    try {
      const answer = await post(sent.url, sent.headers, sent.body, this.#options.timeoutMs ?? answerWithinMs);
      if (answer === undefined)
        return { outcome: 'operation_timeout', status: undefined, body: '', tookMs: tookMs(), sent };
      const outcome = answer.status >= 200 && answer.status < 300 ? 'answered' : 'dispatch_failed';
      return { outcome, ...answer, tookMs: tookMs(), sent };
    } catch {
      return { outcome: 'dispatch_failed', status: undefined, body: '', tookMs: tookMs(), sent };
    }
  }

  #nextUrl(): string | undefined {
    const url = this.requestUrls[this.#turn % Math.max(1, this.requestUrls.length)];
    this.#turn += 1;
    return url;
  }

  #signed(body: string, tampering: Tampering): Record<string, string> {
    const seconds = Math.floor((this.#options.now() + (tampering.timestampOffsetMs ?? 0)) / 1000);
    const secret = tampering.signature === 'wrong' ? 'not the secret' : this.#options.signingSecret;
    const signature =
      tampering.signature === 'missing' ? {} : { 'x-slack-signature': signatureOf(body, seconds, secret) };
    return { 'x-slack-request-timestamp': String(seconds), ...signature };
  }
}

function contentHeaders({ type, retry }: Delivery): Record<string, string> {
  return {
    // Bare, without charset: Bolt takes anything else for JSON.
    'content-type': type === 'events_api' ? 'application/json' : 'application/x-www-form-urlencoded',
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    ...(retry === undefined
      ? {}
      : { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason }),
  };
}
