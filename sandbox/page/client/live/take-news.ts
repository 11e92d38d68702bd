import type { MessageRow, SlackNews } from '../../protocol/slack.ts';
import type { TownNews } from '../../protocol/town.ts';
import { foldTownNews } from '../town/town-news.ts';
import { type PageState, threadKey } from './page-state.ts';
import { isInChannel, trimmed, upsert, withMessage } from './rows.ts';

/** What comes over the socket. */
export type News = SlackNews | TownNews;

/** What the page knows after a piece of news. Rows that did not change stay the same objects, so that they are not drawn again. */
export function takeNews(state: PageState, news: News): PageState {
  switch (news.type) {
    case 'hello':
      return {
        ...state,
        as: news.snapshot.me.id,
        link: 'up',
        snapshot: news.snapshot,
        town: foldTownNews(state.town, news),
      };
    case 'message':
      return takeMessage(state, news.message);
    case 'town':
    case 'images':
    case 'calls':
      return { ...state, town: foldTownNews(state.town, news) };
    case 'channels':
      return withSnapshot(state, { channels: news.channels });
    case 'modals':
      return withSnapshot(state, { modals: news.modals });
    case 'home':
      return withSnapshot(state, { home: news.home });
    case 'app':
      return withSnapshot(state, { isAppUp: news.isAppUp });
  }
}

function withSnapshot(state: PageState, change: Partial<NonNullable<PageState['snapshot']>>): PageState {
  return state.snapshot === null ? state : { ...state, snapshot: { ...state.snapshot, ...change } };
}

function takeMessage(state: PageState, message: MessageRow): PageState {
  return takeIntoThread(isInChannel(message) ? takeIntoChannel(state, message) : state, message);
}

function takeIntoChannel(state: PageState, message: MessageRow): PageState {
  const stretch = state.stretches[message.channelId];
  if (stretch === undefined) return state;
  const next = trimmed(withMessage(stretch, message));
  return next === stretch ? state : { ...state, stretches: { ...state.stretches, [message.channelId]: next } };
}

function takeIntoThread(state: PageState, message: MessageRow): PageState {
  const key = threadKey(message.channelId, message.threadTs ?? message.ts);
  const rows = state.threads[key];
  return rows === undefined ? state : { ...state, threads: { ...state.threads, [key]: upsert(rows, message) } };
}
