import type { MessageRow } from '../../protocol/slack.ts';
import { slackDate } from '../blocks/slack-date.ts';
import { useDesk } from '../live/desk.ts';
import { Avatar } from './avatar.tsx';

const SHOWN_FACES = 4;

/** How many replies there are; pressing it opens the thread. */
export function ReplyBar({ row }: { row: MessageRow }) {
  const { people, go } = useDesk();
  const { replies, channelId, ts } = row;
  if (row.isBroadcast && row.threadTs !== null)
    return (
      <button type="button" className="reply-bar" onClick={() => go({ channelId, threadTs: row.threadTs, markTs: ts })}>
        View the thread
      </button>
    );
  if (replies === null || replies.count === 0) return null;
  const when = slackDate(Number(replies.latestTs), '{date_short_pretty} {time}', Date.now());
  return (
    <button
      type="button"
      className={replies.isUnread ? 'reply-bar reply-bar-unread' : 'reply-bar'}
      onClick={() => go({ channelId, threadTs: ts, markTs: null })}
    >
      <span className="reply-faces">
        {replies.userIds.slice(0, SHOWN_FACES).map((id) => (
          <Avatar key={id} author={{ kind: people.get(id)?.kind === 'bot' ? 'app' : 'person', userId: id }} />
        ))}
      </span>
      {replies.count === 1 ? '1 reply' : `${replies.count} replies`}
      <span className="reply-when">{replies.isUnread ? `new, ${when}` : `last ${when}`}</span>
    </button>
  );
}
