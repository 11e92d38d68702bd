import { Fragment, memo, type ReactNode } from 'react';
import type { Json } from '../../protocol/slack.ts';
import { emojiNamed } from './emoji.ts';
import { Address, Broadcast, ChannelName, GroupName, PersonName, When } from './mention.tsx';
import { numbered } from './numbered.ts';
import { type Node, parseMrkdwn } from './parse-mrkdwn.ts';
import { flagAt, textAt, typeOf } from './read.ts';

/** Text with Slack's markup. */
export const Mrkdwn = memo(({ text, isVerbatim = true }: { text: string; isVerbatim?: boolean }) => {
  return <Nodes nodes={parseMrkdwn(text, isVerbatim)} />;
});

/** A text object: mrkdwn, or plain text with its line breaks. */
export function SlackText({ of }: { of: Json | null }) {
  const text = textAt(of, 'text') ?? '';
  if (of === null || typeOf(of) !== 'mrkdwn') return <span className="plain-text">{plain(text)}</span>;
  return <Mrkdwn text={text} isVerbatim={flagAt(of, 'verbatim')} />;
}

/** Plain text knows emoji by name, and nothing else. */
function plain(text: string): string {
  return text.replaceAll(/:([a-z0-9_+-]+):/g, (_, name: string) => emojiNamed(name));
}

/** The tree has no ids; a node that changes place is drawn anew, which for text is no loss. */
function Nodes({ nodes }: { nodes: readonly Node[] }) {
  return numbered(nodes).map(({ key, item }) => <Fragment key={key}>{drawn(item)}</Fragment>);
}

function drawn(node: Node): ReactNode {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'bold':
      return (
        <strong>
          <Nodes nodes={node.nodes} />
        </strong>
      );
    case 'italic':
      return (
        <em>
          <Nodes nodes={node.nodes} />
        </em>
      );
    case 'strike':
      return (
        <s>
          <Nodes nodes={node.nodes} />
        </s>
      );
    case 'quote':
      return (
        <blockquote>
          <Nodes nodes={node.nodes} />
        </blockquote>
      );
    case 'code':
      return <code>{node.text}</code>;
    case 'pre':
    case 'break':
    case 'emoji':
    case 'user':
    case 'channel':
    case 'group':
    case 'broadcast':
    case 'date':
    case 'link':
      return drawnAtom(node);
  }
}

type Atom = Exclude<Node, { readonly kind: 'text' | 'bold' | 'italic' | 'strike' | 'quote' | 'code' }>;

function drawnAtom(node: Atom): ReactNode {
  switch (node.kind) {
    case 'pre':
      return <pre>{node.text}</pre>;
    case 'break':
      return <br />;
    case 'emoji':
      return <span className="emoji">{emojiNamed(node.name)}</span>;
    case 'user':
      return <PersonName id={node.id} />;
    case 'channel':
      return <ChannelName id={node.id} label={node.label} />;
    case 'group':
      return <GroupName id={node.id} label={node.label} />;
    case 'broadcast':
      return <Broadcast name={node.name} />;
    case 'date':
      return <When seconds={node.seconds} format={node.format} fallback={node.fallback} />;
    case 'link':
      return (
        <Address href={node.href}>
          <Nodes nodes={node.nodes} />
        </Address>
      );
  }
}
