import type { MessagePage, MessageRow } from '../../protocol/slack.ts';
import { type PageState, type Stretch, threadKey } from './page-state.ts';
import { isInChannel, upsert, withMessage, withNewer, withOlder } from './rows.ts';
import { fetchMessages, fetchThread } from './server.ts';

type Get = () => PageState;
type Change = (change: (before: PageState) => PageState) => void;

/** Brings pages of messages into the state; what is on its way is not asked for twice. */
export class Loader {
  readonly #get: Get;
  readonly #change: Change;
  readonly #underWay = new Set<string>();
  /** What the feed told while a page was on its way: the page may have been read before it. */
  #toldMeanwhile: MessageRow[] = [];

  constructor(get: Get, change: Change) {
    this.#get = get;
    this.#change = change;
  }

  /** The feed told of this message. */
  told(message: MessageRow): void {
    if (this.#underWay.size > 0) this.#toldMeanwhile.push(message);
  }

  /** Loads what the place shows and the state does not have. */
  whatIsMissing(): void {
    const { place, stretches, threads } = this.#get();
    const { channelId, threadTs, markTs } = place;
    if (channelId === null) return;
    const rows = stretches[channelId]?.rows;
    // A reply stands in its thread alone, so the channel scrolls to its parent.
    const rootTs = threadTs ?? markTs;
    const isMarkThere = threadTs !== null || markTs === null || rows?.some((row) => row.ts === markTs);
    if (rows === undefined || !isMarkThere) void this.#channel(channelId, markTs === null ? null : rootTs);
    if (threadTs !== null && threads[threadKey(channelId, threadTs)] === undefined)
      void this.#thread(channelId, threadTs);
  }

  /** After a reconnection: loads again what is on the screen, which stays there meanwhile, and forgets the rest. */
  afresh(): void {
    const { place, stretches, threads } = this.#get();
    const { channelId, threadTs } = place;
    const stretch = channelId === null ? undefined : stretches[channelId];
    const key = channelId === null || threadTs === null ? '' : threadKey(channelId, threadTs);
    const thread = threads[key];
    this.#change((before) => ({
      ...before,
      stretches: channelId === null || stretch === undefined ? {} : { [channelId]: stretch },
      threads: thread === undefined ? {} : { [key]: thread },
    }));
    this.whatIsMissing();
    if (channelId === null) return;
    if (stretch !== undefined)
      void this.#channel(channelId, stretch.hasNewer ? (stretch.rows.at(0)?.ts ?? null) : null);
    if (threadTs !== null && thread !== undefined) void this.#thread(channelId, threadTs);
  }

  older(channelId: string): void {
    const stretch = this.#get().stretches[channelId];
    const first = stretch?.rows.at(0)?.ts;
    if (!stretch?.hasOlder || first === undefined) return;
    const take = (page: MessagePage) =>
      this.#put(channelId, (before) => (before.rows.at(0)?.ts === first ? withOlder(before, page) : before));
    void this.#once(`${channelId} <${first}`, (as) => fetchMessages(as, channelId, { before: first }), take);
  }

  newer(channelId: string): void {
    const stretch = this.#get().stretches[channelId];
    const last = stretch?.rows.at(-1)?.ts;
    if (!stretch?.hasNewer || last === undefined) return;
    const take = (page: MessagePage) =>
      this.#put(channelId, (before) => (before.rows.at(-1)?.ts === last ? withNewer(before, page) : before));
    void this.#once(`${channelId} >${last}`, (as) => fetchMessages(as, channelId, { after: last }), take);
  }

  newest(channelId: string): Promise<void> {
    return this.#channel(channelId, null);
  }

  #channel(channelId: string, around: string | null): Promise<void> {
    const where = around === null ? 'newest' : { around };
    const take = (page: MessagePage) =>
      this.#put(channelId, () => ({ rows: page.messages, hasOlder: page.hasMore, hasNewer: page.hasNewer }));
    return this.#once(`${channelId} ${around ?? 'newest'}`, (as) => fetchMessages(as, channelId, where), take);
  }

  #thread(channelId: string, ts: string): Promise<void> {
    const key = threadKey(channelId, ts);
    return this.#once(
      key,
      (as) => fetchThread(as, channelId, ts),
      (page) => {
        const told = this.#toldMeanwhile.filter(
          (row) => row.channelId === channelId && (row.threadTs ?? row.ts) === ts,
        );
        const rows = told.reduce(upsert, page.messages);
        this.#change((before) => ({ ...before, threads: { ...before.threads, [key]: rows } }));
      },
    );
  }

  #put(channelId: string, change: (before: Stretch) => Stretch): void {
    this.#change((before) => {
      const loaded = change(before.stretches[channelId] ?? { rows: [], hasOlder: true, hasNewer: true });
      const told = this.#toldMeanwhile.filter((row) => row.channelId === channelId && isInChannel(row));
      return { ...before, stretches: { ...before.stretches, [channelId]: told.reduce(withMessage, loaded) } };
    });
  }

  async #once(key: string, ask: (as: string) => Promise<MessagePage>, take: (page: MessagePage) => void) {
    const { as } = this.#get();
    const mine = `${as} ${key}`;
    if (as === '' || this.#underWay.has(mine)) return;
    this.#underWay.add(mine);
    try {
      const page = await ask(as);
      if (this.#get().as === as) take(page);
    } catch {
      // The banner says that the server is away, and `afresh` comes with the next hello.
    } finally {
      this.#underWay.delete(mine);
      if (this.#underWay.size === 0) this.#toldMeanwhile = [];
    }
  }
}
