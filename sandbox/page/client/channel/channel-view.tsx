import type { ReactNode } from 'react';
import type { ChannelRow } from '../../protocol/slack.ts';
import { Composer } from '../composer/composer.tsx';
import { usePage } from '../live/use-store.ts';
import { PaneHead } from '../pane/pane-head.tsx';
import { MessageList } from './message-list.tsx';

type ChannelViewProps = { channel: ChannelRow; onBack(): void; tools: ReactNode };

/** A channel: its name, its messages, and where one writes. */
export function ChannelView({ channel, onBack, tools }: ChannelViewProps) {
  const stretch = usePage((state) => state.stretches[channel.id]);
  const name = channelName(channel);
  return (
    <main className="pane channel" id="channel" tabIndex={-1} aria-labelledby="channel-name">
      <PaneHead
        titleId="channel-name"
        title={name}
        tags={
          <>
            {channel.isPrivate && <span className="tag">Private</span>}
            {channel.isShared && <span className="tag">Shared</span>}
            {channel.isArchived && <span className="tag">Archived</span>}
          </>
        }
        tools={tools}
        backLabel="Show the channels"
        onBack={onBack}
      />
      {stretch === undefined ? (
        <p className="messages-frame messages-loading">Loading {name}…</p>
      ) : (
        <MessageList key={channel.id} channelId={channel.id} stretch={stretch} />
      )}
      <Composer key={`to ${channel.id}`} channelId={channel.id} threadTs={null} label={`Message ${name}`} />
    </main>
  );
}

export function channelName({ kind, name }: ChannelRow): string {
  return kind === 'channel' ? `#${name}` : name;
}
