import fc from 'fast-check';
import type { Switches } from '../../sandbox/google/cloud-run/settings.ts';
import type { Evidence } from '../fakes/evidence.ts';
import type { ForeignHand } from './state-machine-outside.ts';

/** What people say and press. `which` picks among what there is: plans, requests. */
export type PersonsRun =
  | { readonly job: 'deploy'; readonly tag: string; readonly who: string }
  | { readonly job: 'confirm' | 'supersede' | 'wait' | 'stopWaiting' | 'showPlan' | 'again'; readonly which: number }
  | { readonly job: 'advance'; readonly gate: 'right' | 'stale' | 'byName'; readonly who: string }
  | { readonly job: 'adopt' | 'restore'; readonly isButton: boolean; readonly who: string }
  | { readonly job: 'pause' | 'resume' | 'abort' | 'rollback' | 'unfreeze'; readonly who: string };

/** One run of one job of the worker. */
export type Run =
  | PersonsRun
  | { readonly job: 'tick' }
  | { readonly job: 'lookout' }
  | { readonly job: 'oldTick'; readonly which: number };

export type Action =
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'evidence'; readonly evidence: Evidence }
  | { readonly kind: 'health'; readonly status: number }
  | { readonly kind: 'foreign'; readonly hand: ForeignHand }
  | { readonly kind: 'ready'; readonly which: 'canary' | 'stable'; readonly isReady: boolean }
  | { readonly kind: 'together'; readonly runs: readonly Run[]; readonly choices: readonly number[] }
  | { readonly kind: 'crash'; readonly run: Run; readonly atCall: number; readonly carriedOut: boolean }
  | { readonly kind: 'lostReplies' | 'aborted'; readonly times: number }
  /** Writes that are carried out only so many calls after their caller gave up. */
  | { readonly kind: 'late'; readonly times: number; readonly byCalls: number }
  /** Google answers so many reads and then misses the next ones. */
  | { readonly kind: 'away'; readonly after: number; readonly times: number }
  | { readonly kind: 'slack'; readonly isAway: boolean }
  /** Redis lost everything, or was restored as it was so many actions ago. */
  | { readonly kind: 'memory'; readonly actionsAgo: number | null }
  /** The worker's clock is this far from Google's from now on. */
  | { readonly kind: 'clock'; readonly offMs: number };

const who = fc.constantFrom('U0ANA', 'U0BO', 'U0CY', 'U0IRA', 'U0EVE');
const which = fc.nat(20);
const make = <const T>(value: T) => fc.constant(value);
const often = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });
const plainWords = fc.constantFrom('pause', 'resume', 'resume', 'abort', 'unfreeze');
const aboutPlans = fc.constantFrom('supersede', 'wait', 'supersede', 'stopWaiting', 'showPlan');

const run: fc.Arbitrary<Run> = fc.oneof(
  often(7, fc.record({ job: fc.constantFrom('tick', 'tick', 'tick', 'tick', 'tick', 'tick', 'lookout') })),
  often(1, fc.record({ job: make('oldTick'), which })),
  often(
    2,
    fc.record({
      job: make('deploy'),
      tag: fc.constantFrom('v1.1.0', 'v1.1.0', 'v1.2.0', 'v1.2.0', 'crash'),
      who: fc.constantFrom('U0ANA', 'U0BO'),
    }),
  ),
  often(3, fc.record({ job: make('confirm'), which })),
  often(3, fc.record({ job: aboutPlans, which })),
  often(1, fc.record({ job: make('again'), which })),
  often(5, fc.record({ job: make('advance'), gate: fc.constantFrom('right', 'stale', 'byName'), who })),
  often(3, fc.record({ job: plainWords, who })),
  often(3, fc.record({ job: fc.constantFrom('adopt', 'restore'), isButton: fc.boolean(), who })),
  often(1, fc.record({ job: make('rollback'), who })),
);

const hand: fc.Arbitrary<ForeignHand> = fc.oneof(
  often(4, fc.record({ does: make('traffic'), canaryPercent: fc.constantFrom(0, 5, 25, 40, 100) })),
  often(2, fc.record({ does: fc.constantFrom('template', 'latest'), number: fc.nat(2) })),
  often(1, fc.record({ does: make('tag') })),
);

const times = fc.integer({ min: 1, max: 6 });

const faults: readonly { weight: number; arbitrary: fc.Arbitrary<Action> }[] = [
  often(3, fc.record({ kind: make('crash'), run, atCall: fc.integer({ min: 1, max: 9 }), carriedOut: fc.boolean() })),
  often(2, fc.record({ kind: fc.constantFrom('lostReplies', 'lostReplies', 'aborted'), times })),
  often(
    2,
    fc.record({
      kind: make('late'),
      times: fc.integer({ min: 1, max: 2 }),
      byCalls: fc.integer({ min: 1, max: 12 }),
    }),
  ),
  often(2, fc.record({ kind: make('away'), after: fc.nat(4), times: fc.integer({ min: 1, max: 3 }) })),
  often(1, fc.record({ kind: make('ready'), which: fc.constantFrom('canary', 'stable'), isReady: fc.boolean() })),
  often(1, fc.record({ kind: make('slack'), isAway: fc.boolean() })),
  often(1, fc.record({ kind: make('clock'), offMs: fc.constantFrom(0, 0, -240_000, -20_000, 20_000, 240_000) })),
];

/** Rare, since nearly every law about what came before is void after it. */
const disaster: fc.Arbitrary<Action> = fc.record({
  kind: make('memory'),
  actionsAgo: fc.option(fc.integer({ min: 1, max: 6 }), { nil: null }),
});

const action: fc.Arbitrary<Action> = fc.oneof(
  often(12, fc.record({ kind: make('wait'), ms: fc.integer({ min: 200, max: 90_000 }) })),
  often(2, fc.record({ kind: make('evidence'), evidence: fc.constantFrom('good', 'good', 'bad', 'none') })),
  often(1, fc.record({ kind: make('health'), status: fc.constantFrom(200, 503) })),
  often(4, fc.record({ kind: make('foreign'), hand })),
  often(
    12,
    fc.record({
      kind: make('together'),
      runs: fc.array(run, { minLength: 1, maxLength: 3 }),
      choices: fc.array(fc.nat(2), { minLength: 1, maxLength: 12 }),
    }),
  ),
  ...faults.map(({ weight, arbitrary }) => often(2 * weight, arbitrary)),
  often(1, disaster),
);

/** What nobody here can check on the real Cloud Run: the laws hold either way. */
export const switches: fc.Arbitrary<Partial<Switches>> = fc.record({
  etagMovesOnStatus: fc.boolean(),
  etagMovesOnAnnotationOnlyWrite: fc.boolean(),
  latestReadyLagsForNoTraffic: fc.boolean(),
  failureCode: fc.constantFrom(9, 13),
  desiredDiffersAfterFailure: fc.boolean(),
});

/** Begins with a rollout that has come so many phases far, most of the time: what comes before has its own tables. */
export const actions: fc.Arbitrary<readonly Action[]> = fc
  .record({
    phases: fc.integer({ min: -1, max: 3 }),
    newer: fc.constantFrom(null, null, 'supersede' as const, 'wait' as const),
    rivals: fc.option(fc.array(fc.nat(1), { minLength: 1, maxLength: 12 }), { nil: null, freq: 3 }),
    rest: fc.array(action, { minLength: 1, maxLength: 25, size: 'max' }),
  })
  .map(({ phases, newer, rivals, rest }) => [
    ...(phases < 0 ? rivalsFor(rivals) : underWay),
    ...Array(Math.max(0, phases)).fill(onward).flat(),
    ...(phases < 0 || newer === null ? [] : wanted(newer)),
    ...rest,
  ]);

export const alone = (one: Run): Action => ({ kind: 'together', runs: [one], choices: [0] });

export const underWay: readonly Action[] = [
  alone({ job: 'deploy', tag: 'v1.1.0', who: 'U0ANA' }),
  alone({ job: 'confirm', which: 0 }),
  { kind: 'wait', ms: 30_000 },
];

/** Two plans for the same place, confirmed in the same moment: only one of them can have it. */
const rivalsFor = (choices: readonly number[] | null): readonly Action[] => {
  if (choices === null) return [];
  const confirms = [0, 1].map((plan) => ({ job: 'confirm', which: plan }) as const);
  return [
    alone({ job: 'deploy', tag: 'v1.1.0', who: 'U0ANA' }),
    alone({ job: 'deploy', tag: 'v1.2.0', who: 'U0BO' }),
    { kind: 'together', runs: confirms, choices },
  ];
};

/** Somebody else wants another image there, and has been shown what runs. */
const wanted = (job: 'supersede' | 'wait'): readonly Action[] => [
  alone({ job: 'deploy', tag: 'v1.2.0', who: 'U0BO' }),
  alone({ job, which: 1 }),
];

/** The phase is baked to its end, and an approver presses (where the plan goes on by itself, the press finds no gate). */
export const onward: readonly Action[] = [
  { kind: 'wait', ms: 75_000 },
  alone({ job: 'advance', gate: 'right', who: 'U0BO' }),
  { kind: 'wait', ms: 15_000 },
];
