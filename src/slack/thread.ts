import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Later, MessageContent, PostOutcome } from '../core/outgoing.ts';
import type { Thread } from '../ports/slack.ts';
import { checkMessage, isRecent } from './block-limits.ts';
import { CONTENT_TROUBLE, failureOf, refusalCode } from './call-outcome.ts';

/** Marks our messages; any app in the channel can read it, so it carries an id and nothing else. */
const EVENT_TYPE = 'slipway';

/** Slack's clock and ours differ; a message is looked for from a little before its send began. */
const CLOCK_MARGIN_MS = 5_000;
const PAGE_SIZE = 100;
const LOOK_AGAIN_MS = 5_000;
/** A look-up that would have to read further back than this finds nothing; history is a Tier 3 method. */
const MAX_PAGES = 10;

/** chat.update takes 4,000 characters of text, chat.postMessage more. */
const PLAIN_CHARS = 3_900;

/** Links in log lines and commit texts must not blow a thread up with previews. */
const NO_PREVIEWS = { unfurl_links: false, unfurl_media: false };

const posted = z.object({ ts: z.string() });
const linked = z.object({ permalink: z.string() });
const page = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      bot_id: z.string().nullish(),
      metadata: z
        .object({ event_type: z.string(), event_payload: z.looseObject({ oid: z.unknown() }) })
        .optional()
        .catch(undefined),
    }),
  ),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/** `trouble`: Slack took nothing, because of what was in it. */
type Taken = { readonly outcome: PostOutcome } | { readonly trouble: string };

type Page = z.infer<typeof page>;

/** Slack's side of the outbox. `botId` is ours: another app may forge the metadata, but not who posted. */
export function slackThread(client: WebClient, { botId }: { readonly botId: string }): Thread {
  const send = async (method: 'chat.postMessage' | 'chat.update', { text, blocks }: MessageContent, rest: object) => {
    const inPlain = async (because: string) => {
      const words = { text: text.slice(0, PLAIN_CHARS), blocks: [] };
      const outcome = await outcomeOf(client.apiCall(method, { ...rest, ...words }));
      return outcome.kind === 'sent' ? { ...outcome, plain: because } : outcome;
    };
    const take = async (some: MessageContent['blocks']): Promise<Taken> => {
      const problems = checkMessage({ text, blocks: some });
      if (problems.length > 0) return { trouble: problems.join('; ') };
      const outcome = await outcomeOf(client.apiCall(method, { ...rest, text, blocks: some }));
      const isContent = outcome.kind === 'refused' && CONTENT_TROUBLE.has(outcome.because);
      return isContent ? { trouble: outcome.because } : { outcome };
    };
    const taken = await take(blocks);
    if ('outcome' in taken) return taken.outcome;
    const simpler = blocks.filter((block) => !('type' in block && isRecent(block.type)));
    if (simpler.length === blocks.length) return inPlain(taken.trouble);
    // A workspace that knows no charts or tables yet takes everything else, and the words beside them say what matters.
    const retaken = await take(simpler);
    return 'outcome' in retaken ? retaken.outcome : inPlain(retaken.trouble);
  };
  return {
    post: (message) =>
      send('chat.postMessage', message, {
        channel: message.channel,
        ...(message.threadTs === null ? {} : { thread_ts: message.threadTs, reply_broadcast: message.broadcast }),
        metadata: { event_type: EVENT_TYPE, event_payload: { oid: message.oid } },
        ...NO_PREVIEWS,
      }),
    edit: (message) => send('chat.update', message, { channel: message.channel, ts: message.ts }),
    find: async (channel, threadTs, oid, sinceMs) => {
      const place = { channel, threadTs, sinceMs: sinceMs - CLOCK_MARGIN_MS };
      try {
        return { kind: 'looked', ts: await findOurs(pagesOf(client, place), { oid, botId }) };
      } catch (error) {
        return laterBecauseOf(error);
      }
    },
    permalink: (channel, ts) => linkTo(client, channel, ts),
  };
}

async function linkTo(client: WebClient, channel: string, ts: string): Promise<string | null> {
  try {
    return linked.parse(await client.apiCall('chat.getPermalink', { channel, message_ts: ts })).permalink;
  } catch (error) {
    if (refusalCode(error) === null) throw error;
    return null;
  }
}

async function outcomeOf(call: Promise<unknown>): Promise<PostOutcome> {
  try {
    return { kind: 'sent', ts: posted.parse(await call).ts };
  } catch (error) {
    return failureOf(error);
  }
}

/** A thread that is gone holds no message of ours; whatever else is wrong says nothing about the message. */
function laterBecauseOf(error: unknown): { readonly kind: 'looked'; readonly ts: null } | Later {
  const failure = failureOf(error);
  if (failure.kind === 'later') return failure;
  if (failure.kind === 'unknown') return { kind: 'later', retryAfterMs: LOOK_AGAIN_MS };
  return { kind: 'looked', ts: null };
}

async function findOurs(
  pages: AsyncIterable<Page>,
  { oid, botId }: { oid: string; botId: string },
): Promise<string | null> {
  for await (const { messages } of pages) {
    const ours = messages.find(
      ({ bot_id, metadata }) =>
        bot_id === botId && metadata?.event_type === EVENT_TYPE && metadata.event_payload.oid === oid,
    );
    if (ours) return ours.ts;
  }
  return null;
}

type Place = { readonly channel: string; readonly threadTs: string | null; readonly sinceMs: number };

/** Throws where Slack says no, or cannot be asked. */
async function* pagesOf(client: WebClient, { channel, threadTs, sinceMs }: Place): AsyncGenerator<Page> {
  const [method, where] =
    threadTs === null ? ['conversations.history', {}] : (['conversations.replies', { ts: threadTs }] as const);
  const oldest = (sinceMs / 1000).toFixed(6);
  const args = { ...where, channel, oldest, inclusive: true, include_all_metadata: true, limit: PAGE_SIZE };
  let cursor = '';
  for (let read = 0; read < MAX_PAGES; read += 1) {
    const got = page.parse(await client.apiCall(method, cursor === '' ? args : { ...args, cursor }));
    yield got;
    cursor = got.response_metadata?.next_cursor ?? '';
    if (cursor === '') return;
  }
}
