import type { PlainTextOption } from '@slack/types';
import type { Entries } from '../core/form.ts';
import type { MessageContent, ViewContent } from '../core/outgoing.ts';

/** Who asks, from one delivery of Slack's. */
type FromOne = { readonly userId: string; readonly transportId: string; readonly atMs: number };

/** `threadTs`: root of the thread it was said or pressed in; left out in the channel itself. */
type Asking = FromOne & { readonly channel: string; readonly responseUrl: string | null; readonly threadTs?: string };

/** `triggerId` opens one view within 3 s; empty where Slack gave none. */
export type TypedCommand = Asking & {
  readonly command: '/deploy' | '/rollback';
  readonly text: string;
  readonly triggerId: string;
};
export type PressedButton = Asking & {
  readonly actionId: string;
  readonly value: string;
  readonly triggerId: string;
};

/** Words that somebody said to the bot by name; without its name. */
export type Mention = Asking & { readonly text: string };

/** A modal as it stands on somebody's screen. `hash` names this rendering of it. */
export type ShownView = FromOne & {
  readonly viewId: string;
  readonly hash: string;
  readonly callbackId: string;
  readonly metadata: string;
  /** What was entered, by block id. */
  readonly entries: Entries;
};

/** A menu that was opened, or typed into, inside a modal. */
export type TypedInMenu = Omit<ShownView, 'hash'> & { readonly actionId: string; readonly typed: string };

/** `message`: the one whose menu it was chosen from; null for a shortcut that stands everywhere. */
export type UsedShortcut = FromOne & {
  readonly callbackId: string;
  readonly triggerId: string;
  readonly responseUrl: string | null;
  readonly message: { readonly channel: string; readonly ts: string; readonly threadTs: string } | null;
};

export type AnswerToOne =
  | { readonly kind: 'ephemeral'; readonly content: MessageContent }
  /** A view stands open with nothing in it yet; `fill` is called once Slack has its answer. */
  | { readonly kind: 'opened'; readonly fill: () => Promise<void> }
  | { readonly kind: 'nothing' };

export type AnswerToForm =
  /** The form closes; `tell` says what comes of it, once Slack has its answer. */
  | { readonly kind: 'closed'; readonly tell: () => Promise<void> }
  /** By block id: each stands next to its field, and what was entered stays. */
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: 'replaced'; readonly view: ViewContent };

/** `blocked`: nobody knows whether this request is a replay, so it may be answered but must set nothing going. */
export type Allowance = 'mayAct' | 'blocked';

/** What people's words, presses and forms lead to. Each resolves well within Slack's 3 s. */
export type Door = {
  /** Resolves when the request is safe in the queue. */
  say(typed: TypedCommand, allowance: Allowance): Promise<AnswerToOne>;
  /** Resolves when the request is safe in the queue. */
  mention(said: Mention, allowance: Allowance): Promise<AnswerToOne>;
  /** Shows this person's App Home. */
  home(userId: string): Promise<void>;
  /** Resolves when the request is safe in the queue. */
  press(pressed: PressedButton, allowance: Allowance): Promise<AnswerToOne>;
  /** Resolves when the request is safe in the queue. */
  submit(shown: ShownView, allowance: Allowance): Promise<AnswerToForm>;
  /** Something was chosen that the rest of the form depends on; Slack has been answered already. */
  choose(shown: ShownView): Promise<void>;
  /** `blocked` is told because the memory did not answer: whoever types must not wait for it again. */
  suggest(typed: TypedInMenu, allowance: Allowance): Promise<readonly PlainTextOption[]>;
  shortcut(used: UsedShortcut): Promise<AnswerToOne>;
};
