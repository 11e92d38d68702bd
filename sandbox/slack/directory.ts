import type { Changes } from './changes.ts';
import type { Channel, SlackApp, Token, User, UserGroup } from './model.ts';
import { SlackError } from './slack-error.ts';

/** Who and what exists in the workspace: people, channels, user groups, tokens. */
export class Directory {
  readonly app: SlackApp;
  readonly users = new Map<string, User>();
  readonly channels = new Map<string, Channel>();
  readonly userGroups = new Map<string, UserGroup>();
  readonly tokens = new Map<string, Token>();

  readonly #changes: Changes;

  constructor(app: SlackApp, changes: Changes) {
    this.app = app;
    this.#changes = changes;
  }

  addUser(user: User): void {
    this.users.set(user.id, user);
  }

  addChannel(channel: Channel): void {
    this.channels.set(channel.id, channel);
    this.#changes.tell({ kind: 'channels', channelId: channel.id });
  }

  addUserGroup(group: UserGroup): void {
    this.userGroups.set(group.id, group);
  }

  addToken(token: Token): void {
    this.tokens.set(token.token, token);
  }

  /** @throws SlackError user_not_found */
  user(id: string): User {
    const user = this.users.get(id);
    if (user === undefined) throw new SlackError('user_not_found');
    return user;
  }

  /**
   * A channel by id, or by name as chat.postMessage still allows.
   * @throws SlackError channel_not_found
   */
  channel(idOrName: string): Channel {
    const name = idOrName.replace(/^#/, '');
    const channel = this.channels.get(idOrName) ?? [...this.channels.values()].find((other) => other.name === name);
    if (channel === undefined) throw new SlackError('channel_not_found');
    return channel;
  }

  /** @throws SlackError no_such_subteam */
  userGroup(id: string): UserGroup {
    const group = this.userGroups.get(id);
    if (group === undefined) throw new SlackError('no_such_subteam');
    return group;
  }

  /** A private channel that the user is not in does not exist for that user, so its name cannot leak. */
  channelSeenBy(idOrName: string, userId: string): Channel {
    const channel = this.channel(idOrName);
    if (channel.isPrivate && !channel.memberIds.has(userId)) throw new SlackError('channel_not_found');
    return channel;
  }

  /** @throws SlackError not_in_channel, or channel_not_found for a private channel */
  channelJoinedBy(idOrName: string, userId: string): Channel {
    const channel = this.channelSeenBy(idOrName, userId);
    if (!channel.memberIds.has(userId)) throw new SlackError('not_in_channel');
    return channel;
  }

  /** The conversation between the bot and one person; exists from the first time somebody asks for it. */
  directChannel(userId: string): Channel {
    const user = this.user(userId);
    const id = `D${user.id.slice(1)}`;
    const known = this.channels.get(id);
    if (known !== undefined) return known;
    const channel: Channel = {
      id,
      name: `@${user.name}`,
      isPrivate: true,
      isArchived: false,
      isExtShared: false,
      memberIds: new Set([user.id, this.app.botUserId]),
    };
    this.addChannel(channel);
    return channel;
  }

  nameOf(userId: string): string {
    return this.users.get(userId)?.name ?? userId;
  }
}
