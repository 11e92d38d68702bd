import type { Act, ActAnswer } from '../../protocol/slack.ts';
import { addressOf, HOME, type Place, placeOf } from '../place/place.ts';
import { isAnswerTo, isAwaited, PATIENCE_MS } from './answer-to.ts';
import { connect } from './connection.ts';
import { Loader } from './load.ts';
import { emptyState, type PageState, threadKey } from './page-state.ts';
import { rememberPerson } from './remember.ts';
import { sendAct } from './server.ts';
import { type News, takeNews } from './take-news.ts';

const FIRST_CHANNEL = 'deploys';
const NOTICE_MS = 8_000;
const SLACK_AWAY = 'Slack is away, so Slipway cannot answer yet. It has been told; once is enough.';
const NO_ANSWER = 'Slipway has not answered yet. It may be starting again; once is enough.';

/** The page's one piece of memory. What it holds is the server's, but for where one looks. */
export class Store {
  readonly load: Loader;
  #state: PageState;
  #connection: { close(): void };
  #noticeId = 0;
  readonly #watchers = new Set<() => void>();
  readonly #onNews = new Set<(news: News) => void>();

  constructor(as: string, place: Place) {
    this.#state = emptyState(as, place);
    this.load = new Loader(this.get, this.#change);
    this.#connection = this.#open(as);
    window.addEventListener('popstate', () => this.#goTo(placeOf(location.pathname, location.search) ?? HOME));
  }

  readonly get = (): PageState => this.#state;

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  };

  /** Does something, and tells the person when it was refused, or when nothing comes of what should have an answer. */
  readonly act = async (what: Act, isWaitedFor = isAwaited(what)): Promise<ActAnswer> => {
    const stopWaiting = isWaitedFor ? this.#awaitAnswer(what) : () => undefined;
    if (what.do === 'say') this.#said(what.channelId, what.threadTs);
    const answer = await sendAct(this.#state.as, what);
    if (answer.kind !== 'done') stopWaiting();
    if (answer.kind === 'refused') this.notify(answer.because);
    return answer;
  };

  /** Looks elsewhere; the address bar follows. */
  readonly go = (place: Place): void => {
    const isSame = addressOf(place) === addressOf(this.#state.place);
    if (!isSame) history.pushState(null, '', addressOf(place));
    this.#goTo(place);
  };

  /** Acts as somebody else from now on. */
  readonly become = (as: string): void => {
    this.#connection.close();
    this.#change((before) => ({
      ...emptyState(as, { ...before.place, threadTs: null, markTs: null }),
      town: before.town,
    }));
    this.#connection = this.#open(as);
  };

  readonly notify = (text: string): void => {
    const id = this.#noticeId++;
    this.#change((before) => ({ ...before, notices: [...before.notices.slice(-2), { id, text }] }));
    setTimeout(() => this.dismiss(id), NOTICE_MS);
  };

  readonly dismiss = (id: number): void => {
    this.#change((before) => ({ ...before, notices: before.notices.filter((notice) => notice.id !== id) }));
  };

  readonly #change = (change: (before: PageState) => PageState): void => {
    const next = change(this.#state);
    if (next === this.#state) return;
    this.#state = next;
    for (const watcher of this.#watchers) watcher();
  };

  #awaitAnswer(act: Act): () => void {
    const atMs = Date.now();
    const stop = () => {
      clearTimeout(timer);
      this.#onNews.delete(onNews);
    };
    const onNews = (news: News) => {
      if (isAnswerTo(act, atMs, news)) stop();
    };
    const timer = setTimeout(() => {
      stop();
      this.notify(this.#state.town.town?.faults.isSlackAway ? SLACK_AWAY : NO_ANSWER);
    }, PATIENCE_MS);
    this.#onNews.add(onNews);
    return stop;
  }

  #said(channelId: string, threadTs: string | null): void {
    const said = { where: threadTs === null ? channelId : threadKey(channelId, threadTs) };
    this.#change((before) => ({ ...before, said }));
  }

  #goTo(place: Place): void {
    const isSameChannel = place.channelId === this.#state.place.channelId && this.#state.unread !== null;
    const channel = this.#state.snapshot?.channels.find((row) => row.id === place.channelId);
    const unread = channel === undefined ? null : { afterTs: channel.readTs, untilTs: channel.latestTs ?? '' };
    this.#change((before) => ({ ...before, place, unread: isSameChannel ? before.unread : unread }));
    this.load.whatIsMissing();
  }

  #open(as: string) {
    return connect(as, {
      onNews: (news) => this.#take(news),
      onLost: () => this.#change((before) => ({ ...before, link: 'lost' })),
    });
  }

  #take(news: News): void {
    for (const onNews of this.#onNews) onNews(news);
    if (news.type === 'message') this.load.told(news.message);
    this.#change((before) => takeNews(before, news));
    if (news.type !== 'hello') return;
    rememberPerson(news.snapshot.me.id);
    const place = this.#placeToBe();
    history.replaceState(null, '', addressOf(place));
    this.#goTo(place);
    this.load.afresh();
  }

  /** Where the address says, if the person may be there; else the channel that the terminal speaks of, or the first. */
  #placeToBe(): Place {
    const { place, snapshot } = this.#state;
    const mine = snapshot?.channels ?? [];
    if (mine.some((channel) => channel.id === place.channelId)) return place;
    if (place.channelId === null && location.pathname === addressOf(HOME)) return HOME;
    const open = mine.filter((channel) => channel.kind === 'channel' && !channel.isArchived);
    const first = open.find(({ name }) => name === FIRST_CHANNEL) ?? open[0];
    return { ...HOME, channelId: first?.id ?? null };
  }
}
