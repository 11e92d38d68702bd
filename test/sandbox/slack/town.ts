import { LogLevel, WebClient } from '@slack/web-api';
import { onTestFinished } from 'vitest';
import type { Delivery, Receipt } from '../../../sandbox/slack/delivery.ts';
import { exampleTokens } from '../../../sandbox/slack/example-workspace.ts';
import { type SlackOptions, type SlackSandbox, startSlack } from '../../../sandbox/slack/start.ts';

/** An emulated Slack that stops with the test, and the real client as the bot would set it up. */
export async function town(options: SlackOptions = {}): Promise<{ slack: SlackSandbox; client: WebClient }> {
  const slack = await startSlack(options);
  onTestFinished(() => slack.stop());
  return { slack, client: clientOf(slack, exampleTokens.bot) };
}

export function clientOf(slack: SlackSandbox, token: string): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 2000,
    logLevel: LogLevel.ERROR,
  });
}

/** Gives the bot's token scopes that the product's manifest does not ask for. */
export function grant({ workspace }: Pick<SlackSandbox, 'workspace'>, ...scopes: string[]): void {
  for (const scope of scopes) workspace.directory.tokens.get(exampleTokens.bot)?.scopes.add(scope);
}

/**
 * Puts an app in place that answers every delivery with what `answer` gives: a body, nothing, or a receipt of its own.
 * @returns what it was given, in order
 */
export function app(slack: Pick<SlackSandbox, 'workspace'>, answer: () => unknown = () => undefined): Delivery[] {
  const heard: Delivery[] = [];
  slack.workspace.courier = async (delivery) => {
    heard.push(delivery);
    const body = answer();
    if (isReceipt(body)) return body;
    const text = body === undefined ? '' : JSON.stringify(body);
    return { outcome: 'answered', status: 200, body: text, tookMs: 1, sent: undefined };
  };
  return heard;
}

/** What Slack sees of an app that does not answer. */
export const silence: Receipt = {
  ...{ outcome: 'operation_timeout', status: undefined, body: '', tookMs: 3000, sent: undefined },
};

function isReceipt(body: unknown): body is Receipt {
  return typeof body === 'object' && body !== null && 'outcome' in body;
}

/** A clock that stands still until it is moved. */
export function stoppedClock(startMs = Date.UTC(2026, 10, 2, 10, 30)): {
  now: () => number;
  advance: (ms: number) => void;
} {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    advance: (ms) => {
      nowMs += ms;
    },
  };
}

/** Slack's error code of a call that must be refused. */
export async function refusalOf(call: Promise<unknown>): Promise<unknown> {
  const failure: unknown = await call.then(
    () => new Error('the call was not refused'),
    (error: unknown) => error,
  );
  if (failure instanceof Error && 'data' in failure && isErrorBody(failure.data)) return failure.data.error;
  throw failure;
}

function isErrorBody(data: unknown): data is { error: string } {
  return typeof data === 'object' && data !== null && 'error' in data;
}

export const button = (actionId: string, label: string, value: string) => ({
  type: 'button' as const,
  action_id: actionId,
  text: { type: 'plain_text' as const, text: label },
  value,
});

export const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } });
