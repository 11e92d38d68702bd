import type { Now, ReadCatalog } from '../src/ports/local.ts';
import type { Requests, Rollouts, Showcase } from '../src/ports/memory.ts';
import type { Reports } from '../src/ports/patterns.ts';
import type { Directory, Replies, Views } from '../src/ports/slack.ts';

/** Everything a command may look at or set going. Of a rollout it changes nothing: it adds a request for the worker. */
export type CommandWorld = {
  readonly catalog: ReadCatalog;
  readonly directory: Directory;
  readonly rollouts: Pick<
    Rollouts,
    'live' | 'liveIn' | 'queued' | 'recent' | 'freeze' | 'byThread' | 'read' | 'events'
  >;
  readonly requests: Requests;
  readonly views: Views;
  readonly reports: Pick<Reports, 'read'>;
  readonly showcase: Pick<Showcase, 'lately' | 'wish'>;
  readonly replies: Replies;
  readonly now: Now;
};
