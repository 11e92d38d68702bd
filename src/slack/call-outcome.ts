import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { z } from 'zod';
import type { Blockage, Later, PostOutcome } from '../core/outgoing.ts';

/** Slack says of both that some part of the call may have succeeded before the error was raised. */
const MAY_HAVE_WORKED: ReadonlySet<string> = new Set(['internal_error', 'fatal_error', 'service_unavailable']);

/** Slack took nothing, and will take the same message once the rate has fallen or the request arrives whole. */
const BUSY: ReadonlySet<string> = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded', 'request_timeout']);

/** Nothing is wrong with the message: it leaves when the operator has repaired the token. */
const TOKEN_TROUBLE: ReadonlySet<string> = new Set([
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'missing_scope',
  'access_denied',
  'ekm_access_denied',
  'no_permission',
  'two_factor_setup_required',
  // The workspace moves into an organisation, or its owners let the app in no longer, or only from other networks.
  'org_login_required',
  'team_added_to_org',
  'team_access_not_granted',
  'accesslimited',
]);

/** Nor here: it leaves when somebody has invited the bot, or mended the channel's name, archive or settings. */
export const CHANNEL_TROUBLE: ReadonlySet<string> = new Set([
  'not_in_channel',
  'channel_not_found',
  'is_archived',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
]);

/** Slack took nothing, because of the blocks or the length: words alone it takes. */
export const CONTENT_TROUBLE: ReadonlySet<string> = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_too_long',
  'msg_blocks_too_long',
  'invalid_attachments',
  'too_many_attachments',
  'invalid_arguments',
  'invalid_arg_name',
]);

const NEVER_CONNECTED: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);

const BUSY_RETRY_MS = 5_000;
const REPAIR_RETRY_MS = 60_000;

const systemError = z.object({ cause: z.object({ code: z.string() }) });

type Failure = Exclude<PostOutcome, { kind: 'sent' }>;

/** What a failed call means for a message of the outbox. Anything that is not an error of the SDK is thrown again: it is ours. */
export function failureOf(error: unknown): Failure {
  if (error instanceof WebAPIRateLimitedError) return later(error.retryAfter * 1000);
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error;
    return CHANNEL_TROUBLE.has(code) ? untilRepaired({ of: 'channel', because: code }) : failureOfCode(code);
  }
  if (error instanceof WebAPIHTTPError) {
    // A proxy's 4xx never reached Slack; behind a 5xx anything may have happened.
    return error.statusCode >= 500 ? { kind: 'unknown' } : later(BUSY_RETRY_MS);
  }
  if (error instanceof WebAPIRequestError) {
    return neverConnected(error.original) ? later(BUSY_RETRY_MS) : { kind: 'unknown' };
  }
  throw error;
}

/** Why nothing at all can be asked of Slack until an operator repairs the token; null for every other failure. */
export function tokenTrouble(error: unknown): string | null {
  if (!(error instanceof WebAPIPlatformError)) return null;
  return TOKEN_TROUBLE.has(error.data.error) ? error.data.error : null;
}

/** The error code of a definitive answer of Slack's; null when Slack is away, busy or unsure. */
export function refusalCode(error: unknown): string | null {
  if (!(error instanceof WebAPIPlatformError)) return null;
  const failure = failureOfCode(error.data.error);
  return failure.kind === 'refused' ? failure.because : null;
}

function failureOfCode(code: string): Failure {
  if (MAY_HAVE_WORKED.has(code)) return { kind: 'unknown' };
  if (BUSY.has(code)) return later(BUSY_RETRY_MS);
  if (TOKEN_TROUBLE.has(code)) return untilRepaired({ of: 'token', because: code });
  return { kind: 'refused', because: code };
}

function later(retryAfterMs: number): Later {
  return { kind: 'later', retryAfterMs };
}

function untilRepaired(blocked: Blockage): Later {
  return { kind: 'later', retryAfterMs: REPAIR_RETRY_MS, blocked };
}

function neverConnected(error: Error): boolean {
  const read = systemError.safeParse(error);
  return read.success && NEVER_CONNECTED.has(read.data.cause.code);
}
