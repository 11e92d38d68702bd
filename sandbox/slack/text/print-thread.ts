import { objectsIn, stringIn } from '../json.ts';
import type { Ephemeral, Message } from '../model.ts';
import { compareTs } from '../timestamps.ts';
import type { Workspace } from '../workspace.ts';
import { blocksToLines } from './blocks.ts';
import { wrap } from './layout.ts';
import { clockTime, colours, mrkdwnToText, noColours, type Reading } from './mrkdwn.ts';

export type PrintOptions = {
  /** Terminal colours. Default: no. */
  colour?: boolean;
  /** Default 100 columns. */
  width?: number;
  /** IANA name. Default UTC. */
  timeZone?: string;
};

type Page = Reading & { workspace: Workspace; width: number };

/** As wide as `10:31:07` and two spaces, so that everything said stands in one column beside the times. */
const timeColumn = 10;

/** A thread as a person reads it in Slack: the message, its replies and what single people were shown beside it. */
export function printThread(workspace: Workspace, channelId: string, ts: string, options: PrintOptions): string {
  const page = pageFor(workspace, options);
  const root = workspace.conversations.message(channelId, ts);
  const ephemerals = ephemeralsOf(workspace, channelId).filter(({ threadTs }) => threadTs === ts);
  const replies = inOrder([...workspace.conversations.repliesTo(channelId, ts), ...ephemerals]);
  const margin = page.ink.dim('│');
  return [
    ...title(page, channelId, '  thread'),
    ...printed([root], page),
    '',
    ...printed(replies, { ...page, width: page.width - 2 }).map((line) => `${margin} ${line}`.trimEnd()),
  ].join('\n');
}

/** A channel without its threads, oldest first, with the ephemerals of everybody. */
export function printChannel(workspace: Workspace, channelId: string, options: PrintOptions): string {
  const page = pageFor(workspace, options);
  const messages = workspace.conversations.all(channelId);
  const shown = inOrder([
    ...messages.filter((message) => message.threadTs === undefined || message.isBroadcast),
    ...ephemeralsOf(workspace, channelId).filter(({ threadTs }) => threadTs === undefined),
  ]);
  return [...title(page, channelId, ''), ...printed(shown, page)].join('\n');
}

function inOrder(messages: (Message | Ephemeral)[]): (Message | Ephemeral)[] {
  return messages.sort((left, right) => compareTs(left.ts, right.ts));
}

function pageFor(workspace: Workspace, options: PrintOptions): Page {
  return {
    workspace,
    directory: workspace.directory,
    ink: options.colour === true ? colours : noColours,
    timeZone: options.timeZone ?? 'UTC',
    width: options.width ?? 100,
  };
}

function ephemeralsOf(workspace: Workspace, channelId: string): Ephemeral[] {
  return workspace.conversations.ephemerals.filter((each) => each.channelId === channelId && !each.isDeleted);
}

function title({ workspace, ink, width }: Page, channelId: string, kind: string): string[] {
  const name = `#${workspace.directory.channel(channelId).name}`;
  return [ink.bold(name) + ink.dim(kind), ink.dim('━'.repeat(width)), ''];
}

/** As in Slack, the author is named once for what he says in a row. */
function printed(messages: (Message | Ephemeral)[], page: Page): string[] {
  let lastHead = '';
  return messages.flatMap((message, index) => {
    const head = page.ink.bold(authorOf(message, page)) + noteOf(message, page);
    const isNew = head !== lastHead;
    lastHead = head;
    const gap = isNew && index > 0 ? [''] : [];
    return [...gap, ...(isNew ? [head] : []), ...timed(message, page)];
  });
}

function timed(message: Message | Ephemeral, page: Page): string[] {
  const time = page.ink.dim(clockTime(message.postedAtMs, page.timeZone));
  const lines = bodyOf(message, page).flatMap((line) => wrap(line, page.width - timeColumn));
  return lines.map((line, index) => (index === 0 ? `${time}  ${line}` : `${' '.repeat(timeColumn)}${line}`).trimEnd());
}

function authorOf(message: Message | Ephemeral, { workspace }: Page): string {
  const { app } = workspace.directory;
  if ('from' in message) return message.from === 'slack' ? 'Slackbot' : `${botName(workspace)} APP`;
  return message.userId === app.botUserId ? `${botName(workspace)} APP` : workspace.directory.nameOf(message.userId);
}

function botName(workspace: Workspace): string {
  return workspace.directory.user(workspace.directory.app.botUserId).realName;
}

function noteOf(message: Message | Ephemeral, { workspace, ink }: Page): string {
  if ('from' in message) return ink.accent(` — only visible to you (${workspace.directory.nameOf(message.userId)})`);
  return message.isBroadcast ? ink.accent(' — also sent to the channel') : '';
}

function bodyOf(message: Message | Ephemeral, page: Page): string[] {
  const { content } = message;
  const attached = content.attachments.flatMap((attachment) => {
    const bar = page.ink.bar(stringIn(attachment, 'color') ?? '');
    const lines = [
      ...mrkdwnToText(stringIn(attachment, 'text') ?? '', page)
        .split('\n')
        .filter(Boolean),
      ...blocksToLines(objectsIn(attachment, 'blocks'), page),
    ];
    return lines.map((line) => `${bar} ${line}`);
  });
  const own = content.blocks.length > 0 ? blocksToLines(content.blocks, page) : [];
  const isTextShown = content.blocks.length === 0 && content.text !== '';
  const files = 'files' in message ? message.files.map((file) => `[${file.title}, ${file.sizeBytes} bytes]`) : [];
  return [...(isTextShown ? mrkdwnToText(content.text, page).split('\n') : own), ...attached, ...files];
}
