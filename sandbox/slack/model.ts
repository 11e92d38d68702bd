import type { JsonObject } from './json.ts';

export type User = {
  id: string;
  name: string;
  realName: string;
  teamId: string;
  isBot: boolean;
  isDeleted: boolean;
  /** A guest: multi-channel when only this is set, single-channel when `isUltraRestricted` is set too. */
  isRestricted: boolean;
  isUltraRestricted: boolean;
  /** Somebody of another company, met through a shared channel. */
  isStranger: boolean;
};

export type Channel = {
  id: string;
  name: string;
  isPrivate: boolean;
  isArchived: boolean;
  /** Shared with another company through Slack Connect. */
  isExtShared: boolean;
  memberIds: Set<string>;
};

export type UserGroup = { id: string; handle: string; name: string; userIds: string[]; isDisabled: boolean };

export type Token = {
  token: string;
  kind: 'bot' | 'app';
  /** Whom the token speaks as; the bot user also for app-level tokens, which speak for nobody. */
  userId: string;
  scopes: Set<string>;
  isRevoked: boolean;
};

export type SlackApp = {
  teamId: string;
  teamDomain: string;
  appId: string;
  botId: string;
  botUserId: string;
  /** Deprecated by Slack but still sent in every payload; a bot must not trust it. */
  verificationToken: string;
  signingSecret: string;
  commands: string[];
};

export type Metadata = { event_type: string; event_payload: JsonObject };

export type Content = {
  text: string;
  blocks: JsonObject[];
  attachments: JsonObject[];
  metadata: Metadata | undefined;
};

export type Message = {
  channelId: string;
  ts: string;
  threadTs: string | undefined;
  userId: string;
  content: Content;
  /** What the message said before each edit, oldest first: a slow client may still show, and press, an old button. */
  earlier: Content[];
  isBroadcast: boolean;
  isDeleted: boolean;
  editedTs: string | undefined;
  postedAtMs: number;
};

/** What one person alone sees, until a reload. `ts` is its id in payloads; the Web API cannot read it back. */
export type Ephemeral = {
  channelId: string;
  ts: string;
  threadTs: string | undefined;
  userId: string;
  /** 'slack' is Slackbot speaking about a failure, 'app' the bot. */
  from: 'app' | 'slack';
  content: Content;
  earlier: Content[];
  isDeleted: boolean;
  postedAtMs: number;
};

export type View = {
  id: string;
  userId: string;
  hash: string;
  externalId: string | undefined;
  /** The view as the app gave it, with block ids filled in. */
  definition: JsonObject;
  isOpen: boolean;
};
