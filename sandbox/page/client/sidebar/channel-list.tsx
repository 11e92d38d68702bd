import type { MouseEvent } from 'react';
import type { ChannelRow } from '../../protocol/slack.ts';
import { Icon, type IconName } from '../icon/icon.tsx';
import { usePage, useStore } from '../live/use-store.ts';
import { addressOf, HOME, type Place } from '../place/place.ts';

/** Home, the channels and the direct messages; what is unread is bold, and what names the person has a number. */
export function ChannelList({ onChosen }: { onChosen(): void }) {
  const channels = usePage((state) => state.snapshot?.channels) ?? [];
  const direct = channels.filter((channel) => channel.kind === 'direct');
  const open = channels.filter((channel) => channel.kind === 'channel');
  return (
    <div className="sidebar-lists">
      <ul className="sidebar-list" aria-label="Apps">
        <Row place={HOME} name="Slipway Home" icon="home" unread={0} mentions={0} onChosen={onChosen} />
      </ul>
      <Rows title="Channels" channels={open} onChosen={onChosen} />
      {direct.length > 0 && <Rows title="Direct messages" channels={direct} onChosen={onChosen} />}
    </div>
  );
}

type RowsProps = { title: string; channels: readonly ChannelRow[]; onChosen(): void };

function Rows({ title, channels, onChosen }: RowsProps) {
  return (
    <section>
      <h2 className="sidebar-title">{title}</h2>
      <ul className="sidebar-list">
        {channels.map((channel) => (
          <Row
            key={channel.id}
            place={{ ...HOME, channelId: channel.id }}
            name={channel.name}
            icon={iconOf(channel)}
            unread={channel.unread}
            mentions={channel.mentions}
            onChosen={onChosen}
          />
        ))}
      </ul>
    </section>
  );
}

function iconOf({ kind, isPrivate, isShared }: ChannelRow): IconName {
  if (kind === 'direct') return 'direct';
  if (isShared) return 'shared';
  return isPrivate ? 'lock' : 'hash';
}

type RowProps = { place: Place; name: string; icon: IconName; unread: number; mentions: number; onChosen(): void };

function Row({ place, name, icon, unread, mentions, onChosen }: RowProps) {
  const { go } = useStore();
  const isHere = usePage((state) => state.place.channelId === place.channelId);
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(place);
    onChosen();
  };
  return (
    <li>
      <a
        className={unread > 0 ? 'sidebar-row sidebar-row-unread' : 'sidebar-row'}
        href={addressOf(place)}
        aria-current={isHere ? 'page' : undefined}
        onClick={open}
      >
        <Icon name={icon} />
        <span className="sidebar-name">{name}</span>
        {unread > 0 && <span className="sr-only">, {unread} unread</span>}
        {mentions > 0 && (
          <span className="badge">
            {mentions}
            <span className="sr-only"> mentions</span>
          </span>
        )}
      </a>
    </li>
  );
}
