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
  features: AppFeatures;
};

/** What the app's manifest declares; Slack offers and delivers nothing else. */
export type AppFeatures = {
  commands: readonly CommandRow[];
  shortcuts: readonly ShortcutRow[];
  /** Names of the events that the app subscribes to. */
  events: ReadonlySet<string>;
  isHomeEnabled: boolean;
  /** Without it the app and a person have no conversation of their own. */
  isMessagesTabEnabled: boolean;
};

export type CommandRow = { command: string; description: string; usageHint: string };
export type ShortcutRow = { kind: 'global' | 'message'; callbackId: string; name: string; description: string };

export type Metadata = { event_type: string; event_payload: JsonObject };

export type Content = {
  text: string;
  blocks: JsonObject[];
  attachments: JsonObject[];
  metadata: Metadata | undefined;
};

/** Who put an emoji under a message, in order. */
export type Reaction = { name: string; userIds: string[] };

/** A file that was uploaded and completed. Its bytes live with the workspace. */
export type SlackFile = {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  sizeBytes: number;
  userId: string;
  createdAtMs: number;
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
  isPinned: boolean;
  reactions: Reaction[];
  files: SlackFile[];
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

/** `state.values` of a view or a message: block id, action id, then Slack's own shape of what was entered. */
export type StateValues = { [blockId: string]: { [actionId: string]: JsonObject } };

export type View = {
  id: string;
  kind: 'modal' | 'home';
  userId: string;
  hash: string;
  externalId: string | undefined;
  /** The view as the app gave it, with block ids filled in. */
  definition: JsonObject;
  /** What the person picked so far, as far as Slack was told. */
  entered: StateValues;
  /** The view below it on the stack, and the lowest of all; its own id when it is the lowest. */
  previousId: string | undefined;
  rootId: string;
  isOpen: boolean;
};
