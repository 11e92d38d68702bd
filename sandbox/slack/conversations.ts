import type { Changes } from './changes.ts';
import { Ephemerals } from './ephemerals.ts';
import type { Ids } from './ids.ts';
import { type JsonObject, objectsIn } from './json.ts';
import type { Content, Ephemeral, Message, SlackFile } from './model.ts';
import { type Place, ReadMarks, type Unread } from './read-marks.ts';
import { SlackError } from './slack-error.ts';
import type { Cut, Timeline } from './timeline.ts';
import { Timelines } from './timelines.ts';
import { type Now, Timestamps } from './timestamps.ts';

export type Post = {
  channelId: string;
  userId: string;
  content: Content;
  threadTs?: string | undefined;
  isBroadcast?: boolean;
  files?: SlackFile[];
};

export type EphemeralPost = Omit<Post, 'isBroadcast' | 'files'> & { from: 'app' | 'slack' };

export type ConversationsParts = {
  now: Now;
  ids: Ids;
  changes: Changes;
  /** Whom a message calls by name, in their channel's badge. */
  named: (message: Message) => Iterable<string>;
};

/** Every message and ephemeral of the workspace. Knows no tokens, no scopes and no HTTP. */
export class Conversations {
  /** How long a new message stays invisible to history and replies, as Slack's own lags under load. */
  historyLagMs = 0;
  /** What Slack does with a reply to a message that was deleted: undocumented, so both are tried. */
  takesRepliesToDeleted = false;
  readonly marks: ReadMarks;
  /** By channel, then by ts, in the order of time; deleted ones too. */
  readonly #messages = new Map<string, Map<string, Message>>();
  readonly #timelines = new Timelines();
  readonly #ephemerals = new Ephemerals();
  readonly #parts: ConversationsParts;
  readonly #timestamps: Timestamps;

  constructor(parts: ConversationsParts) {
    this.#parts = parts;
    this.#timestamps = new Timestamps(parts.now);
    this.marks = new ReadMarks(parts.changes);
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
      isPinned: false,
      reactions: [],
      files: post.files ?? [],
      editedTs: undefined,
      postedAtMs: this.#parts.now(),
    };
    const inChannel = this.#messages.get(post.channelId) ?? new Map<string, Message>();
    this.#messages.set(post.channelId, inChannel.set(message.ts, message));
    this.#timelines.add(message);
    this.marks.posted(message, this.#parts.named(message));
    this.changed(message);
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
      postedAtMs: this.#parts.now(),
    };
    this.#ephemerals.add(ephemeral);
    this.changed(ephemeral);
    return ephemeral;
  }

  /** Replaces the whole content; Slack marks as edited only what shows plain text. */
  edit(message: Message | Ephemeral, content: Content): void {
    message.earlier.push(message.content);
    message.content = this.#named(content);
    if ('editedTs' in message && content.blocks.length === 0) message.editedTs = this.#timestamps.next();
    this.changed(message);
  }

  remove(message: Message | Ephemeral): void {
    message.isDeleted = true;
    if ('from' in message) this.#ephemerals.remove(message);
    else {
      this.#timelines.remove(message);
      this.marks.removed(message);
    }
    this.changed(message);
  }

  /** Shows a reply in the channel too, where its time is. */
  broadcast(message: Message): void {
    if (message.isBroadcast || message.threadTs === undefined) return;
    message.isBroadcast = true;
    this.#timelines.broadcast(message);
    this.changed(message);
  }

  pin(message: Message, isPinned: boolean): void {
    message.isPinned = isPinned;
    this.changed(message);
  }

  /** Tells the screens, after something about the message was changed in place. */
  changed(message: Message | Ephemeral): void {
    this.#parts.changes.tell('from' in message ? { kind: 'ephemeral', message } : { kind: 'message', message });
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
    return this.#ephemerals.find(channelId, ts);
  }

  /** All that was ever shown to one person alone, also what is gone. */
  get ephemerals(): readonly Ephemeral[] {
    return this.#ephemerals.all;
  }

  /** What one person alone was shown and still sees, oldest first. */
  shownTo(userId: string): Ephemeral[] {
    return this.#ephemerals.shownTo(userId);
  }

  /** A reload empties the screen of what only this person saw; Slack keeps no copy. */
  forgetShown(userId: string): void {
    this.#ephemerals.forget(userId);
  }

  /** All messages of a channel that are not deleted, replies too, oldest first, without the lag. */
  all(channelId: string): Message[] {
    return [...(this.#messages.get(channelId)?.values() ?? [])].filter((message) => !message.isDeleted);
  }

  /** The newest first. */
  pinned(channelId: string): Message[] {
    return this.all(channelId)
      .filter(({ isPinned }) => isPinned)
      .reverse();
  }

  /** What a channel shows, roots and broadcasts that are not deleted, without the lag. */
  channel(channelId: string): Timeline {
    return this.#timelines.channel(channelId);
  }

  /** The replies to a message that are not deleted, without the lag. */
  thread(channelId: string, ts: string): Timeline {
    return this.#timelines.thread(channelId, ts);
  }

  /** The same, oldest first. */
  repliesTo(channelId: string, ts: string): Message[] {
    return this.thread(channelId, ts).slice();
  }

  /** What conversations.history may show now: roots and broadcasts, newest first. */
  history(channelId: string, within: (timeline: Timeline) => [number, number] = wholeOf): Cut<Message> {
    const timeline = this.channel(channelId);
    const [start, end] = within(timeline);
    return timeline.newestFirst(start, Math.min(end, this.#visibleOf(timeline)));
  }

  /**
   * What conversations.replies may show now: the parent, then its replies, oldest first.
   * @throws SlackError thread_not_found
   */
  replies(channelId: string, ts: string): Message[] {
    const parent = this.find(channelId, ts);
    const isVisible = parent !== undefined && parent.postedAtMs <= this.#parts.now() - this.historyLagMs;
    if (!isVisible || parent.isDeleted) throw new SlackError('thread_not_found');
    const thread = this.thread(channelId, ts);
    return [parent, ...thread.slice(0, this.#visibleOf(thread))];
  }

  unread(userId: string, place: Place): Unread {
    const { channelId, threadTs } = place;
    return this.marks.unread(userId, place, threadTs ? this.thread(channelId, threadTs) : this.channel(channelId));
  }

  /** How many of the timeline, from the oldest on, the lag lets through. */
  #visibleOf(timeline: Timeline): number {
    const newestVisibleMs = this.#parts.now() - this.historyLagMs;
    let count = timeline.length;
    while ((timeline.at(count - 1)?.postedAtMs ?? newestVisibleMs) > newestVisibleMs) count -= 1;
    return count;
  }

  #checkParent(channelId: string, threadTs: string | undefined): void {
    if (threadTs === undefined) return;
    const parent = this.find(channelId, threadTs);
    const isGone = parent?.isDeleted && !this.takesRepliesToDeleted;
    if (parent === undefined || isGone) throw new SlackError('thread_not_found');
    if (parent.threadTs !== undefined) throw new SlackError('cannot_reply_to_message');
  }

  #named(content: Content): Content {
    const named = (blocks: JsonObject[]) => blocks.map((block) => this.#parts.ids.block(block));
    const attachments = content.attachments.map((attachment) =>
      'blocks' in attachment ? { ...attachment, blocks: named(objectsIn(attachment, 'blocks')) } : attachment,
    );
    return { ...content, blocks: named(content.blocks), attachments };
  }
}

function wholeOf(timeline: Timeline): [number, number] {
  return [0, timeline.length];
}
