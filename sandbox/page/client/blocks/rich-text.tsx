import type { ReactNode } from 'react';
import type { Json } from '../../protocol/slack.ts';
import { emojiNamed } from './emoji.ts';
import { Address, Broadcast, ChannelName, GroupName, PersonName, When } from './mention.tsx';
import { numbered } from './numbered.ts';
import { flagAt, listAt, numberAt, partAt, textAt, typeOf } from './read.ts';

/** A `rich_text` block: sections, lists, quotes and preformatted text; nothing in it is parsed. */
export function RichText({ block }: { block: Json }) {
  return (
    <div className="rich-text">
      {numbered(listAt(block, 'elements')).map(({ key, item }) => (
        <RichPart key={key} element={item} />
      ))}
    </div>
  );
}

function RichPart({ element }: { element: Json }) {
  switch (typeOf(element)) {
    case 'rich_text_preformatted':
      return (
        <pre>
          <Runs of={element} />
        </pre>
      );
    case 'rich_text_quote':
      return (
        <blockquote>
          <Runs of={element} />
        </blockquote>
      );
    case 'rich_text_list':
      return <RichList element={element} />;
    default:
      return (
        <div>
          <Runs of={element} />
        </div>
      );
  }
}

function RichList({ element }: { element: Json }) {
  const List = textAt(element, 'style') === 'ordered' ? 'ol' : 'ul';
  const indent = numberAt(element, 'indent') ?? 0;
  return (
    <List className="rich-list" style={{ marginInlineStart: `${indent * 1.5}rem` }}>
      {numbered(listAt(element, 'elements')).map(({ key, item }) => (
        <li key={key}>
          <Runs of={item} />
        </li>
      ))}
    </List>
  );
}

function Runs({ of }: { of: Json }) {
  return numbered(listAt(of, 'elements')).map(({ key, item }) => <Run key={key} run={item} />);
}

function Run({ run }: { run: Json }) {
  const style = partAt(run, 'style');
  let drawn = runAlone(run);
  if (flagAt(style, 'code')) drawn = <code>{drawn}</code>;
  if (flagAt(style, 'bold')) drawn = <strong>{drawn}</strong>;
  if (flagAt(style, 'italic')) drawn = <em>{drawn}</em>;
  return flagAt(style, 'strike') ? <s>{drawn}</s> : drawn;
}

function runAlone(run: Json): ReactNode {
  const id = (key: string) => textAt(run, key) ?? '';
  switch (typeOf(run)) {
    case 'link':
      return <Address href={id('url')}>{textAt(run, 'text') ?? id('url')}</Address>;
    case 'user':
      return <PersonName id={id('user_id')} />;
    case 'usergroup':
      return <GroupName id={id('usergroup_id')} label={null} />;
    case 'channel':
      return <ChannelName id={id('channel_id')} label={null} />;
    case 'broadcast':
      return <Broadcast name={id('range')} />;
    case 'emoji':
      return <span className="emoji">{emojiNamed(id('name'))}</span>;
    case 'date':
      return (
        <When seconds={numberAt(run, 'timestamp') ?? Number.NaN} format={id('format')} fallback={id('fallback')} />
      );
    default:
      return id('text');
  }
}
