import type { ApiCall } from '../../slack/api-log.ts';
import type { ApiCallRow } from '../protocol/slack.ts';

export function callRow({ atMs, method, channelId, status, error, tookMs, retryAfterSeconds }: ApiCall): ApiCallRow {
  return {
    atMs,
    method,
    status,
    tookMs,
    channelId: channelId ?? null,
    error: error ?? null,
    retryAfterSeconds: retryAfterSeconds ?? null,
  };
}
