import { type Action, alone, onward, underWay } from './state-machine-actions.ts';
import { type Found, SELF_ACCUSED, superseding } from './state-machine-self-accused.ts';

const tickBesidePress: Action = {
  kind: 'together',
  runs: [{ job: 'tick' }, { job: 'advance', gate: 'right', who: 'U0ANA' }],
  choices: [0],
};

/** What the property once found, shrunken, in the words of what went wrong then. */
export const FOUND: readonly Found[] = [
  ...SELF_ACCUSED,
  {
    what: 'a deploy begins beside somebody’s own to LATEST that is under way',
    variant: 'a switch by itself',
    actions: [
      ...underWay,
      ...onward,
      alone({ job: 'deploy', tag: 'v1.2.0', who: 'U0BO' }),
      alone({ job: 'wait', which: 1 }),
      { kind: 'foreign', hand: { does: 'latest', number: 0 } },
    ],
  },
  {
    what: 'a rollout ends well beside somebody’s deploy to LATEST that is under way',
    variant: 'a switch by itself',
    actions: [
      ...underWay,
      { kind: 'wait', ms: 51_400 },
      { kind: 'foreign', hand: { does: 'latest', number: 0 } },
      alone({ job: 'tick' }),
      { kind: 'wait', ms: 200 },
    ],
  },
  {
    what: 'a canary that is not Ready any more is given its second share',
    variant: 'a canary',
    actions: [
      ...underWay,
      { kind: 'wait', ms: 75_000 },
      alone({ job: 'advance', gate: 'right', who: 'U0BO' }),
      { kind: 'ready', which: 'canary', isReady: false },
      { kind: 'wait', ms: 200 },
    ],
  },
  {
    what: 'Cloud Run goes back to the split before, since stable is not Ready, and Slipway accuses itself',
    variant: 'a canary',
    actions: [
      ...underWay,
      ...onward,
      ...onward,
      { kind: 'ready', which: 'stable', isReady: false },
      { kind: 'wait', ms: 65_000 },
    ],
  },
  {
    what: 'a /rollback that was answered with a question runs again when the rollout has ended',
    variant: 'a switch by itself',
    actions: [
      ...underWay,
      { kind: 'clock', offMs: -240_000 },
      alone({ job: 'rollback', who: 'U0ANA' }),
      { kind: 'crash', run: { job: 'again', which: 0 }, atCall: 1, carriedOut: false },
    ],
  },
  {
    what: 'a /rollback is called done beside somebody’s deploy to LATEST that is under way',
    variant: 'a switch by itself',
    actions: [
      ...underWay,
      ...onward,
      ...superseding,
      { kind: 'foreign', hand: { does: 'latest', number: 0 } },
      { kind: 'wait', ms: 200 },
      alone({ job: 'rollback', who: 'U0ANA' }),
    ],
  },
  {
    what: 'the question of a rollback is queued like a deploy',
    variant: 'a switch by hand',
    actions: [
      ...underWay,
      { kind: 'clock', offMs: -240_000 },
      alone({ job: 'rollback', who: 'U0CY' }),
      alone({ job: 'wait', which: 1 }),
    ],
  },
  {
    what: 'a single writer that goes back is started on a split that others made meanwhile',
    variant: 'a single writer',
    actions: [
      ...underWay,
      ...superseding,
      { kind: 'wait', ms: 10_500 },
      { kind: 'foreign', hand: { does: 'traffic', canaryPercent: 5 } },
    ],
  },
  {
    what: 'a /rollback whose worker died begins anew what has come to a standstill',
    variant: 'a canary',
    actions: [
      ...underWay,
      { kind: 'ready', which: 'stable', isReady: false },
      { kind: 'crash', run: { job: 'rollback', who: 'U0ANA' }, atCall: 4, carriedOut: true },
      { kind: 'wait', ms: 200 },
    ],
  },
  {
    what: 'a rollout whose last write was carried out unheard takes the end of its own tags for somebody’s doing',
    variant: 'a switch by hand',
    actions: [
      ...underWay,
      ...onward,
      { kind: 'aborted', times: 4 },
      { kind: 'lostReplies', times: 1 },
      { kind: 'wait', ms: 65_000 },
    ],
  },
  {
    what: 'Cloud Run goes back from a last write, since the canary is not Ready, and Slipway accuses itself',
    variant: 'a switch by hand',
    actions: [
      ...underWay,
      ...onward,
      { kind: 'ready', which: 'canary', isReady: false },
      { kind: 'away', after: 3, times: 1 },
      { kind: 'late', times: 1, byCalls: 1 },
      { kind: 'wait', ms: 45_500 },
    ],
  },
  {
    what: 'a rollback is called done although somebody moved traffic once it was real',
    variant: 'a canary',
    actions: [
      ...underWay,
      alone({ job: 'deploy', tag: 'v1.2.0', who: 'U0BO' }),
      alone({ job: 'wait', which: 1 }),
      { kind: 'evidence', evidence: 'bad' },
      alone({ job: 'tick' }),
      tickBesidePress,
      { kind: 'wait', ms: 200 },
      tickBesidePress,
      { kind: 'foreign', hand: { does: 'traffic', canaryPercent: 40 } },
      {
        kind: 'together',
        runs: [
          { job: 'stopWaiting', which: 3 },
          { job: 'adopt', isButton: false, who: 'U0ANA' },
        ],
        choices: [0],
      },
      { kind: 'crash', run: { job: 'oldTick', which: 0 }, atCall: 1, carriedOut: false },
    ],
  },
  {
    what: 'a copy of Redis waits for a writer to stop that has long been started again on stable',
    variant: 'a single writer',
    actions: [
      ...underWay,
      alone({ job: 'abort', who: 'U0ANA' }),
      alone({ job: 'tick' }),
      { kind: 'wait', ms: 2_500 },
      alone({ job: 'tick' }),
      { kind: 'lostReplies', times: 1 },
      { kind: 'memory', actionsAgo: 3 },
      { kind: 'wait', ms: 200 },
    ],
  },
  {
    what: 'a first deploy that crashes is told as traffic that somebody took away',
    variant: 'a service that is not there yet',
    actions: [
      {
        kind: 'together',
        runs: [
          { job: 'deploy', tag: 'crash', who: 'U0ANA' },
          { job: 'pause', who: 'U0ANA' },
        ],
        choices: [0],
      },
      {
        kind: 'together',
        runs: [
          { job: 'confirm', which: 0 },
          { job: 'again', which: 0 },
        ],
        choices: [0],
      },
      { kind: 'wait', ms: 400 },
    ],
  },
  {
    what: 'Cloud Run goes back from a canary’s tags, since stable is not Ready, and Slipway accuses itself',
    variant: 'a switch by itself',
    actions: [
      alone({ job: 'deploy', tag: 'v1.1.0', who: 'U0ANA' }),
      alone({ job: 'confirm', which: 0 }),
      { kind: 'ready', which: 'stable', isReady: false },
      { kind: 'wait', ms: 30_000 },
    ],
  },
  {
    what: 'a copy of Redis waits for a writer to stop that the next rollout has long started again',
    variant: 'a single writer',
    actions: [
      ...underWay,
      ...superseding,
      alone({ job: 'tick' }),
      alone({ job: 'tick' }),
      { kind: 'wait', ms: 7_500 },
      { kind: 'memory', actionsAgo: 1 },
      { kind: 'wait', ms: 200 },
    ],
  },
  {
    what: 'a /rollback whose worker died rolls back once more what somebody has deployed since',
    variant: 'a single writer',
    actions: [
      ...underWay,
      { kind: 'crash', run: { job: 'rollback', who: 'U0ANA' }, atCall: 4, carriedOut: true },
      { kind: 'slack', isAway: true },
      { kind: 'wait', ms: 2_750 },
      { kind: 'foreign', hand: { does: 'latest', number: 0 } },
    ],
  },
];
