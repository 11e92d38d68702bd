import { useEffect, useRef, useState } from 'react';
import type { MessageRow } from '../../protocol/slack.ts';
import { MessageRows } from '../channel/message-rows.tsx';
import { useKeptScroll } from '../channel/use-kept-scroll.ts';
import { useThreadReading } from '../channel/use-reading.ts';
import { useSaid } from '../channel/use-said.ts';
import { Composer } from '../composer/composer.tsx';
import { Icon } from '../icon/icon.tsx';
import { threadKey } from '../live/page-state.ts';
import { usePage, useStore } from '../live/use-store.ts';
import { CloseButton, PaneHead } from '../pane/pane-head.tsx';

type ThreadPaneProps = { as: 'main' | 'aside'; channelId: string; threadTs: string; channelName: string };

/** A thread beside its channel: the parent, the replies, and where one replies. */
export function ThreadPane({ as: Pane, channelId, threadTs, channelName }: ThreadPaneProps) {
  const { go } = useStore();
  const rows = usePage((state) => state.threads[threadKey(channelId, threadTs)]);
  useFocusGivenBack();
  const close = () => go({ channelId, threadTs: null, markTs: null });
  return (
    <Pane className="pane thread" aria-labelledby="thread-name">
      <PaneHead
        titleId="thread-name"
        title={
          <>
            Thread <span className="pane-where">{channelName}</span>
          </>
        }
        tools={<CloseButton label="Close the thread (Esc)" onClose={close} />}
        backLabel="Back to the channel"
        onBack={close}
      />
      {rows === undefined ? (
        <p className="messages-frame messages-loading">Loading the thread…</p>
      ) : (
        <Replies where={threadKey(channelId, threadTs)} rows={rows} />
      )}
      <Composer channelId={channelId} threadTs={threadTs} label="Reply…" />
    </Pane>
  );
}

/** Who closes the thread is again where they opened it. */
function useFocusGivenBack() {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    },
    [before],
  );
}

function Replies({ where, rows }: { where: string; rows: readonly MessageRow[] }) {
  const box = useRef<HTMLDivElement>(null);
  const { isAtEnd, remember, toEnd, toMessage } = useKeptScroll(box, rows);
  const markTs = usePage((state) => state.place.markTs);
  useEffect(() => {
    if (markTs !== null) toMessage(markTs);
  }, [markTs, toMessage]);
  useSaid(where, toEnd);
  useThreadReading(rows, isAtEnd);
  const [parent, ...replies] = rows;
  if (parent === undefined) return <p className="messages-frame messages-loading">This thread is gone.</p>;
  return (
    <div className="messages-frame">
      <div className="messages" ref={box} onScroll={remember}>
        <div className="messages-inner">
          <MessageRows rows={[parent]} markTs={markTs} unreadTs={null} isInThread />
          <div className="reply-count">
            <span>{replies.length === 1 ? '1 reply' : `${replies.length} replies`}</span>
          </div>
          <MessageRows rows={replies} markTs={markTs} unreadTs={null} isInThread />
        </div>
      </div>
      {!isAtEnd && (
        <button type="button" className="button jump" onClick={toEnd}>
          To the end <Icon name="down" />
        </button>
      )}
    </div>
  );
}
