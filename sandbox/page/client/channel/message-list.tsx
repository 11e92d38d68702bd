import { useEffect, useRef } from 'react';
import { Icon } from '../icon/icon.tsx';
import type { Stretch } from '../live/page-state.ts';
import { usePage, useStore } from '../live/use-store.ts';
import { MessageRows } from './message-rows.tsx';
import { useKeptScroll } from './use-kept-scroll.ts';
import { useReading } from './use-reading.ts';
import { useSaid } from './use-said.ts';

/** So close to an end of what is loaded, the next page is fetched. */
const FETCH_PX = 800;

type MessageListProps = { channelId: string; stretch: Stretch };

/** The messages of a channel. Pages come while one scrolls, and go again at the other end. */
export function MessageList({ channelId, stretch }: MessageListProps) {
  const { load } = useStore();
  const box = useRef<HTMLDivElement>(null);
  const { isAtEnd, remember, toEnd, toMessage } = useKeptScroll(box, stretch);
  const { rows, hasOlder, hasNewer } = stretch;
  const unreadTs = useUnreadTs(stretch);
  const markTs = usePage((state) => state.place.markTs);
  const rootTs = usePage((state) =>
    state.place.markTs === null ? null : (state.place.threadTs ?? state.place.markTs),
  );
  useMarked(rootTs, rows.length > 0, toMessage);
  const waiting = useReading(channelId, stretch, isAtEnd && !hasNewer);
  const fetchMore = () => {
    const { current } = box;
    if (current === null) return;
    if (current.scrollTop < FETCH_PX) load.older(channelId);
    if (current.scrollHeight - current.scrollTop - current.clientHeight < FETCH_PX) load.newer(channelId);
  };
  const onScroll = () => {
    remember();
    fetchMore();
  };
  const jump = async () => {
    if (hasNewer) await load.newest(channelId);
    toEnd();
  };
  useSaid(channelId, jump);
  const words = waiting === 0 ? 'Jump to the latest' : `${waiting} new message${waiting === 1 ? '' : 's'}`;
  return (
    <div className="messages-frame">
      <div className="messages" ref={box} onScroll={onScroll}>
        <div className="messages-inner">
          {!hasOlder && <ChannelStart isEmpty={rows.length === 0} />}
          <MessageRows rows={rows} markTs={markTs} unreadTs={unreadTs} isInThread={false} />
        </div>
      </div>
      {(!isAtEnd || hasNewer) && rows.length > 0 && (
        <button type="button" className="button jump" onClick={() => void jump()}>
          {words} <Icon name="down" />
        </button>
      )}
    </div>
  );
}

/** What stands above the first message, or in place of all of them. */
function ChannelStart({ isEmpty }: { isEmpty: boolean }) {
  const commands = usePage((state) => state.snapshot?.commands);
  if (!isEmpty) return <p className="messages-start">This is where the channel begins.</p>;
  return (
    <div className="messages-start">
      <p className="messages-start-title">Nothing has been said here yet.</p>
      {commands !== undefined && commands.length > 0 && (
        <p>
          Try <code>/deploy api-gateway v1.1.0 prod</code>, or type <code>/</code> below for the commands:{' '}
          {commands.map(({ command }) => command).join(', ')}.
        </p>
      )}
    </div>
  );
}

/** The first message of others that was unread when the person came. */
function useUnreadTs({ rows }: Stretch): string | null {
  const unread = usePage((state) => state.unread);
  const me = usePage((state) => state.snapshot?.me.id);
  if (unread === null) return null;
  const first = rows.find(
    ({ ts, author }) =>
      ts > unread.afterTs && ts <= unread.untilTs && (author.kind !== 'person' || author.userId !== me),
  );
  return first?.ts ?? null;
}

/**
 * Scrolls to the message that a permalink names, once for each time that one goes there. One whose thread opens beside a
 * channel that is already there leaves the channel where it is.
 */
function useMarked(rootTs: string | null, hasRows: boolean, toMessage: (ts: string) => boolean) {
  const place = usePage((state) => state.place);
  const done = useRef<object | null>(null);
  const isNew = useRef(true);
  useEffect(() => {
    if (!hasRows || done.current === place) return;
    const isBeside = place.threadTs !== null && !isNew.current;
    isNew.current = false;
    if (rootTs !== null && !isBeside && toMessage(rootTs)) done.current = place;
  });
}
