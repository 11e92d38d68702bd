import type { Entries } from './form.ts';
import type { RolloutChoice } from './request.ts';

/** A person in a place of Slack, and how to answer them alone. */
type Asking = {
  readonly userId: string;
  readonly channel: string;
  readonly responseUrl: string | null;
  /** Root of the thread it was said or pressed in; left out in the channel itself. */
  readonly threadTs?: string;
  /** Names this delivery of Slack's; for the log only: a person who repeats something gets another one. */
  readonly transportId: string;
  /** When Slack first delivered it. */
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
  /** Root of the thread where everybody sees what was pressed; left out for what one person alone was shown. */
  readonly rootTs?: string;
  /** Opens one form, within 3 s; left out where Slack gives none. */
  readonly triggerId?: string;
};

/** An open form: what is entered in it by block id, and what it carries along. `hash` names this rendering of it. */
export type FormShown = {
  readonly userId: string;
  readonly viewId: string;
  readonly hash: string;
  readonly metadata: string;
  readonly entries: Entries;
  readonly atMs: number;
};

/** A button in a modal; its value is that of the modal's metadata. */
export type ViewPress = Omit<FormShown, 'entries'> & { readonly actionId: string };

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
