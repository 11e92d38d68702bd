import { type Action, alone, underWay } from './state-machine-actions.ts';
import type { Variant } from './state-machine-play.ts';

export type Found = {
  readonly what: string;
  readonly variant: Variant['name'];
  readonly actions: readonly Action[];
};

export const superseding: readonly Action[] = [
  alone({ job: 'deploy', tag: 'v1.2.0', who: 'U0BO' }),
  alone({ job: 'supersede', which: 1 }),
];

const rivals: readonly Action[] = [
  alone({ job: 'deploy', tag: 'v1.1.0', who: 'U0ANA' }),
  alone({ job: 'deploy', tag: 'v1.2.0', who: 'U0BO' }),
  {
    kind: 'together',
    runs: [
      { job: 'confirm', which: 0 },
      { job: 'confirm', which: 1 },
    ],
    choices: [0],
  },
];

/** Where Slipway took for somebody's doing what an earlier rollout of its own had left, or Cloud Run had gone back to. */
export const SELF_ACCUSED: readonly Found[] = [
  {
    what: 'Cloud Run goes back from a canary’s tags to those that a rollback left, and Slipway accuses itself',
    variant: 'a switch by hand',
    actions: [
      ...rivals,
      alone({ job: 'rollback', who: 'U0ANA' }),
      { kind: 'crash', run: { job: 'unfreeze', who: 'U0IRA' }, atCall: 1, carriedOut: false },
      { kind: 'crash', run: { job: 'confirm', which: 9 }, atCall: 1, carriedOut: false },
      { kind: 'wait', ms: 250 },
      { kind: 'ready', which: 'stable', isReady: false },
      { kind: 'wait', ms: 400 },
    ],
  },
  {
    what: 'Cloud Run goes back from a canary’s tags to those that a superseded rollout left, and Slipway accuses itself',
    variant: 'a canary',
    actions: [
      ...underWay,
      ...superseding,
      { kind: 'wait', ms: 250 },
      { kind: 'together', runs: [{ job: 'tick' }, { job: 'confirm', which: 0 }], choices: [0] },
      { kind: 'ready', which: 'stable', isReady: false },
      { kind: 'wait', ms: 400 },
    ],
  },
  {
    what: 'the first write of an aborted rollout arrives late, and the next one takes it for somebody’s deploy',
    variant: 'a switch by itself',
    actions: [
      ...rivals,
      { kind: 'late', times: 1, byCalls: 7 },
      { kind: 'together', runs: [{ job: 'abort', who: 'U0ANA' }, { job: 'tick' }], choices: [0] },
      alone({ job: 'deploy', tag: 'v1.1.0', who: 'U0ANA' }),
      { kind: 'together', runs: [{ job: 'confirm', which: 1 }, { job: 'tick' }], choices: [0] },
      { kind: 'wait', ms: 200 },
    ],
  },
];
