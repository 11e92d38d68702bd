import type { MouseEvent, ReactNode } from 'react';
import { useDesk } from '../live/desk.ts';
import { addressOf, HOME, placeOfLink } from '../place/place.ts';
import { exactTime, slackDate } from './slack-date.ts';

export function PersonName({ id }: { id: string }) {
  const { me, people } = useDesk();
  const isMe = id === me;
  return <span className={isMe ? 'mention mention-me' : 'mention'}>@{people.get(id)?.name ?? id}</span>;
}

export function GroupName({ id, label }: { id: string; label: string | null }) {
  const handle = useDesk().groups.get(id) ?? label ?? id;
  return <span className="mention">@{handle.replace(/^@/, '')}</span>;
}

export function Broadcast({ name }: { name: string }) {
  return <span className="mention mention-me">@{name}</span>;
}

export function ChannelName({ id, label }: { id: string; label: string | null }) {
  const name = useDesk().channels.get(id);
  if (name === undefined) return <span className="mention">#{label ?? id}</span>;
  return (
    <Address href={addressOf({ ...HOME, channelId: id })} className="mention">
      #{name}
    </Address>
  );
}

/** A moment in the reader's own zone; the exact one on hover. */
export function When({ seconds, format, fallback }: { seconds: number; format: string; fallback: string }) {
  if (!Number.isFinite(seconds)) return fallback;
  return (
    <time dateTime={new Date(seconds * 1000).toISOString()} title={exactTime(String(seconds))}>
      {slackDate(seconds, format, Date.now())}
    </time>
  );
}

type AddressProps = { href: string; className?: string; children: ReactNode };

/** A link. One of this workspace opens in the page; every other one in a tab that knows nothing of ours. */
export function Address({ href, className, children }: AddressProps) {
  const { go } = useDesk();
  const place = placeOfLink(href, location.origin);
  if (!/^(https?:|mailto:|\/)/i.test(href)) return children;
  if (place === null)
    return (
      <a className={className} href={href} target="_blank" rel="noopener noreferrer">
        {children}
      </a>
    );
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(place);
  };
  return (
    <a className={className} href={addressOf(place)} onClick={open}>
      {children}
    </a>
  );
}
