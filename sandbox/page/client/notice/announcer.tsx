import type { MessageRow } from '../../protocol/slack.ts';
import { usePage } from '../live/use-store.ts';

/** Reads out the newest message of the open channel and thread to those who listen; loading older ones says nothing. */
export function Announcer() {
  const words = usePage(({ place, stretches, threads, snapshot }) => {
    const stretch = place.channelId === null ? undefined : stretches[place.channelId];
    const thread = place.threadTs === null ? undefined : threads[`${place.channelId}/${place.threadTs}`];
    const inChannel = stretch?.hasNewer === false ? stretch.rows.at(-1) : undefined;
    const latest = laterOf(inChannel, thread?.at(-1));
    if (latest === undefined) return '';
    const { author, text } = latest;
    const name =
      author.kind === 'slackbot' ? 'Slackbot' : snapshot?.people.find(({ id }) => id === author.userId)?.realName;
    return `${name ?? ''}: ${text.replaceAll(/<[^>|]*\|?([^>]*)>/g, '$1')}`;
  });
  return (
    <div className="sr-only" aria-live="polite">
      {words}
    </div>
  );
}

function laterOf(one: MessageRow | undefined, other: MessageRow | undefined): MessageRow | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one.ts >= other.ts ? one : other;
}
