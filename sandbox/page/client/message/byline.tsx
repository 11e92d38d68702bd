import type { MessageRow } from '../../protocol/slack.ts';
import { Address } from '../blocks/mention.tsx';
import { clockTime, exactTime } from '../blocks/slack-date.ts';
import { useDesk } from '../live/desk.ts';
import { addressOf } from '../place/place.ts';

/** Who wrote it, and when. */
export function Byline({ row }: { row: MessageRow }) {
  return (
    <p className="byline">
      <Author author={row.author} />
      <TimeLink row={row} />
    </p>
  );
}

function Author({ author }: { author: MessageRow['author'] }) {
  const { people } = useDesk();
  if (author.kind === 'slackbot') return <strong className="author">Slackbot</strong>;
  const person = people.get(author.userId);
  return (
    <>
      <strong className="author">{person?.realName ?? author.userId}</strong>
      {author.kind === 'app' && <span className="tag">App</span>}
      {person?.kind === 'guest' && <span className="tag">Guest</span>}
      {person?.kind === 'external' && <span className="tag">External</span>}
    </>
  );
}

/** The time is the permalink, as in Slack; what only one person sees has none. */
export function TimeLink({ row }: { row: MessageRow }) {
  const time = (
    <time dateTime={new Date(Number(row.ts) * 1000).toISOString()} title={exactTime(row.ts)}>
      {clockTime(row.ts)}
    </time>
  );
  if (row.isEphemeral) return <span className="time">{time}</span>;
  return (
    <Address href={permalinkOf(row)} className="time">
      {time}
    </Address>
  );
}

/** The address of a message; of a reply with its thread. */
export function permalinkOf({ channelId, ts, threadTs }: MessageRow): string {
  return addressOf({ channelId, markTs: ts, threadTs: threadTs === ts ? null : threadTs });
}
