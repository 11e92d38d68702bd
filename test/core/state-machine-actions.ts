import fc from 'fast-check';
import type { Switches } from '../../sandbox/google/cloud-run/settings.ts';
import type { Evidence } from '../fakes/job-world.ts';

/** One run of one job of the worker. `which` picks among what there is: ticks, plans, gates. */
export type Run =
  | { readonly job: 'tick' }
  | { readonly job: 'oldTick'; readonly which: number }
  | { readonly job: 'deploy'; readonly tag: string; readonly who: string }
  | { readonly job: 'confirm' | 'supersede' | 'wait' | 'stopWaiting' | 'showPlan'; readonly which: number }
  | { readonly job: 'advance'; readonly gate: 'right' | 'stale' | 'byName'; readonly who: string }
  | { readonly job: 'pause' | 'resume' | 'abort' | 'rollback' | 'unfreeze'; readonly who: string };

export type Action =
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'evidence'; readonly evidence: Evidence }
  | { readonly kind: 'foreign'; readonly canaryPercent: number }
  | { readonly kind: 'together'; readonly runs: readonly Run[]; readonly choices: readonly number[] }
  | { readonly kind: 'crash'; readonly run: Run; readonly atCall: number; readonly carriedOut: boolean }
  | { readonly kind: 'lostReplies'; readonly times: number }
  /** Google answers so many reads and then misses the next ones. */
  | { readonly kind: 'away'; readonly after: number; readonly times: number };

const who = fc.constantFrom('U0ANA', 'U0BO', 'U0CY', 'U0IRA', 'U0EVE');
const which = fc.nat(20);
const make = <const T>(value: T) => fc.constant(value);

const run: fc.Arbitrary<Run> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ job: make('tick') }) },
  { weight: 1, arbitrary: fc.record({ job: make('oldTick'), which }) },
  {
    weight: 2,
    arbitrary: fc.record({
      job: make('deploy'),
      tag: fc.constantFrom('v1.1.0', 'v1.2.0'),
      who: fc.constantFrom('U0ANA', 'U0BO'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ job: make('confirm'), which }) },
  {
    weight: 3,
    arbitrary: fc.record({ job: fc.constantFrom('supersede', 'wait', 'supersede', 'stopWaiting', 'showPlan'), which }),
  },
  { weight: 5, arbitrary: fc.record({ job: make('advance'), gate: fc.constantFrom('right', 'stale', 'byName'), who }) },
  { weight: 3, arbitrary: fc.record({ job: fc.constantFrom('pause', 'resume', 'resume', 'abort', 'unfreeze'), who }) },
  { weight: 1, arbitrary: fc.record({ job: make('rollback'), who }) },
);

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: make('wait'), ms: fc.integer({ min: 200, max: 90_000 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: make('evidence'), evidence: fc.constantFrom('good', 'good', 'bad', 'none') }),
  },
  { weight: 2, arbitrary: fc.record({ kind: make('foreign'), canaryPercent: fc.constantFrom(0, 5, 25, 40, 100) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: make('together'),
      runs: fc.array(run, { minLength: 1, maxLength: 3 }),
      choices: fc.array(fc.nat(2), { minLength: 1, maxLength: 12 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: make('crash'),
      run,
      atCall: fc.integer({ min: 1, max: 9 }),
      carriedOut: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: make('lostReplies'), times: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: make('away'), after: fc.nat(4), times: fc.integer({ min: 1, max: 3 }) }) },
);

/** What nobody here can check on the real Cloud Run: the laws hold either way. */
export const switches: fc.Arbitrary<Partial<Switches>> = fc.record({
  etagMovesOnStatus: fc.boolean(),
  etagMovesOnAnnotationOnlyWrite: fc.boolean(),
  latestReadyLagsForNoTraffic: fc.boolean(),
  desiredDiffersAfterFailure: fc.boolean(),
});

/** Begins with a rollout that has come so many phases far, most of the time: what comes before has its own tables. */
export const actions: fc.Arbitrary<readonly Action[]> = fc
  .record({
    phases: fc.integer({ min: -1, max: 3 }),
    newer: fc.constantFrom(null, 'supersede' as const, 'wait' as const),
    rest: fc.array(action, { minLength: 1, maxLength: 25, size: 'max' }),
  })
  .map(({ phases, newer, rest }) => [
    ...(phases < 0 ? [] : underWay),
    ...Array(Math.max(0, phases)).fill(onward).flat(),
    ...(phases < 0 || newer === null ? [] : wanted(newer)),
    ...rest,
  ]);

const alone = (one: Run): Action => ({ kind: 'together', runs: [one], choices: [0] });

const underWay: readonly Action[] = [
  alone({ job: 'deploy', tag: 'v1.1.0', who: 'U0ANA' }),
  alone({ job: 'confirm', which: 0 }),
  { kind: 'wait', ms: 30_000 },
];

/** Somebody else wants another image there, and has been shown what runs. */
const wanted = (job: 'supersede' | 'wait'): readonly Action[] => [
  alone({ job: 'deploy', tag: 'v1.2.0', who: 'U0BO' }),
  alone({ job, which: 1 }),
];

/** The phase is baked to its end, and an approver presses (where the plan goes on by itself, the press finds no gate). */
const onward: readonly Action[] = [
  { kind: 'wait', ms: 75_000 },
  alone({ job: 'advance', gate: 'right', who: 'U0BO' }),
  { kind: 'wait', ms: 15_000 },
];
