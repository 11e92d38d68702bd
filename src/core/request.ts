import type { Strategy } from './catalog.ts';

/** What to deploy: a tag or digest that somebody typed, or the default of the environment. */
export type ImageWish =
  | { readonly kind: 'default' }
  | { readonly kind: 'tag'; readonly tag: string }
  | { readonly kind: 'digest'; readonly digest: string };

/**
 * Which rollout is meant. Typed commands name service and environment; a button names the rollout and the gate it was
 * drawn for, so that a press on an old message is told from a press on today's.
 */
export type RolloutChoice =
  | { readonly by: 'name'; readonly service: string; readonly env: string }
  | { readonly by: 'button'; readonly rolloutId: string; readonly gate: number };

export type DeployRequest = {
  readonly kind: 'deploy';
  readonly service: string;
  readonly env: string;
  readonly image: ImageWish;
  /** For this deploy alone; null: as the catalog says. */
  readonly strategy: Strategy | null;
  readonly because: string | null;
  /** True for `/deploy plan`: show the plan, offer nothing. */
  readonly planOnly: boolean;
};

export type RollbackRequest = {
  readonly kind: 'rollback';
  readonly rollout: RolloutChoice;
  readonly toRevision: string | null;
  /** False: the worker shows the target and asks once; true: it acts at once. */
  readonly now: boolean;
  readonly because: string | null;
};

/** What goes wrong. `rolloutId`: of that rollout, live or not; else of what serves now. `sinceMs` null: nobody said. */
export type ErrorsRequest = {
  readonly kind: 'errors';
  readonly service: string;
  readonly env: string;
  readonly rolloutId: string | null;
  readonly sinceMs: number | null;
};

/** What is done with a pattern, or with all of them, of a report as it was shown. */
export type PatternRequest =
  | {
      readonly kind: 'mutePattern';
      readonly reportId: string;
      readonly patternId: string;
      readonly forMs: number;
      readonly rootTs: string | null;
    }
  | {
      readonly kind: 'unmutePattern';
      readonly reportId: string;
      readonly patternId: string;
      readonly rootTs: string | null;
    }
  | { readonly kind: 'allPatterns'; readonly reportId: string; readonly rootTs: string | null };

/** What a person asked of the worker: text or press, parsed and typed. It says nothing about whether they may. */
export type Request =
  | DeployRequest
  | RollbackRequest
  /** `of` says what was shown; the way a rollback takes through the queue is its own. */
  | {
      readonly kind: 'confirm';
      readonly of: 'deploy' | 'rollback';
      readonly rolloutId: string;
      readonly planHash: string;
    }
  /** Confirms a plan that was made while another rollout is live. */
  | { readonly kind: 'supersede' | 'wait'; readonly rolloutId: string; readonly planHash: string }
  | { readonly kind: 'stopWaiting'; readonly rolloutId: string }
  | { readonly kind: 'showPlan'; readonly rolloutId: string }
  | { readonly kind: 'advance' | 'adopt' | 'restore'; readonly rollout: RolloutChoice }
  | {
      readonly kind: 'pause' | 'resume' | 'abort';
      readonly rollout: RolloutChoice;
      readonly because: string | null;
    }
  | { readonly kind: 'unfreeze'; readonly service: string; readonly env: string }
  | ErrorsRequest
  | PatternRequest;

/** In place of a channel: what was pressed in App Home is answered there. */
export const HOME = 'home';

/** Where the answer to one person goes. A response URL lives 30 minutes and five uses (Slack). */
export type ReplyTo = {
  readonly channel: string;
  readonly userId: string;
  readonly responseUrl: string | null;
  /** Time stamp of the thread's root, when it was asked in a thread; left out in the channel itself. */
  readonly threadTs?: string;
};

/** A request on its way through the queue. The worker checks `userId` again: the queue proves nothing about a person. */
export type AskedFor = {
  /** Idempotency key: the same words by the same person in the same minute, or the same press, are one request. */
  readonly key: string;
  readonly request: Request;
  readonly userId: string;
  readonly askedAtMs: number;
  readonly replyTo: ReplyTo;
};
