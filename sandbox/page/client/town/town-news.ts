import type { ApiCallRow } from '../../protocol/slack.ts';
import type { BehaviourRow, ImageRow, TownNews, TownState } from '../../protocol/town.ts';

/** What the panel knows. The shell keeps it and folds the socket's news into it. */
export type TownHeld = {
  /** Null until the first news. */
  readonly town: TownState | null;
  readonly images: readonly ImageRow[];
  readonly behaviours: readonly BehaviourRow[];
  /** The app's calls of Slack's Web API, newest last. */
  readonly calls: readonly ApiCallRow[];
};

export type HeldNews =
  | TownNews
  | { readonly type: 'calls'; readonly calls: readonly ApiCallRow[] }
  | { readonly type: 'hello' };

export const nothingHeld: TownHeld = { town: null, images: [], behaviours: [], calls: [] };

const MOST_CALLS = 500;

/** After a reconnection the server tells the last calls again, so what was held of them goes. */
export function foldTownNews(held: TownHeld, news: HeldNews): TownHeld {
  switch (news.type) {
    case 'hello':
      return { ...held, calls: [] };
    case 'town':
      return { ...held, town: news.town };
    case 'images':
      return { ...held, images: news.images, behaviours: news.behaviours };
    case 'calls':
      return { ...held, calls: [...held.calls, ...news.calls].slice(-MOST_CALLS) };
  }
}
