import { expect, test } from 'vitest';
import { can, type Operation } from '../../src/core/can.ts';
import type { Rollout, State } from '../../src/core/rollout.ts';
import { ROLLOUTS } from '../messages/rollouts.ts';
import { CHANGES, stoppedFor } from '../messages/stopped.ts';

const YES = 'yes';
const no = '';

/** Written out, so that a state added to the table in the code has to be added here by somebody who thought about it. */
const TABLE: { readonly [S in State]: { readonly [O in Operation]: typeof YES | typeof no } } = {
  planned: { advance: no, pause: no, resume: no, adopt: no, restore: no, abort: YES, rollBack: no, supersede: no },
  queued: { advance: no, pause: no, resume: no, adopt: no, restore: no, abort: no, rollBack: no, supersede: no },
  deploying: { advance: no, pause: no, resume: no, adopt: no, restore: no, abort: YES, rollBack: YES, supersede: YES },
  verifying: { advance: no, pause: no, resume: no, adopt: no, restore: no, abort: YES, rollBack: YES, supersede: YES },
  shifting: { advance: no, pause: no, resume: no, adopt: no, restore: no, abort: YES, rollBack: YES, supersede: YES },
  baking: { advance: no, pause: YES, resume: no, adopt: no, restore: no, abort: YES, rollBack: YES, supersede: YES },
  waiting: { advance: YES, pause: YES, resume: no, adopt: no, restore: no, abort: YES, rollBack: YES, supersede: YES },
  paused: { advance: no, pause: no, resume: YES, adopt: no, restore: no, abort: YES, rollBack: YES, supersede: YES },
  rollingBack: { advance: no, pause: no, resume: no, adopt: no, restore: no, abort: no, rollBack: no, supersede: no },
  succeeded: { advance: no, pause: no, resume: no, adopt: no, restore: no, abort: no, rollBack: no, supersede: no },
  rolledBack: { advance: no, pause: no, resume: no, adopt: no, restore: no, abort: no, rollBack: no, supersede: no },
  aborted: { advance: no, pause: no, resume: no, adopt: no, restore: no, abort: no, rollBack: no, supersede: no },
  failed: { advance: no, pause: no, resume: no, adopt: no, restore: no, abort: no, rollBack: no, supersede: no },
  stuck: { advance: no, pause: no, resume: no, adopt: no, restore: no, abort: no, rollBack: YES, supersede: no },
};
const OPERATIONS: readonly Operation[] = [
  'advance',
  'pause',
  'resume',
  'adopt',
  'restore',
  'abort',
  'rollBack',
  'supersede',
];

const allowedFor = (rollout: Rollout) => OPERATIONS.filter((operation) => can(operation, rollout));

test.for(Object.values(ROLLOUTS))('what may be asked of a rollout that is $state', (rollout) => {
  const allowed = Object.fromEntries(OPERATIONS.map((operation) => [operation, can(operation, rollout) ? YES : no]));
  expect(allowed).toEqual(TABLE[rollout.state]);
});

const writer = { plan: { ...ROLLOUTS.paused.plan, singleWriter: true } };

/** What others did outranks the pause: nothing goes on over it before a person has said what is to become of it. */
test.for<readonly [string, Rollout, readonly Operation[]]>([
  ['moved its traffic', stoppedFor(CHANGES.traffic), ['adopt', 'restore', 'abort', 'rollBack', 'supersede']],
  ['deployed beside it', stoppedFor(CHANGES.template), ['adopt', 'restore', 'abort', 'rollBack', 'supersede']],
  ['moved its tags', stoppedFor(CHANGES.tags), ['adopt', 'restore', 'abort', 'rollBack', 'supersede']],
  [
    'moved the traffic of a single writer',
    stoppedFor(CHANGES.traffic, writer),
    ['adopt', 'abort', 'rollBack', 'supersede'],
  ],
  [
    'deployed beside a single writer',
    stoppedFor(CHANGES.template, writer),
    ['adopt', 'restore', 'abort', 'rollBack', 'supersede'],
  ],
])('what may be asked of one that was stopped because others %s', ([, rollout, allowed]) => {
  expect(allowedFor(rollout)).toEqual(allowed);
});
