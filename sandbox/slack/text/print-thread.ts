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

/** A thread as a person reads it in Slack: the message, its replies and what single people were shown beside it. */
export function printThread(workspace: Workspace, channelId: string, ts: string, options: PrintOptions): string {
  const page = pageFor(workspace, options);
  const inThread = ({ threadTs }: Message | Ephemeral) => threadTs === ts;
  const root = workspace.conversations.message(channelId, ts);
  const replies = [
    ...workspace.conversations.all(channelId).filter(inThread),
    ...ephemeralsOf(workspace, channelId).filter(inThread),
  ].sort((left, right) => compareTs(left.ts, right.ts));
  return [
    ...title(page, channelId, 'thread'),
    ...printed(root, page, ''),
    ...replies.flatMap((reply) => printed(reply, page, '│ ')),
  ].join('\n');
}

/** A channel without its threads, oldest first, with the ephemerals of everybody. */
export function printChannel(workspace: Workspace, channelId: string, options: PrintOptions): string {
  const page = pageFor(workspace, options);
  const shown = [
    ...workspace.conversations
      .all(channelId)
      .filter((message) => message.threadTs === undefined || message.isBroadcast),
    ...ephemeralsOf(workspace, channelId).filter((ephemeral) => ephemeral.threadTs === undefined),
  ].sort((left, right) => compareTs(left.ts, right.ts));
  return [...title(page, channelId, 'channel'), ...shown.flatMap((message) => printed(message, page, ''))].join('\n');
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

function title({ workspace, ink, width }: Page, channelId: string, kind: 'thread' | 'channel'): string[] {
  const name = `#${workspace.directory.channel(channelId).name}`;
  return [`${ink.bold(name)}${kind === 'thread' ? ink.dim('  thread') : ''}`, ink.dim('━'.repeat(width)), ''];
}

function printed(message: Message | Ephemeral, page: Page, margin: string): string[] {
  const { ink, width } = page;
  const head = `${ink.bold(authorOf(message, page))}  ${ink.dim(clockTime(message.postedAtMs, page.timeZone))}${noteOf(message, page)}`;
  const inner = margin.length + 2;
  const lines = [
    head,
    ...bodyOf(message, page).flatMap((line) => wrap(line, width - inner).map((part) => `  ${part}`)),
  ];
  return [...lines.map((line) => (ink.dim(margin) + line).trimEnd()), margin.trimEnd()];
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
  if ('from' in message) return ink.accent(`  only visible to ${workspace.directory.nameOf(message.userId)}`);
  return message.isBroadcast ? ink.accent('  also sent to the channel') : '';
}

function bodyOf({ content }: Message | Ephemeral, page: Page): string[] {
  const attached = content.attachments.flatMap((attachment) => [
    ...mrkdwnToText(stringIn(attachment, 'text') ?? '', page)
      .split('\n')
      .filter(Boolean),
    ...blocksToLines(objectsIn(attachment, 'blocks'), page),
  ]);
  const own = content.blocks.length > 0 ? blocksToLines(content.blocks, page) : [];
  const lines = [...own, ...attached];
  return lines.length > 0 ? lines : mrkdwnToText(content.text, page).split('\n');
}
