import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from 'pino';
import { slackLog } from './slack-log.ts';

/** Slack's own Web API. */
export const SLACK_API_URL = 'https://slack.com/api/';

const CALL_TIMEOUT_MS = 10_000;

export type WebClientConfig = {
  readonly botToken: string;
  readonly apiUrl: string;
  readonly log: Logger;
  /** How bytes travel; Node's own fetch without it. */
  readonly fetch?: WebClientOptions['fetch'];
  /** Where a person waits within Slack's 3 s; 10 s without it. */
  readonly timeoutMs?: number;
};

/**
 * What every client of ours asks of the SDK. Its defaults send a lost chat.postMessage again (a second message), pause all
 * calls after one 429, and wait for ever.
 */
export function callOptions({ apiUrl, log, timeoutMs, fetch }: Omit<WebClientConfig, 'botToken'>): WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs ?? CALL_TIMEOUT_MS,
    logger: slackLog(log),
    ...(fetch ? { fetch } : {}),
  };
}

/** A client of the Web API that tries once and says how it went; who calls decides what to do about it. */
export function webClient(config: WebClientConfig): WebClient {
  return new WebClient(config.botToken, callOptions(config));
}
