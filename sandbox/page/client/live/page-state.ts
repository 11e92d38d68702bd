import type { MessageRow, Snapshot } from '../../protocol/slack.ts';
import type { Place } from '../place/place.ts';
import { nothingHeld, type TownHeld } from '../town/town-news.ts';

/** A gapless stretch of a channel's messages, oldest first. Newer ones may have been dropped again while reading the past. */
export type Stretch = {
  readonly rows: readonly MessageRow[];
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
};

export type Link = 'connecting' | 'up' | 'lost';

/** Something to tell the person that no message of a channel says. */
export type Notice = { readonly id: number; readonly text: string };

export type PageState = {
  /** Who one acts as; empty until the server has said whom it chose. */
  readonly as: string;
  readonly link: Link;
  readonly snapshot: Snapshot | null;
  readonly stretches: { readonly [channelId: string]: Stretch };
  /** By `threadKey`, the parent first. */
  readonly threads: { readonly [key: string]: readonly MessageRow[] };
  readonly place: Place;
  /** What was unread when the person came into the channel: the unread line stays there while they read. */
  readonly unread: { readonly afterTs: string; readonly untilTs: string } | null;
  readonly notices: readonly Notice[];
  /** Where the person wrote last, as `threadKey` or a channel's id: what shows that place goes to its end. A new object each time. */
  readonly said: { readonly where: string } | null;
  /** The same for everybody: it stays when one acts as somebody else. */
  readonly town: TownHeld;
};

export function emptyState(as: string, place: Place): PageState {
  return {
    as,
    link: 'connecting',
    snapshot: null,
    stretches: {},
    threads: {},
    place,
    unread: null,
    notices: [],
    said: null,
    town: nothingHeld,
  };
}

export function threadKey(channelId: string, threadTs: string): string {
  return `${channelId}/${threadTs}`;
}
