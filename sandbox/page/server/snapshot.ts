import type { Channel, View } from '../../slack/model.ts';
import type { Workspace } from '../../slack/workspace.ts';
import type { ChannelRow, Snapshot, ViewRow } from '../protocol/slack.ts';
import type { PageWorld } from './page-world.ts';
import { personRow } from './person-row.ts';

const WORKSPACE_NAME = 'Slipway sandbox';

type Seen = { readonly slack: { readonly workspace: Workspace }; readonly isAppUp: PageWorld['isAppUp'] };

/** Everything that a person's screen shows but the messages, which are asked for by channel. */
export function snapshotOf({ slack: { workspace }, isAppUp }: Seen, userId: string): Snapshot {
  const { directory } = workspace;
  return {
    workspaceName: WORKSPACE_NAME,
    me: personRow(workspace, directory.user(userId)),
    people: [...directory.users.values()].map((user) => personRow(workspace, user)),
    userGroups: [...directory.userGroups.values()].map(({ id, handle, name }) => ({ id, handle, name })),
    channels: channelRows(workspace, userId),
    commands: directory.app.features.commands,
    shortcuts: directory.app.features.shortcuts,
    modals: modalRows(workspace, userId),
    home: homeRow(workspace, userId),
    isAppUp: isAppUp(),
  };
}

export function channelRows(workspace: Workspace, userId: string): ChannelRow[] {
  return workspace.channelsOf(userId).map((channel) => channelRow(workspace, userId, channel));
}

export function modalRows(workspace: Workspace, userId: string): ViewRow[] {
  return workspace.modalsOf(userId).map(viewRow);
}

export function homeRow(workspace: Workspace, userId: string): ViewRow | null {
  const home = workspace.homeOf(userId);
  return home === undefined ? null : viewRow(home);
}

function channelRow(workspace: Workspace, userId: string, channel: Channel): ChannelRow {
  const { unread, mentions, readTs } = workspace.unreadOf(userId, channel.id);
  const isDirect = channel.id.startsWith('D');
  const { app, users } = workspace.directory;
  return {
    id: channel.id,
    isPrivate: channel.isPrivate,
    isArchived: channel.isArchived,
    unread,
    mentions,
    readTs,
    // Whoever is in it sees the name of the other, which is always the app.
    name: isDirect ? (users.get(app.botUserId)?.realName ?? channel.name) : channel.name,
    kind: isDirect ? 'direct' : 'channel',
    isShared: channel.isExtShared,
    latestTs: workspace.conversations.channel(channel.id).last?.ts ?? null,
  };
}

function viewRow({ id, hash, definition }: View): ViewRow {
  return { id, hash, definition };
}
