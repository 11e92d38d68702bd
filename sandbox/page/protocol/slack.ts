/** What the page and its server tell each other about Slack. Names of blocks, views and state values are Slack's own. */

export type Json = { readonly [key: string]: unknown };

export type PersonRow = {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly kind: 'member' | 'guest' | 'external' | 'bot';
  /** What they are in the example workspace, such as "approver"; empty for nobody special. */
  readonly role: string;
  /** What the example catalog lets them do, in one sentence; empty for bots. */
  readonly may: string;
};

export type ChannelRow = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'channel' | 'direct';
  readonly isPrivate: boolean;
  readonly isShared: boolean;
  readonly isArchived: boolean;
  readonly unread: number;
  /** How many of the unread ones name the person. */
  readonly mentions: number;
  readonly latestTs: string | null;
  /** Up to where the person has read. */
  readonly readTs: string;
};

export type FileRow = {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly mimetype: string;
  readonly bytes: number;
  /** Where the page gets the bytes. */
  readonly url: string;
};

export type MessageRow = {
  readonly channelId: string;
  readonly ts: string;
  /** Null for what is no reply; a parent has its own ts in `ts` alone. */
  readonly threadTs: string | null;
  readonly author: { readonly kind: 'person' | 'app'; readonly userId: string } | { readonly kind: 'slackbot' };
  /** True for what Slack shows to this person alone. */
  readonly isEphemeral: boolean;
  readonly text: string;
  readonly blocks: readonly Json[];
  readonly attachments: readonly Json[];
  readonly isBroadcast: boolean;
  readonly isEdited: boolean;
  readonly isDeleted: boolean;
  readonly isPinned: boolean;
  readonly reactions: readonly { readonly name: string; readonly userIds: readonly string[] }[];
  readonly files: readonly FileRow[];
  readonly replies: {
    readonly count: number;
    readonly latestTs: string;
    readonly userIds: readonly string[];
    /** True when the person has not read the latest. */
    readonly isUnread: boolean;
  } | null;
};

/** A modal or a Home tab as the app gave it, block ids filled in. */
export type ViewRow = { readonly id: string; readonly hash: string; readonly definition: Json };

/** `view.state.values`: block id, action id, then Slack's own shape of what was entered. */
export type StateValues = { readonly [blockId: string]: { readonly [actionId: string]: Json } };

export type Snapshot = {
  readonly workspaceName: string;
  readonly me: PersonRow;
  readonly people: readonly PersonRow[];
  readonly userGroups: readonly { readonly id: string; readonly handle: string; readonly name: string }[];
  readonly channels: readonly ChannelRow[];
  readonly commands: readonly { readonly command: string; readonly description: string; readonly usageHint: string }[];
  readonly shortcuts: readonly {
    readonly kind: 'global' | 'message';
    readonly callbackId: string;
    readonly name: string;
    readonly description: string;
  }[];
  /** Modals that stand open for the person, the one on top last. */
  readonly modals: readonly ViewRow[];
  readonly home: ViewRow | null;
  /** False while nothing of the app answers. */
  readonly isAppUp: boolean;
};

export type ApiCallRow = {
  readonly atMs: number;
  readonly method: string;
  readonly channelId: string | null;
  readonly status: number;
  readonly error: string | null;
  readonly tookMs: number;
  readonly retryAfterSeconds: number | null;
};

/** What comes over the socket `/live?as=USER`; the first is always `hello`, also after a reconnection. */
export type SlackNews =
  | { readonly type: 'hello'; readonly snapshot: Snapshot }
  /** New, edited or deleted. A page that has not loaded its channel may ignore it. */
  | { readonly type: 'message'; readonly message: MessageRow }
  | { readonly type: 'channels'; readonly channels: readonly ChannelRow[] }
  | { readonly type: 'modals'; readonly modals: readonly ViewRow[] }
  | { readonly type: 'home'; readonly home: ViewRow | null }
  | { readonly type: 'app'; readonly isAppUp: boolean }
  | { readonly type: 'calls'; readonly calls: readonly ApiCallRow[] };

/** Where a control stands: on a message (or what only this person sees), or in a view. */
export type ControlAt =
  | { readonly in: 'message'; readonly channelId: string; readonly ts: string }
  | { readonly in: 'view'; readonly viewId: string };

/** What a person does, sent to `POST /api/act` as `{as, act}`. */
export type Act =
  /** Words, a mention, or a slash command. */
  | { readonly do: 'say'; readonly channelId: string; readonly threadTs: string | null; readonly text: string }
  /** `element` is what Slack sends in `actions[0]` besides ids and type: `value`, `selected_option`, `selected_date` … */
  | {
      readonly do: 'press';
      readonly at: ControlAt;
      readonly blockId: string;
      readonly actionId: string;
      readonly element: Json;
      readonly state: StateValues;
    }
  /** Asks the app for the options of an external select. */
  | {
      readonly do: 'options';
      readonly at: ControlAt;
      readonly blockId: string;
      readonly actionId: string;
      readonly typed: string;
    }
  | { readonly do: 'submit'; readonly viewId: string; readonly state: StateValues }
  | { readonly do: 'close'; readonly viewId: string }
  | { readonly do: 'openHome' }
  | {
      readonly do: 'shortcut';
      readonly callbackId: string;
      readonly message: { readonly channelId: string; readonly ts: string } | null;
    }
  | { readonly do: 'react'; readonly channelId: string; readonly ts: string; readonly name: string }
  | { readonly do: 'read'; readonly channelId: string; readonly ts: string };

export type OptionRow = Json;

/** `because` is a sentence for the person; what the app says comes as news. */
export type ActAnswer =
  | { readonly kind: 'done' }
  | {
      readonly kind: 'options';
      readonly options: readonly OptionRow[];
      readonly groups: readonly { readonly label: string; readonly options: readonly OptionRow[] }[];
    }
  /** By block id, beside its field. */
  | { readonly kind: 'fieldErrors'; readonly errors: { readonly [blockId: string]: string } }
  | { readonly kind: 'refused'; readonly because: string };

/**
 * `GET /api/messages?as=&channel=&limit=` (roots and broadcasts, oldest first) with at most one of `before=TS` and `after=TS`
 * (both exclusive) and `around=TS` (half of the limit on each side, for permalinks; the TS of a reply stands for its parent);
 * without any, the newest. `GET /api/thread?as=&channel=&ts=`: the parent first, then all replies.
 * What only this person sees is among them.
 */
export type MessagePage = {
  readonly messages: readonly MessageRow[];
  /** True when older ones are left. */
  readonly hasMore: boolean;
  /** True when newer ones are left, which is so after `before` and maybe after `around` and `after`. */
  readonly hasNewer: boolean;
};
