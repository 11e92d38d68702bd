import { memo, useMemo } from 'react';
import type { MessageRow } from '../../protocol/slack.ts';
import { Blocks } from '../blocks/blocks.tsx';
import { Mrkdwn } from '../blocks/mrkdwn.tsx';
import { numbered } from '../blocks/numbered.ts';
import { listAt } from '../blocks/read.ts';
import { SurfaceProvider, useNewSurface } from '../controls/surface.tsx';
import { Icon, type IconName } from '../icon/icon.tsx';
import { Attachment } from './attachment.tsx';
import { Avatar } from './avatar.tsx';
import { Byline, TimeLink } from './byline.tsx';
import { Files } from './files.tsx';
import { MessageTools } from './message-tools.tsx';
import { Reactions } from './reactions.tsx';
import { ReplyBar } from './reply-bar.tsx';

type SlackMessageProps = {
  row: MessageRow;
  /** True for one that follows another of the same author at once: it has no name and no picture. */
  isContinued?: boolean;
  /** True for the one that a permalink names. */
  isMarked?: boolean;
  /** In a thread there is no bar that opens the thread. */
  isInThread?: boolean;
};

/** A message as its reader sees it. It needs a desk (live/desk.ts) around it, and no server. */
export const SlackMessage = memo((props: SlackMessageProps) => {
  const { row, isContinued = false, isMarked = false, isInThread = false } = props;
  const names = ['message'];
  if (isContinued) names.push('message-continued');
  if (isMarked) names.push('message-marked');
  if (row.isEphemeral) names.push('message-ephemeral');
  return (
    <article className={names.join(' ')} tabIndex={-1} data-ts={row.ts}>
      <div className="message-side">{isContinued ? <TimeLink row={row} /> : <Avatar author={row.author} />}</div>
      <div className="message-body">
        {row.isEphemeral && <Note icon="eye" words="Only visible to you" />}
        {row.isPinned && <Note icon="pin" words="Pinned" />}
        {row.isBroadcast && (
          <Note icon="reply" words={isInThread ? 'Also sent to the channel' : 'Replied to a thread'} />
        )}
        {!isContinued && <Byline row={row} />}
        {row.isDeleted ? <p className="message-deleted">This message was deleted.</p> : <Content row={row} />}
        {!isInThread && <ReplyBar row={row} />}
      </div>
      {!row.isDeleted && <MessageTools row={row} isInThread={isInThread} />}
    </article>
  );
});

/** What is special about a message, above its author. */
function Note({ icon, words }: { icon: IconName; words: string }) {
  return (
    <p className="message-note">
      <Icon name={icon} />
      {words}
    </p>
  );
}

function Content({ row }: { row: MessageRow }) {
  const { channelId, ts, blocks, attachments } = row;
  const at = useMemo(() => ({ in: 'message' as const, channelId, ts }), [channelId, ts]);
  const all = useMemo(
    () => [...blocks, ...attachments.flatMap((attachment) => listAt(attachment, 'blocks'))],
    [blocks, attachments],
  );
  const surface = useNewSurface(at, all);
  return (
    <SurfaceProvider of={surface}>
      {blocks.length > 0 && <Blocks blocks={blocks} />}
      {blocks.length === 0 && row.text !== '' && (
        <div className="message-text">
          <Mrkdwn text={row.text} isVerbatim={false} />
          {row.isEdited && <span className="message-edited"> (edited)</span>}
        </div>
      )}
      {numbered(attachments).map(({ key, item }) => (
        <Attachment key={key} attachment={item} />
      ))}
      <Files files={row.files} />
      <Reactions row={row} />
    </SurfaceProvider>
  );
}
