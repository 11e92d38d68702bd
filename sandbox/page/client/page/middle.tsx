import { ChannelView, channelName } from '../channel/channel-view.tsx';
import { HomeTab } from '../home/home-tab.tsx';
import { usePage } from '../live/use-store.ts';
import { ThreadPane } from '../thread/thread-pane.tsx';
import { TownPane } from './town-pane.tsx';
import type { Panes } from './use-panes.ts';

/** What one looks at: a channel or Home, and a thread and the town beside it. */
export function Middle({ panes }: { panes: Panes }) {
  const { isAlone, isTownShown, isThreadShown, showList, toggleTown } = panes;
  const as = isAlone ? 'main' : 'aside';
  const threadTs = usePage((state) => state.place.threadTs);
  const channel = usePage((state) => state.snapshot?.channels.find((row) => row.id === state.place.channelId));
  const tools = (
    <button type="button" className="button town-toggle" aria-pressed={isTownShown} onClick={toggleTown}>
      Town
    </button>
  );
  return (
    <>
      {channel === undefined ? (
        <HomeTab onBack={showList} tools={tools} />
      ) : (
        <ChannelView channel={channel} onBack={showList} tools={tools} />
      )}
      {channel !== undefined && threadTs !== null && isThreadShown && (
        <ThreadPane
          key={threadTs}
          as={as}
          channelId={channel.id}
          threadTs={threadTs}
          channelName={channelName(channel)}
        />
      )}
      {isTownShown && <TownPane as={as} onClose={toggleTown} />}
    </>
  );
}
