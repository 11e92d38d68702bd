import type { Json } from '../../protocol/slack.ts';
import { Blocks } from '../blocks/blocks.tsx';
import { Address } from '../blocks/mention.tsx';
import { Mrkdwn } from '../blocks/mrkdwn.tsx';
import { numbered } from '../blocks/numbered.ts';
import { listAt, textAt } from '../blocks/read.ts';

const NAMED: { readonly [name: string]: string } = {
  good: 'var(--ok)',
  warning: 'var(--warn)',
  danger: 'var(--danger)',
};

/** Slack's older way to add to a message: a coloured bar, with blocks or with fields of its own. */
export function Attachment({ attachment }: { attachment: Json }) {
  const color = textAt(attachment, 'color') ?? '';
  const blocks = listAt(attachment, 'blocks');
  const bar = NAMED[color] ?? (/^#?[0-9a-f]{6}$/i.test(color) ? `#${color.replace('#', '')}` : undefined);
  return (
    <div className="attachment" style={bar === undefined ? {} : { '--bar': bar }}>
      {blocks.length > 0 ? <Blocks blocks={blocks} /> : <LegacyContent attachment={attachment} />}
    </div>
  );
}

function LegacyContent({ attachment }: { attachment: Json }) {
  const title = textAt(attachment, 'title');
  const link = textAt(attachment, 'title_link');
  const text = textAt(attachment, 'text') ?? textAt(attachment, 'fallback') ?? '';
  return (
    <div className="blocks">
      {title !== null && (
        <p>
          <strong>{link === null ? title : <Address href={link}>{title}</Address>}</strong>
        </p>
      )}
      {text !== '' && (
        <div>
          <Mrkdwn text={text} isVerbatim={false} />
        </div>
      )}
      {numbered(listAt(attachment, 'fields')).map(({ key, item }) => (
        <div key={key}>
          <strong>{textAt(item, 'title')}</strong> <Mrkdwn text={textAt(item, 'value') ?? ''} />
        </div>
      ))}
      {textAt(attachment, 'footer') !== null && <p className="message-note">{textAt(attachment, 'footer')}</p>}
    </div>
  );
}
