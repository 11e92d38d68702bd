/** What one Slack message says: blocks (Block Kit objects) and the full sentence that screen readers and notifications get. */
export type MessageContent = { readonly text: string; readonly blocks: readonly object[] };

/** What one modal shows. `metadata` comes back with whatever is done in it; without `submit` nothing can be sent. */
export type ViewContent = {
  readonly callbackId: string;
  readonly title: string;
  readonly submit: string | null;
  readonly close: string;
  readonly metadata: string;
  readonly blocks: readonly object[];
};

/** One person's App Home. */
export type HomeContent = { readonly blocks: readonly object[] };

/**
 * One thing to tell Slack, written in the same atomic step as the state it tells of. `key` names the message for later
 * edits and replies (`card-<rolloutId>`); `oid` is carried as message metadata, so that a lost reply can be resolved.
 */
export type Outgoing = MessageContent & {
  readonly oid: string;
  readonly channel: string;
  /** Failures and rollbacks leave first within their channel. */
  readonly urgent: boolean;
} & (
    | { readonly op: 'post'; readonly key: string; readonly threadKey: string | null; readonly broadcast: boolean }
    | { readonly op: 'edit'; readonly key: string }
    /** An answer to one person that may hold `{permalink}` of the message named by `key`. */
    | {
        readonly op: 'answer';
        readonly key: string;
        readonly userId: string;
        readonly responseUrl: string | null;
        /** Where it was asked; the answer goes there, whatever channel the card stands in. */
        readonly askedIn: { readonly channel: string; readonly threadTs?: string };
        /** True where it takes the place of the question whose button was pressed, so that no dead button stays. */
        readonly replacesQuestion: boolean;
      }
  );

/** Certainly not done; try again after `retryAfterMs`. `blocked`: only a person can repair what is in the way. */
export type Later = { readonly kind: 'later'; readonly retryAfterMs: number; readonly blocked?: Blockage };

/** What is in the way, as Slack calls it: of one channel (bot not in it, archived), or of the token and so of everything. */
export type Blockage = { readonly of: 'channel' | 'token'; readonly because: string };

/** What became of a call that posts or edits. */
export type PostOutcome =
  /** `plain`: it stands there as words alone, because Slack would not take its blocks. */
  | { readonly kind: 'sent'; readonly ts: string; readonly plain?: string }
  | Later
  /** It may stand in Slack: look it up by its metadata before sending again. */
  | { readonly kind: 'unknown' }
  /** Slack will never take it (message or thread gone). */
  | { readonly kind: 'refused'; readonly because: string };

/** Stands in an `answer` until the message it points at has been posted. */
export const PERMALINK = '{permalink}';

export const cardKey = (rolloutId: string) => `card-${rolloutId}`;

/** The rollout whose card a key names; null for any other message. */
export function rolloutOfCard(key: string): string | null {
  return /^card-([0-9a-f]{10})$/.exec(key)?.[1] ?? null;
}

/** The rollout that a message tells of, by its key; null where it is of none. */
export function rolloutOfKey(key: string): string | null {
  return /-([0-9a-f]{10})(?:-|$)/.exec(key)?.[1] ?? null;
}
