import type { Entries } from '../src/core/form.ts';
import type { MessageContent, ViewContent } from '../src/core/outgoing.ts';
import type { RolloutChoice } from '../src/core/request.ts';
import type { Now, ReadCatalog } from '../src/ports/local.ts';
import type { Requests, Rollouts, Showcase } from '../src/ports/memory.ts';
import type { Directory, Replies, Views } from '../src/ports/slack.ts';

/** A person in a place of Slack, and how to answer them alone. */
type Asking = {
  readonly userId: string;
  readonly channel: string;
  readonly responseUrl: string | null;
  /** Root of the thread it was said or pressed in; left out in the channel itself. */
  readonly threadTs?: string;
  /** Names this delivery of Slack's; for the log only: a person who repeats something gets another one. */
  readonly transportId: string;
  readonly atMs: number;
};

/** A slash command as it was typed. */
export type Spoken = Asking & {
  readonly command: '/deploy' | '/rollback';
  readonly text: string;
  /** Opens one form, within 3 s; left out where Slack gives none. */
  readonly triggerId?: string;
  /** The rollout in whose thread it was said, where no other place was named. */
  readonly thread?: Extract<RolloutChoice, { by: 'button' }>;
};

/** Words that somebody said to the bot by name; without its name. */
export type Mention = Asking & { readonly text: string };

/** A button as it was pressed; neither action id nor value is trusted. */
export type Press = Asking & {
  readonly actionId: string;
  readonly value: string;
  /** Opens one form, within 3 s; left out where Slack gives none. */
  readonly triggerId?: string;
};

/** An open form: what is entered in it, and what it carries along. `hash` names this rendering of it. */
export type FormShown = {
  readonly userId: string;
  readonly viewId: string;
  readonly hash: string;
  readonly metadata: string;
  readonly entries: Entries;
  readonly atMs: number;
};

/** A menu of a form, opened or typed into. */
export type MenuTyped = Pick<FormShown, 'userId' | 'metadata'> & { readonly actionId: string; readonly typed: string };

/** `message`: the one it was chosen on; null for a shortcut that stands everywhere. */
export type Shortcut = {
  readonly userId: string;
  readonly callbackId: string;
  readonly triggerId: string;
  readonly responseUrl: string | null;
  readonly message: { readonly channel: string; readonly threadTs: string } | null;
};

/** Everything a command may look at or set going. Of a rollout it changes nothing: it adds a request for the worker. */
export type CommandWorld = {
  readonly catalog: ReadCatalog;
  readonly directory: Directory;
  readonly rollouts: Pick<Rollouts, 'live' | 'liveIn' | 'queued' | 'recent' | 'freeze' | 'byThread' | 'read'>;
  readonly requests: Requests;
  readonly views: Views;
  readonly showcase: Pick<Showcase, 'lately' | 'wish'>;
  readonly replies: Replies;
  readonly now: Now;
};

/** What the person alone is told within Slack's three seconds. */
export type Answer =
  | { readonly kind: 'ephemeral'; readonly content: MessageContent }
  /** A form stands on the screen and is still empty; `fill` is for after the answer. */
  | { readonly kind: 'opened'; readonly fill: () => Promise<void> }
  | { readonly kind: 'nothing' };

export type AnswerToForm =
  | { readonly kind: 'closed'; readonly tell: () => Promise<void> }
  /** By block id. */
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: 'replaced'; readonly view: ViewContent };
