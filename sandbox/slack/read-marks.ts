import type { Changes } from './changes.ts';
import type { Message } from './model.ts';
import { Timeline } from './timeline.ts';
import { compareTs } from './timestamps.ts';

export type Unread = {
  unread: number;
  /** How many of the unread ones name the person. */
  mentions: number;
  /** Up to where the person has read; "0" when nothing. */
  readTs: string;
};

const nothingRead = '0';

/** How far each person has read each channel and thread, and where the person was named. */
export class ReadMarks {
  readonly #readTs = new Map<string, string>();
  readonly #mentions = new Map<string, Timeline>();
  /** As it was when posted: an edit calls nobody, and takes no call back. */
  readonly #named = new WeakMap<Message, string[]>();
  readonly #changes: Changes;

  constructor(changes: Changes) {
    this.#changes = changes;
  }

  readTs(userId: string, place: Place): string {
    return this.#readTs.get(keyOf(userId, place)) ?? nothingRead;
  }

  /** Marks only move forward, so that two windows of one person cannot make read things unread. */
  read(userId: string, place: Place, ts: string): void {
    if (compareTs(ts, this.readTs(userId, place)) <= 0) return;
    this.#readTs.set(keyOf(userId, place), ts);
    this.#changes.tell({ kind: 'read', userId, channelId: place.channelId, threadTs: place.threadTs });
  }

  /** Whoever posts has read up to there; the others are remembered to have been named. */
  posted(message: Message, named: Iterable<string>): void {
    const others = [...named].filter((userId) => userId !== message.userId);
    if (others.length > 0) this.#named.set(message, others);
    for (const key of this.#keysOf(message)) {
      const timeline = this.#mentions.get(key) ?? new Timeline();
      this.#mentions.set(key, timeline);
      timeline.add(message);
    }
    this.read(message.userId, message, message.ts);
  }

  removed(message: Message): void {
    for (const key of this.#keysOf(message)) this.#mentions.get(key)?.remove(message);
  }

  unread(userId: string, place: Place, timeline: Timeline | undefined): Unread {
    const readTs = this.readTs(userId, place);
    return {
      unread: timeline?.countAfter(readTs) ?? 0,
      mentions: this.#mentions.get(keyOf(userId, place))?.countAfter(readTs) ?? 0,
      readTs,
    };
  }

  #keysOf(message: Message): string[] {
    const named = this.#named.get(message) ?? [];
    return named.flatMap((userId) => placesOf(message).map((place) => keyOf(userId, place)));
  }
}

/** A channel, or one thread of it. */
export type Place = { channelId: string; threadTs?: string | undefined };

function keyOf(userId: string, { channelId, threadTs }: Place): string {
  return `${userId} ${channelId} ${threadTs ?? ''}`;
}

function placesOf({ channelId, threadTs, isBroadcast }: Message): Place[] {
  if (threadTs === undefined) return [{ channelId }];
  return isBroadcast ? [{ channelId }, { channelId, threadTs }] : [{ channelId, threadTs }];
}
