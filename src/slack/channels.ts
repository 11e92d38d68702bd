import { WebAPIRateLimitedError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Now } from '../ports/local.ts';
import type { Channels } from '../ports/slack.ts';
import { refusalCode } from './call-outcome.ts';

const KEEP_MS = 60_000;
/** How old an answer may be when Slack says "too many questions": a rollback must not wait for a channel's rate limit. */
const STALE_WHEN_LIMITED_MS = 10 * 60_000;

const info = z.object({
  channel: z.object({ is_ext_shared: z.boolean().default(false), is_pending_ext_shared: z.boolean().default(false) }),
});

/** A conversation of two is nobody else's, and to ask about one would need another scope (im:read). */
const DIRECT = /^D/;

/**
 * Asks Slack, at most once a minute and channel; throws when Slack is away. A channel that we cannot see (a private one
 * without us) counts as not shared: an answer there reaches the caller alone.
 */
export function slackChannels(client: WebClient, now: Now): Channels {
  const known = new Map<string, { readonly shared: boolean; readonly atMs: number }>();
  return {
    wasShared: (channel) => known.get(channel)?.shared ?? false,
    isShared: async (channel) => {
      if (DIRECT.test(channel)) return false;
      const kept = known.get(channel);
      if (kept && now() - kept.atMs < KEEP_MS) return kept.shared;
      try {
        const shared = await askShared(client, channel);
        known.set(channel, { shared, atMs: now() });
        return shared;
      } catch (error) {
        const isLimited = error instanceof WebAPIRateLimitedError;
        if (isLimited && kept && now() - kept.atMs < STALE_WHEN_LIMITED_MS) return kept.shared;
        throw error;
      }
    },
  };
}

async function askShared(client: WebClient, channel: string): Promise<boolean> {
  try {
    const { is_ext_shared, is_pending_ext_shared } = info.parse(
      await client.apiCall('conversations.info', { channel }),
    ).channel;
    return is_ext_shared || is_pending_ext_shared;
  } catch (error) {
    if (refusalCode(error) === null) throw error;
    return false;
  }
}
