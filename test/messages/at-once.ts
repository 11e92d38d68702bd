import type { Rollout, RolloutIn } from '../../src/core/rollout.ts';
import { at, common, PHASES, passing } from './rollouts.ts';

const atEnd = PHASES.slice(3);

const blueGreen = {
  ...common,
  service: 'back-office',
  canary: 'back-office-r0a1b2c3d4e',
  stable: { revision: 'back-office-r99887766aa', image: common.stable.image },
  previewUrl: 'https://canary---back-office-4f2c7hq3ka-ew.a.run.app',
  plan: {
    ...common.plan,
    strategy: 'blue-green',
    phases: atEnd.flatMap((phase) => [{ ...phase, percent: 0, bakeMs: 0 }, phase]),
  },
} as const satisfies Partial<Rollout>;

const switched = { marks: [{ percent: 100, atMs: at(31), requests: 41_220, errors: 9 }], verdict: passing } as const;

/** A rollout that shows its new revision and waits for somebody to switch to it. */
export const PREVIEW: { readonly [S in 'planned' | 'waiting' | 'paused' | 'shifting' | 'baking']: RolloutIn<S> } = {
  planned: { ...blueGreen, previewUrl: null, state: 'planned', expiresAtMs: at(10), behind: null },
  waiting: { ...blueGreen, state: 'waiting', phaseIndex: 0, sinceMs: at(2), gate: 6, missing: null },
  paused: {
    ...blueGreen,
    state: 'paused',
    phaseIndex: 0,
    bakedMs: 0,
    sinceMs: at(6),
    reason: { who: 'U0ANA', text: 'the logo is missing' },
    passed: 'health',
    foreign: null,
  },
  shifting: {
    ...blueGreen,
    state: 'shifting',
    phaseIndex: 1,
    toPercent: 100,
    over: null,
    by: 'U0BO',
    sinceMs: at(30),
    written: false,
  },
  baking: { ...blueGreen, ...switched, state: 'baking', phaseIndex: 1, sinceMs: at(31), overtime: false },
};

const replaced = {
  ...common,
  service: 'mail-sender',
  canary: 'mail-sender-r0a1b2c3d4e',
  stable: { revision: 'mail-sender-r99887766aa', image: common.stable.image },
  plan: { ...common.plan, strategy: 'replace', phases: atEnd },
} as const satisfies Partial<Rollout>;

/** A rollout that sends all users to the new revision by itself. */
export const REPLACED: { readonly [S in 'planned' | 'shifting' | 'baking']: RolloutIn<S> } = {
  planned: { ...replaced, state: 'planned', expiresAtMs: at(10), behind: null },
  shifting: {
    ...replaced,
    state: 'shifting',
    phaseIndex: 0,
    toPercent: 100,
    over: null,
    by: null,
    sinceMs: at(2),
    written: false,
  },
  baking: { ...replaced, ...switched, state: 'baking', phaseIndex: 0, sinceMs: at(31), overtime: false },
};
