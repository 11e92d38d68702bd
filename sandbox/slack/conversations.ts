import type { Ids } from './ids.ts';
import { type JsonObject, objectsIn } from './json.ts';
import type { Content, Ephemeral, Message } from './model.ts';
import { SlackError } from './slack-error.ts';
import { type Now, Timestamps } from './timestamps.ts';

export type Post = {
  channelId: string;
  userId: string;
  content: Content;
  threadTs?: string | undefined;
  isBroadcast?: boolean;
};

export type EphemeralPost = Omit<Post, 'isBroadcast'> & { from: 'app' | 'slack' };

/** Every message and ephemeral of the workspace. Knows no tokens, no scopes and no HTTP. */
export class Conversations {
  /** How long a new message stays invisible to history and replies, as Slack's own lags under load. */
  historyLagMs = 0;
  readonly ephemerals: Ephemeral[] = [];
  /** Per channel, by ts, in the order of time. */
  readonly #messages = new Map<string, Map<string, Message>>();
  /** Replies by channel and parent, so that a long channel does not slow its threads. */
  readonly #threads = new Map<string, Message[]>();
  readonly #now: Now;
  readonly #ids: Ids;
  readonly #timestamps: Timestamps;

  constructor(now: Now, ids: Ids) {
    this.#now = now;
    this.#ids = ids;
    this.#timestamps = new Timestamps(now);
  }

  /** @throws SlackError thread_not_found, cannot_reply_to_message (a reply is nobody's parent) */
  post(post: Post): Message {
    this.#checkParent(post.channelId, post.threadTs);
    const message: Message = {
      channelId: post.channelId,
      ts: this.#timestamps.next(),
      threadTs: post.threadTs,
      userId: post.userId,
      content: this.#named(post.content),
      earlier: [],
      isBroadcast: post.isBroadcast ?? false,
      isDeleted: false,
      editedTs: undefined,
      postedAtMs: this.#now(),
    };
    const inChannel = this.#messages.get(post.channelId) ?? new Map<string, Message>();
    this.#messages.set(post.channelId, inChannel.set(message.ts, message));
    if (post.threadTs !== undefined) this.#threadOf(post.channelId, post.threadTs).push(message);
    return message;
  }

  postEphemeral(post: EphemeralPost): Ephemeral {
    const ephemeral: Ephemeral = {
      channelId: post.channelId,
      ts: this.#timestamps.next(),
      threadTs: post.threadTs,
      userId: post.userId,
      from: post.from,
      content: this.#named(post.content),
      earlier: [],
      isDeleted: false,
      postedAtMs: this.#now(),
    };
    this.ephemerals.push(ephemeral);
    return ephemeral;
  }

  /** Replaces the whole content; Slack marks as edited only what shows plain text. */
  edit(message: Message | Ephemeral, content: Content): void {
    message.earlier.push(message.content);
    message.content = this.#named(content);
    if ('editedTs' in message && content.blocks.length === 0) message.editedTs = this.#timestamps.next();
  }

  /** @throws SlackError message_not_found */
  message(channelId: string, ts: string): Message {
    const message = this.find(channelId, ts);
    if (message === undefined || message.isDeleted) throw new SlackError('message_not_found');
    return message;
  }

  /** Also finds deleted messages, whose buttons somebody may still have on the screen. */
  find(channelId: string, ts: string): Message | undefined {
    return this.#messages.get(channelId)?.get(ts);
  }

  findEphemeral(channelId: string, ts: string): Ephemeral | undefined {
    return this.ephemerals.find((ephemeral) => ephemeral.channelId === channelId && ephemeral.ts === ts);
  }

  /** All messages of a channel that are not deleted, oldest first, without the lag. */
  all(channelId: string): Message[] {
    return [...(this.#messages.get(channelId)?.values() ?? [])].filter((message) => !message.isDeleted);
  }

  /** The replies to a message that are not deleted, oldest first, without the lag. */
  repliesTo(channelId: string, ts: string): Message[] {
    return this.#threadOf(channelId, ts).filter((message) => !message.isDeleted);
  }

  /** What conversations.history may show now: roots and broadcasts, newest first. */
  history(channelId: string): Message[] {
    return this.#visible(this.all(channelId))
      .filter((message) => message.threadTs === undefined || message.isBroadcast)
      .reverse();
  }

  /**
   * What conversations.replies may show now: the parent, then its replies, oldest first.
   * @throws SlackError thread_not_found
   */
  replies(channelId: string, ts: string): Message[] {
    const parent = this.find(channelId, ts);
    const [visibleParent] = parent === undefined || parent.isDeleted ? [] : this.#visible([parent]);
    if (visibleParent === undefined) throw new SlackError('thread_not_found');
    return [visibleParent, ...this.#visible(this.repliesTo(channelId, ts))];
  }

  #visible(messages: Message[]): Message[] {
    const newestVisibleMs = this.#now() - this.historyLagMs;
    return messages.filter((message) => message.postedAtMs <= newestVisibleMs);
  }

  #threadOf(channelId: string, ts: string): Message[] {
    const key = `${channelId} ${ts}`;
    const thread = this.#threads.get(key) ?? [];
    this.#threads.set(key, thread);
    return thread;
  }

  #checkParent(channelId: string, threadTs: string | undefined): void {
    if (threadTs === undefined) return;
    const parent = this.find(channelId, threadTs);
    if (parent === undefined || parent.isDeleted) throw new SlackError('thread_not_found');
    if (parent.threadTs !== undefined) throw new SlackError('cannot_reply_to_message');
  }

  #named(content: Content): Content {
    const named = (blocks: JsonObject[]) => blocks.map((block) => this.#ids.block(block));
    const attachments = content.attachments.map((attachment) =>
      'blocks' in attachment ? { ...attachment, blocks: named(objectsIn(attachment, 'blocks')) } : attachment,
    );
    return { ...content, blocks: named(content.blocks), attachments };
  }
}
