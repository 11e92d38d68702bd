import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Now } from '../ports/local.ts';
import { tokenTrouble } from './call-outcome.ts';
import { BOT_SCOPES } from './scopes.ts';

const KEEP_MS = 30_000;

/** Whom our settings say that the token speaks for. */
export type Identity = { readonly teamId: string; readonly botId: string; readonly botUserId: string };

const answer = z.object({
  team_id: z.string(),
  bot_id: z.string().optional(),
  user_id: z.string(),
  /** What the token was granted; Slack sends it in a header, the SDK keeps it here. */
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});

/**
 * What is wrong with the bot token, in words; null when Slack takes it and it speaks for whom we think. Asks at most
 * twice a minute: readiness is looked at far more often. `whileAway`: a Slack that does not answer keeps web from its
 * work, but not a worker.
 */
export function tokenCheck(
  client: WebClient,
  identity: Identity,
  now: Now,
  whileAway: 'tell' | 'ignore' = 'tell',
): () => Promise<string | null> {
  let last: { readonly trouble: string | null; readonly atMs: number } | null = null;
  return async () => {
    if (last !== null && now() - last.atMs < KEEP_MS) return last.trouble;
    const trouble = await ask(client, identity, whileAway);
    last = { trouble, atMs: now() };
    return trouble;
  };
}

async function ask(
  client: WebClient,
  { teamId, botId, botUserId }: Identity,
  whileAway: 'tell' | 'ignore',
): Promise<string | null> {
  try {
    const { team_id, bot_id, user_id, response_metadata } = answer.parse(await client.apiCall('auth.test'));
    if (team_id !== teamId) return `SLACK_TEAM_ID is ${teamId}, but the bot token belongs to ${team_id}`;
    if (bot_id !== botId) return `SLACK_BOT_ID is ${botId}, but the bot token belongs to ${bot_id ?? 'no bot'}`;
    if (user_id !== botUserId) return `SLACK_BOT_USER_ID is ${botUserId}, but the bot token belongs to ${user_id}`;
    const granted = response_metadata?.scopes;
    const missing = granted ? BOT_SCOPES.filter((scope) => !granted.includes(scope)) : [];
    return missing.length === 0
      ? null
      : `the bot token lacks ${missing.join(', ')}; install the app again from manifest.yml`;
  } catch (error) {
    if (whileAway === 'ignore' && tokenTrouble(error) === null) return null;
    return `Slack does not answer auth.test: ${error instanceof Error ? error.message : String(error)}`;
  }
}
