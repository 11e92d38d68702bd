import type { MessageContent, ViewContent } from './outgoing.ts';

/** What the person alone is told within Slack's three seconds. */
export type Answer =
  | { readonly kind: 'ephemeral'; readonly content: MessageContent }
  /** A form stands on the screen and is still empty; `fill` is called once Slack has its answer. */
  | { readonly kind: 'opened'; readonly fill: () => Promise<void> }
  | { readonly kind: 'nothing' };

export type AnswerToForm =
  /** The form closes; `tell` says what comes of it, once Slack has its answer. */
  | { readonly kind: 'closed'; readonly tell: () => Promise<void> }
  /** By block id: each stands next to its field, and what was entered stays. */
  | { readonly kind: 'errors'; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: 'replaced'; readonly view: ViewContent };
