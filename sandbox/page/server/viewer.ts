import type { ApiCallRow, MessageRow, SlackNews } from '../protocol/slack.ts';
import type { TownNews } from '../protocol/town.ts';

export type News = SlackNews | TownNews;

/** The part of a socket that is used. */
export type Line = {
  /** Bytes that the browser has not taken yet. */
  readonly bufferedAmount: number;
  send(text: string): void;
};

/** How things are now, read only when they are about to be sent. */
export type Sources = {
  readonly message: (key: string) => MessageRow | null;
  readonly channels: () => News;
  readonly modals: () => News;
  readonly home: () => News;
  readonly app: () => News;
  readonly town: () => News;
  readonly images: () => News;
};

/** What of a viewer's picture is out of date; a message has a key of its own. */
export type Stale = Exclude<keyof Sources, 'message'>;

/** Time to gather what belongs together; far below what an eye notices. */
const GATHER_MS = 20;
/** A browser that has this much to take yet is left alone until it has taken it. */
const BACKLOG_BYTES = 1_000_000;
const LOOK_AGAIN_MS = 200;
const MOST_CALLS = 500;

/**
 * One browser. What changes is only marked, and its newest state is sent a moment later: many changes of one thing are one
 * piece of news, and a slow browser costs no memory but the marks.
 */
export class Viewer {
  readonly #line: Line;
  readonly #sources: Sources;
  readonly #messages = new Set<string>();
  readonly #stale = new Set<Stale>();
  #calls: ApiCallRow[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(line: Line, sources: Sources) {
    this.#line = line;
    this.#sources = sources;
  }

  messageChanged(key: string): void {
    this.#messages.add(key);
    this.#soon(GATHER_MS);
  }

  changed(what: Stale): void {
    this.#stale.add(what);
    this.#soon(GATHER_MS);
  }

  called(call: ApiCallRow): void {
    this.#calls.push(call);
    if (this.#calls.length > MOST_CALLS) this.#calls.shift();
    this.#soon(GATHER_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #soon(ms: number): void {
    this.#timer ??= setTimeout(() => this.#flush(), ms);
  }

  #flush(): void {
    this.#timer = undefined;
    if (this.#line.bufferedAmount > BACKLOG_BYTES) {
      this.#soon(LOOK_AGAIN_MS);
      return;
    }
    for (const news of this.#take()) this.#line.send(JSON.stringify(news));
  }

  /** Messages first: who is told of an unread one must be able to find it. */
  #take(): News[] {
    const rows = [...this.#messages].map((key) => this.#sources.message(key)).filter((row) => row !== null);
    const messages: News[] = rows.map((message) => ({ type: 'message', message }));
    const others = [...this.#stale].map((what) => this.#sources[what]());
    const calls: News[] = this.#calls.length > 0 ? [{ type: 'calls', calls: this.#calls }] : [];
    this.#messages.clear();
    this.#stale.clear();
    this.#calls = [];
    return [...messages, ...others, ...calls];
  }
}
