import type { HomeContent, Later, MessageContent, PostOutcome, ViewContent } from '../core/outgoing.ts';
import type { Person } from '../core/person.ts';
import type { ReplyTo } from '../core/request.ts';

export type Directory = {
  /** `fresh` asks Slack itself (before anything acts); otherwise a cache of a minute may answer, null when it has nothing. */
  person(userId: string, how: 'fresh'): Promise<Person>;
  person(userId: string, how: 'cached'): Promise<Person | null>;
};

/** Whether another company reads along in a channel. */
export type Channels = {
  /** Throws when Slack does not say. */
  isShared(channel: string): Promise<boolean>;
  /** What Slack said when it last did, however long ago; false when it never has. */
  wasShared(channel: string): boolean;
};

export type Replies = {
  /** Tells one person alone; falls back from the response URL to an ephemeral message. */
  send(to: ReplyTo, content: MessageContent, how?: { readonly replaceOriginal: boolean }): Promise<void>;
};

export type Home = {
  /** Replaces the person's App Home; resolves also when that person can have none. Throws when Slack is away. */
  publish(userId: string, content: HomeContent): Promise<void>;
  /** The address of a message, made without asking Slack about it. Throws when Slack has never been reached. */
  linkTo(channel: string, ts: string): Promise<string>;
};

export type UploadOutcome =
  | { readonly kind: 'uploaded'; readonly fileId: string }
  | Later
  | { readonly kind: 'refused'; readonly because: string };

export type ShareOutcome =
  | { readonly kind: 'shared' }
  /** Slack knows no such upload: the file was shared before, or never arrived. */
  | { readonly kind: 'gone' }
  | Later
  /** It may have been shared: what a second try finds says which. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly because: string };

/** Text files for everybody in a channel. */
export type Files = {
  /** Nobody sees the file yet; an upload that is never shared is forgotten by Slack. */
  upload(file: { readonly name: string; readonly text: string }): Promise<UploadOutcome>;
  /** Once for each upload, as a message with the comment. `threadTs` null: in the channel itself. */
  share(file: {
    readonly fileId: string;
    readonly channel: string;
    readonly threadTs: string | null;
    readonly title: string;
    readonly comment: string;
  }): Promise<ShareOutcome>;
};

/** Modals. Slack opens one within 3 s of what the person did. */
export type Views = {
  /** null: nothing was opened (the trigger is used up or too old, Slack is slow or away). Never throws. */
  open(triggerId: string, view: ViewContent): Promise<{ readonly viewId: string; readonly hash: string } | null>;
  /**
   * `hash`: the rendering that the new one takes the place of. `superseded`: it was changed meanwhile, or closed, so there
   * is nothing to say. Throws when Slack is away or takes no such view.
   */
  update(shown: { readonly viewId: string; readonly hash: string }, view: ViewContent): Promise<'shown' | 'superseded'>;
};

export type Thread = {
  post(
    message: MessageContent & { channel: string; threadTs: string | null; broadcast: boolean; oid: string },
  ): Promise<PostOutcome>;
  edit(message: MessageContent & { channel: string; ts: string }): Promise<PostOutcome>;
  /** The time stamp of a message of ours by its metadata; null when it is not there. `later`: Slack cannot be asked. */
  find(
    channel: string,
    threadTs: string | null,
    oid: string,
    sinceMs: number,
  ): Promise<{ readonly kind: 'looked'; readonly ts: string | null } | Later>;
  /** null: Slack has no link to it (deleted, channel gone). Throws when Slack is away. */
  permalink(channel: string, ts: string): Promise<string | null>;
};
