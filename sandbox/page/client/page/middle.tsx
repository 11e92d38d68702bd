import { ChannelView, channelName } from '../channel/channel-view.tsx';
import { HomeTab } from '../home/home-tab.tsx';
import { usePage } from '../live/use-store.ts';
import { ThreadPane } from '../thread/thread-pane.tsx';

type MiddleProps = { isTownOpen: boolean; onTown(): void; onBack(): void };

/** What one looks at: a channel or Home, and a thread beside it. */
export function Middle({ isTownOpen, onTown, onBack }: MiddleProps) {
  const threadTs = usePage((state) => state.place.threadTs);
  const channel = usePage((state) => state.snapshot?.channels.find((row) => row.id === state.place.channelId));
  const tools = (
    <button type="button" className="button town-toggle" aria-pressed={isTownOpen} onClick={onTown}>
      Town
    </button>
  );
  return (
    <>
      {channel === undefined ? (
        <HomeTab onBack={onBack} tools={tools} />
      ) : (
        <ChannelView channel={channel} onBack={onBack} tools={tools} />
      )}
      {channel !== undefined && threadTs !== null && (
        <ThreadPane key={threadTs} channelId={channel.id} threadTs={threadTs} channelName={channelName(channel)} />
      )}
    </>
  );
}
