import type { MessageRow } from '../../protocol/slack.ts';
import { useDesk } from '../live/desk.ts';

/** A picture made of the first letter; the app has its own. */
export function Avatar({ author }: { author: MessageRow['author'] }) {
  const { people } = useDesk();
  if (author.kind === 'slackbot') return <Face kind="slackbot" letter="S" hue={0} />;
  const name = people.get(author.userId)?.realName ?? author.userId;
  return <Face kind={author.kind} letter={name.charAt(0)} hue={hueOf(author.userId)} />;
}

export function PersonFace({ id, name }: { id: string; name: string }) {
  return <Face kind="person" letter={name.charAt(0)} hue={hueOf(id)} />;
}

type FaceProps = { kind: 'person' | 'app' | 'slackbot'; letter: string; hue: number };

function Face({ kind, letter, hue }: FaceProps) {
  if (kind === 'app')
    return (
      <span className="face face-app" aria-hidden="true">
        <svg viewBox="0 0 32 32" role="presentation">
          <path d="M6 19h20l-3.4 5.5H9.4zM15 6v11H8.5zM17 9.5l6.5 7.5H17z" fill="currentColor" />
        </svg>
      </span>
    );
  return (
    <span className={`face face-${kind}`} style={{ '--hue': hue }} aria-hidden="true">
      {letter}
    </span>
  );
}

/** The same person has the same colour, far from that of the next. */
function hueOf(id: string): number {
  return [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 3600, 7) % 360;
}
