import type { Curve, CurveSide } from '../../src/core/judge/curve.ts';
import type { Rollout, RolloutIn } from '../../src/core/rollout.ts';
import type { Counts, Ground, Proof, Verdict } from '../../src/core/verdict.ts';
import { at, common, MINUTE, PHASES, ROLLOUTS } from './rollouts.ts';

const [first] = PHASES;
if (!first) throw new Error('a plan without a phase');

const proof = (of: Partial<Proof>): Proof => ({
  ...{ sureBelow: 0.0042, mustBeBelow: 0.01, requests: 712, missingRequests: 0, etaMs: null },
  ...of,
});
const counts = (requests: number, errors = 0, slow = 0): Counts => ({ requests, errors, slow });

/** A verdict after `minutes` at 5 %, in which stable answered 19 times as many requests as the canary. */
function verdict(
  kind: Verdict['kind'],
  because: string,
  of: Partial<Verdict> & { readonly canary: Counts; readonly stable?: Counts; readonly minutes?: number },
): Verdict {
  const {
    canary,
    stable = counts(canary.requests * 19, Math.round(canary.requests * 0.01)),
    minutes = 6,
    ...rest
  } = of;
  return {
    ...{ kind, because, ground: null, needs: null, proof: null, firstBadAtMs: null },
    sample: { sinceMs: at(2), untilMs: at(2 + minutes), canary, stable, countedRequests: canary.requests, blind: null },
    ...rest,
  };
}

const inconclusive = (ground: Ground, needs: 'time' | 'person') => ({ ground, needs }) as const;

const young = verdict(
  'inconclusive',
  '95 % sure below 7 % 5xx (41 requests), needs 1 %: 258 more requests, about 6 min to go; 9 min of the phase to go',
  {
    ...inconclusive('evidence', 'time'),
    canary: counts(41, 0, 1),
    minutes: 1,
    proof: proof({ sureBelow: 0.07, requests: 41, missingRequests: 258, etaMs: 6 * MINUTE }),
  },
);
const unheard = verdict('inconclusive', '0 of 1 canary requests counted in this phase; 9 min of the phase to go', {
  ...inconclusive('evidence', 'time'),
  canary: counts(0),
  minutes: 1,
  proof: proof({ sureBelow: 1, requests: 0, missingRequests: 300 }),
});
const enough = verdict(
  'pass',
  '5xx 0.14 % (1 of 712), stable 0.052 % (7 of 13,528); 95 % sure below 0.42 % 5xx (712 requests), needed 1 %',
  {
    canary: counts(712, 1, 9),
    proof: proof({}),
  },
);
const short = verdict(
  'inconclusive',
  '95 % sure below 1.7 % 5xx (177 requests), needs 1 %: 122 more requests, about 9 min to go',
  {
    ...inconclusive('evidence', 'time'),
    canary: counts(177),
    minutes: 12,
    proof: proof({ sureBelow: 0.017, requests: 177, missingRequests: 122, etaMs: 9 * MINUTE }),
  },
);
const unreachable = verdict('inconclusive', '95 % sure below 3.4 % 5xx (88 requests), needs 1 %: 211 more requests', {
  ...inconclusive('evidence', 'person'),
  canary: counts(88),
  minutes: 28,
  proof: proof({ sureBelow: 0.034, requests: 88, missingRequests: 211 }),
});
const alert = verdict('inconclusive', 'alert open: checkout burn rate', {
  ...inconclusive('alert', 'time'),
  canary: counts(712, 1),
  proof: proof({}),
});
const full = verdict('inconclusive', 'the canary runs all 20 instances it may have', {
  ...inconclusive('instances', 'person'),
  canary: counts(712, 1),
  minutes: 30,
  proof: proof({}),
});
const fine = verdict('inconclusive', 'nothing against it so far, 4 min of the phase to go', {
  ...{ needs: 'time', canary: counts(712, 1) },
  proof: proof({}),
});
const shared = verdict('inconclusive', 'stable is failing too (4.8 %): a shared cause, rolling back would not help', {
  ...inconclusive('shared', 'time'),
  canary: counts(431, 27, 12),
  stable: counts(8_190, 388, 240),
  proof: proof({ sureBelow: 0.0079, requests: 380 }),
});

const bad = (ground: Ground, because: string, canary: Counts, stable?: Counts) =>
  verdict('fail', because, {
    ...{ ground, canary, minutes: 3, firstBadAtMs: at(5) - 32_000 },
    ...(stable && { stable }),
  });

/** Why Slipway went back by itself, one of each kind. */
export const FAULTS: Readonly<Partial<Record<Ground, Verdict>>> = {
  errors: bad(
    'errors',
    '5xx 9.6 % (45 of 467), stable 0.64 % (59 of 9,161), in 3 min: over 0.5 % and over 3 times stable',
    counts(467, 45, 4),
    counts(9_161, 59, 88),
  ),
  slow: bad(
    'slow',
    'slower than 800 ms: 13 % (61 of 467), stable 1 % (92 of 9,161), in 3 min',
    counts(467, 0, 61),
    counts(9_161, 4, 92),
  ),
  silent: bad('silent', 'the canary is silent: 0 answers in 1 min, about 58 expected at 5 %', counts(0)),
  refused: bad(
    'refused',
    'refused for want of instances 6.6 % (31 of 467), stable 0 % (0 of 9,161), in 3 min: too little capacity for the canary, not failing code',
    counts(467),
  ),
  memory: bad(
    'memory',
    'memory of the busiest instances at 97 % (stable 41 %) for 3 minutes, the limit is 95 %',
    counts(9_301, 4),
  ),
  cpu: bad(
    'cpu',
    'CPU of the busiest instances at 98 % (stable 52 %) for 3 minutes, the limit is 95 %',
    counts(9_301, 4),
  ),
  budget: bad(
    'budget',
    "52 requests failed on the canary beyond stable's share: the budget is 50",
    counts(4_670, 58),
    counts(91_610, 120),
  ),
  alert: bad('alert', 'alert “checkout burn rate” opened at 14:04, 2 min after the canary had users', counts(9_301, 4)),
};

/** A minute of a canary that fails from its third minute on: rates and p99 of both. */
export const curve: Curve = Array.from({ length: 9 }, (_, minute) => {
  const side = (requests: number, errors: number, p99Ms: number): CurveSide => ({ requests, errors, p99Ms });
  const failing = minute >= 3 ? 14 + minute : 0;
  return {
    ...{ atMs: at(2 + minute), lengthMs: MINUTE },
    canary: side(155 + minute, failing, 312 + minute * 22),
    stable: side(2_970 - minute * 8, 1 + (minute % 3), 298 + ((minute * 7) % 20)),
  };
});
const healthy: Curve = curve.map((point, index) => ({
  ...point,
  canary: { ...point.canary, errors: index === 4 ? 1 : 0, p99Ms: 300 + ((index * 11) % 24) },
}));
/** Half a minute of windows of 5 s: no minute of Monitoring is there yet. */
const young5s: Curve = Array.from({ length: 8 }, (_, index) => ({
  ...{ atMs: at(4) + index * 5_000, lengthMs: 5_000 },
  canary: { requests: 13, errors: index < 2 ? 0 : 13, p99Ms: null },
  stable: { requests: 247, errors: index % 4 === 1 ? 1 : 0, p99Ms: null },
}));

const baking = (given: Verdict, overtime = false): RolloutIn<'baking'> => {
  const marks = [
    { percent: 5, atMs: at(2), requests: given.sample.canary.requests, errors: given.sample.canary.errors },
  ];
  return { ...ROLLOUTS.baking, verdict: given, marks, overtime };
};
const waiting = (given: Verdict, missing: string | null, minutes: number): RolloutIn<'waiting'> => ({
  ...{ ...common, state: 'waiting', phaseIndex: 0, gate: 9, missing, sinceMs: at(2 + minutes) },
  ...{ marks: baking(given).marks, verdict: given, curve: healthy },
});

/** A rollout at 5 % under each kind of verdict. */
export const JUDGED = {
  unheard: baking(unheard),
  young: baking(young),
  fine: baking(fine),
  enough: baking(enough),
  alert: baking(alert, true),
  full: waiting(full, full.because, 30),
  overtime: baking(short, true),
  shared: baking(shared),
  sharedOvertime: baking(shared, true),
  passed: waiting(enough, null, 10),
  unreachable: waiting(unreachable, unreachable.because, 30),
  blind: waiting(
    verdict('inconclusive', 'neither the request log nor Monitoring says anything about the last minutes', {
      ...inconclusive('blind', 'person'),
      canary: counts(712),
    }),
    'neither the request log nor Monitoring says anything about the last minutes',
    30,
  ),
} as const satisfies Record<string, Rollout>;

export function rollingBack(given: Verdict): RolloutIn<'rollingBack'> {
  return { ...ROLLOUTS.rollingBack, ...judgedAs(given) };
}

export function rolledBack(given: Verdict): RolloutIn<'rolledBack'> {
  return { ...ROLLOUTS.rolledBack, ...judgedAs(given), endedAtMs: at(5) + 4_100, curve: curve.slice(0, 4) };
}

/** It answered nothing but errors from its twelfth second on. */
export const TOTAL: RolloutIn<'rolledBack'> = {
  ...rolledBack(
    bad(
      'errors',
      '5xx 100 % (78 of 78), stable 0 % (0 of 1,482), in 1 min: it answers hardly anything well',
      counts(104, 78),
      counts(1_976, 2),
    ),
  ),
  marks: [{ percent: 5, atMs: at(4), requests: 104, errors: 78 }],
  curve: young5s,
};

function judgedAs(given: Verdict) {
  const { canary } = given.sample;
  const marks = [{ percent: 5, atMs: at(2), requests: canary.requests, errors: canary.errors }];
  return { verdict: given, marks, reason: { who: null, text: given.because } };
}

/** Sticky clients are counted, not their requests. */
export const BY_CLIENTS: RolloutIn<'baking'> = {
  ...JUDGED.enough,
  plan: { ...common.plan, judging: { ...common.plan.judging, counts: 'clients' } },
};

export const SUCCEEDED: RolloutIn<'succeeded'> = { ...ROLLOUTS.succeeded, curve: healthy };
