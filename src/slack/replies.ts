import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { MessageContent } from '../core/outgoing.ts';
import type { ReplyTo } from '../core/request.ts';
import type { Replies } from '../ports/slack.ts';
import { checkMessage, isRecent } from './block-limits.ts';
import { CHANNEL_TROUBLE, CONTENT_TROUBLE, refusalCode } from './call-outcome.ts';

const POST_TIMEOUT_MS = 5_000;

type RepliesOptions = { readonly client: WebClient; readonly apiUrl: string; readonly log: Logger };

/**
 * Tells one person alone. Resolves also when the person cannot be reached (left the channel, gone): nothing can be done
 * about it. Rejects when Slack is away, so that a job may try again.
 */
export function slackReplies({ client, apiUrl, log }: RepliesOptions): Replies {
  return {
    send: async (to, content, how) => {
      const problems = checkMessage(content);
      if (problems.length > 0) log.error({ problems, to: to.userId }, 'reply has blocks that Slack would refuse');
      // Words without their blocks are better than nothing.
      const sendable = problems.length > 0 ? { text: content.text, blocks: [] } : content;
      const replaceOriginal = how?.replaceOriginal ?? false;
      if (to.responseUrl !== null && isSlacks(to.responseUrl, apiUrl)) {
        if (await postToUrl(to.responseUrl, sendable, { replaceOriginal, ...inThread(to) })) return;
      }
      await postEphemeral(client, to, sendable, log);
    },
  };
}

/** Response URLs come back through the queue, so a forged job must not make us post anywhere but to Slack. */
function isSlacks(url: string, apiUrl: string): boolean {
  const [target, api] = [URL.parse(url), URL.parse(apiUrl)];
  if (target === null || api === null) return false;
  return target.origin === api.origin || (target.protocol === 'https:' && target.host === `hooks.${api.host}`);
}

/** False when the URL is used up (five answers), expired (30 minutes) or did not answer. */
async function postToUrl(
  url: string,
  content: MessageContent,
  { replaceOriginal, ...place }: { readonly replaceOriginal: boolean; readonly thread_ts?: string },
): Promise<boolean> {
  const body = JSON.stringify({
    response_type: 'ephemeral',
    replace_original: replaceOriginal,
    ...place,
    text: content.text,
    ...(content.blocks.length > 0 ? { blocks: content.blocks } : {}),
  });
  try {
    const headers = { 'content-type': 'application/json' };
    const signal = AbortSignal.timeout(POST_TIMEOUT_MS);
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}

/** The person or the bot is not where it was asked, as with a form that stood open for long, or nothing may be said there. */
const NOT_THERE: ReadonlySet<string> = new Set(['user_not_in_channel', ...CHANNEL_TROUBLE]);

/** A workspace that does not take all of it is given less, and the words alone at last: they say what matters. */
async function postEphemeral(client: WebClient, to: ReplyTo, content: MessageContent, log: Logger): Promise<void> {
  const { text, blocks } = content;
  const simpler = { text, blocks: blocks.filter((block) => !('type' in block && isRecent(block.type))) };
  let because: string | null = null;
  for (const form of [content, simpler, { text, blocks: [] }]) {
    because = await postAlone(client, to, form);
    if (because === null || !CONTENT_TROUBLE.has(because)) break;
  }
  if (because !== null) log.warn({ because, channel: to.channel, userId: to.userId }, 'nobody could be told');
}

/** Slack's code for its no; null when the person was told. */
async function postAlone(client: WebClient, to: ReplyTo, content: MessageContent): Promise<string | null> {
  const what = { text: content.text, ...(content.blocks.length > 0 ? { blocks: content.blocks } : {}) };
  const alone = { channel: to.channel, user: to.userId, ...inThread(to), ...what };
  const failed = await refusedAs(client, 'chat.postEphemeral', alone);
  // Their own conversation with the bot is as private, and it stands.
  return failed !== null && NOT_THERE.has(failed)
    ? refusedAs(client, 'chat.postMessage', { channel: to.userId, unfurl_links: false, ...what })
    : failed;
}

/** Slack's code for its no; null when it was done. */
async function refusedAs(client: WebClient, method: string, args: Record<string, unknown>): Promise<string | null> {
  try {
    await client.apiCall(method, args);
    return null;
  } catch (error) {
    const because = refusalCode(error);
    if (because === null) throw error;
    return because;
  }
}

function inThread({ threadTs }: ReplyTo): { readonly thread_ts?: string } {
  return threadTs === undefined ? {} : { thread_ts: threadTs };
}
