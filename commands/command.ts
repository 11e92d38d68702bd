import type { MessageContent } from '../src/core/outgoing.ts';
import type { RolloutChoice } from '../src/core/request.ts';
import type { Directory, ReadCatalog, Requests, Rollouts } from '../src/ports.ts';

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
  /** The rollout in whose thread it was said, where no other place was named. */
  readonly thread?: Extract<RolloutChoice, { by: 'button' }>;
};

/** Words that somebody said to the bot by name; without its name. */
export type Mention = Asking & { readonly text: string };

/** A button as it was pressed; neither action id nor value is trusted. */
export type Press = Asking & { readonly actionId: string; readonly value: string };

/** Everything a command may look at or set going. It acts on nothing itself: it adds a request for the worker. */
export type CommandWorld = {
  readonly catalog: ReadCatalog;
  readonly directory: Directory;
  readonly rollouts: Pick<Rollouts, 'live' | 'recent' | 'freeze' | 'byThread' | 'read'>;
  readonly requests: Requests;
};

/** What the person alone is told within Slack's three seconds. */
export type Answer = { readonly kind: 'ephemeral'; readonly content: MessageContent } | { readonly kind: 'nothing' };
