import type { MessageRow } from '../../protocol/slack.ts';
import { emojiNamed, REACTIONS } from '../blocks/emoji.ts';
import { Menu, type MenuItem } from '../controls/menu.tsx';
import { Icon } from '../icon/icon.tsx';
import { type Desk, useDesk } from '../live/desk.ts';
import { permalinkOf } from './byline.tsx';

/** What one can do with a message; it shows when one points at it or comes to it by keyboard. */
export function MessageTools({ row, isInThread }: { row: MessageRow; isInThread: boolean }) {
  const desk = useDesk();
  const { channelId, ts } = row;
  if (row.isEphemeral) return null;
  return (
    <div className="message-tools">
      <Menu label="Add a reaction" face={<Icon name="smile" />} items={reactionItems(row, desk)} align="end" />
      {!isInThread && (
        <button
          type="button"
          className="icon-button"
          aria-label="Reply in a thread"
          title="Reply in a thread"
          onClick={() => desk.go({ channelId, threadTs: row.threadTs ?? ts, markTs: null })}
        >
          <Icon name="reply" />
        </button>
      )}
      <Menu
        label="More actions for this message"
        face={<Icon name="more" />}
        items={moreItems(row, desk)}
        align="end"
      />
    </div>
  );
}

function reactionItems({ channelId, ts }: MessageRow, { act }: Desk): readonly MenuItem[] {
  return REACTIONS.map((name) => ({
    key: name,
    label: `${emojiNamed(name)} ${name.replaceAll('_', ' ')}`,
    choose: () => void act({ do: 'react', channelId, ts, name }),
  }));
}

function moreItems(row: MessageRow, { shortcuts, act, notify }: Desk): readonly MenuItem[] {
  const { channelId, ts } = row;
  const copy = async () => {
    await navigator.clipboard.writeText(location.origin + permalinkOf(row));
    notify('Link copied.');
  };
  const own = shortcuts.filter((shortcut) => shortcut.kind === 'message');
  return [
    { key: 'copy', label: 'Copy link', choose: () => void copy() },
    ...own.map(({ callbackId, name, description }) => ({
      key: callbackId,
      label: name,
      detail: description,
      choose: () => void act({ do: 'shortcut', callbackId, message: { channelId, ts } }),
    })),
  ];
}
