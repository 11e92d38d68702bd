import type { Message } from './model.ts';
import { Timeline } from './timeline.ts';

/** What each channel shows, roots and broadcasts, and the replies of each thread; nothing that is deleted. */
export class Timelines {
  readonly #channels = new Map<string, Timeline>();
  readonly #threads = new Map<string, Timeline>();

  channel(channelId: string): Timeline {
    return this.#channels.get(channelId) ?? new Timeline();
  }

  thread(channelId: string, ts: string): Timeline {
    return this.#threads.get(`${channelId} ${ts}`) ?? new Timeline();
  }

  add(message: Message): void {
    for (const timeline of this.#of(message)) timeline.add(message);
  }

  remove(message: Message): void {
    for (const timeline of this.#of(message)) timeline.remove(message);
  }

  /** Puts a reply into its channel too. */
  broadcast(message: Message): void {
    kept(this.#channels, message.channelId).add(message);
  }

  #of({ channelId, threadTs, isBroadcast }: Message): Timeline[] {
    const isInChannel = threadTs === undefined || isBroadcast;
    return [
      ...(isInChannel ? [kept(this.#channels, channelId)] : []),
      ...(threadTs === undefined ? [] : [kept(this.#threads, `${channelId} ${threadTs}`)]),
    ];
  }
}

function kept(timelines: Map<string, Timeline>, key: string): Timeline {
  const timeline = timelines.get(key) ?? new Timeline();
  timelines.set(key, timeline);
  return timeline;
}
