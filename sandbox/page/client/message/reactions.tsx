import type { MessageRow } from '../../protocol/slack.ts';
import { emojiNamed } from '../blocks/emoji.ts';
import { useDesk } from '../live/desk.ts';

/** Who reacted with what; pressing one adds or takes back one's own. */
export function Reactions({ row }: { row: MessageRow }) {
  const { me, people, act } = useDesk();
  if (row.reactions.length === 0) return null;
  return (
    <ul className="reactions">
      {row.reactions.map(({ name, userIds }) => {
        const who = userIds.map((id) => people.get(id)?.realName ?? id).join(', ');
        return (
          <li key={name}>
            <button
              type="button"
              className="reaction"
              aria-pressed={userIds.includes(me)}
              aria-label={`${name.replaceAll('_', ' ')}: ${who}`}
              title={`${who} reacted with :${name}:`}
              onClick={() => void act({ do: 'react', channelId: row.channelId, ts: row.ts, name })}
            >
              <span aria-hidden="true">{emojiNamed(name)}</span> {userIds.length}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
