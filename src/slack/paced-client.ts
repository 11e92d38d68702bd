import { type WebAPICallResult, WebAPIRateLimitedError, WebClient } from '@slack/web-api';
import type { Turns } from '../ports/memory.ts';
import { callOptions, type WebClientConfig } from './web-client.ts';

/** The outbox takes turns for these itself: it knows what is urgent. */
const PACED_BY_OUTBOX: ReadonlySet<string> = new Set(['chat.postMessage', 'chat.update']);

/**
 * A client that keeps to the budget which all workers share. A call beyond it fails as Slack's own 429 would, without
 * asking Slack; a 429 of Slack's holds the method for all workers for as long as Slack says.
 */
export function pacedClient(config: WebClientConfig, turns: Turns): WebClient {
  return new PacedClient(config, turns);
}

class PacedClient extends WebClient {
  readonly #turns: Turns;

  constructor(config: WebClientConfig, turns: Turns) {
    super(config.botToken, callOptions(config));
    this.#turns = turns;
  }

  override async apiCall(method: string, options: Record<string, unknown> = {}): Promise<WebAPICallResult> {
    if (!PACED_BY_OUTBOX.has(method)) await this.#waitForTurn(method, options['channel']);
    try {
      return await super.apiCall(method, options);
    } catch (error) {
      if (error instanceof WebAPIRateLimitedError) await this.#turns.hold(method, null, error.retryAfter * 1_000);
      throw error;
    }
  }

  async #waitForTurn(method: string, channel: unknown): Promise<void> {
    const where = typeof channel === 'string' ? channel : 'none';
    const waitMs = await this.#turns.take({ method, channel: where, key: null, urgent: false });
    if (waitMs > 0) throw new WebAPIRateLimitedError(Math.ceil(waitMs / 1_000));
  }
}
