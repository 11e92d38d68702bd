import { expect, test } from 'vitest';
import { keptLedgers, type Ledgers } from '../../jobs/ledgers.ts';
import { measure } from '../../jobs/measure.ts';
import type { Evidence } from '../../src/core/evidence/evidence.ts';
import { seenOf } from '../../src/core/evidence/seen-of.ts';
import { judge } from '../../src/core/judge/judge.ts';
import type { RolloutIn } from '../../src/core/rollout.ts';
import { bucketOf, evidenceOf, minuteOf } from '../core/evidence/made.ts';
import { catalog } from '../fakes/catalog.ts';
import { at, common, MINUTE } from '../messages/rollouts.ts';

const { canary, stable } = common;
/** Half a minute into a sampling period, and half a window. */
const FIRST_MS = at(0) + 32_500;
const rollout: RolloutIn<'baking'> = {
  ...common,
  state: 'baking',
  phaseIndex: 0,
  sinceMs: FIRST_MS,
  overtime: false,
  marks: [{ percent: 5, atMs: FIRST_MS, requests: 0, errors: 0 }],
};

/** Two hours of a service of a hundred requests a second, both revisions erring now and then. */
const minuteAt = (nth: number) => at(0) / MINUTE + nth;
const MINUTES = Array.from({ length: 180 }, (_none, index) => index - 60).flatMap((nth) => [
  minuteOf(stable.revision, minuteAt(nth), 5_700, {
    errors: (nth + 60) % 3,
    slow: { surely: (nth + 60) % 7, possibly: 9 },
  }),
  ...(nth < 0
    ? [minuteOf('given-up', minuteAt(nth), 300, { errors: 300 })]
    : [minuteOf(canary, minuteAt(nth), 300, { errors: nth % 11 === 0 ? 1 : 0 })]),
]);
const BUCKETS = MINUTES.filter(({ errors }) => errors > 0).map(({ revision, atMs, errors }) =>
  bucketOf(revision, atMs + 20_000, { errors, slow: 2, failingClients: 1 }),
);

/** While Monitoring is away nothing is added; when it is back all of the hour before comes at once. */
type Away = { readonly fromMs: number; readonly untilMs: number };
const NEVER_AWAY: Away = { fromMs: Number.POSITIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY };

/** What had arrived at a time: the log seconds late, Monitoring's minutes whole ones and three minutes late. */
function arrived(nowMs: number, revisions: readonly string[], sinceMs: number, away: Away = NEVER_AWAY): Evidence {
  const isAsked = ({ revision, atMs }: { revision: string; atMs: number }) =>
    revisions.includes(revision) && atMs >= sinceMs;
  const isWanted = (minute: { revision: string; atMs: number }) =>
    isAsked(minute) || (revisions.length === 0 && minute.atMs >= sinceMs);
  const readUntilMs = nowMs >= away.fromMs && nowMs < away.untilMs ? away.fromMs : nowMs;
  return evidenceOf({
    buckets: BUCKETS.filter((bucket) => isAsked(bucket) && bucket.atMs + 15_000 <= nowMs),
    minutes: MINUTES.filter((minute) => isWanted(minute) && minute.atMs + 4 * MINUTE <= readUntilMs),
    hearing: { heardUntilMs: nowMs - 2_000, gaps: [] },
    watermark: String(nowMs),
  });
}

function look(nowMs: number, ledgers: Ledgers = keptLedgers(), away: Away = NEVER_AWAY, of = rollout) {
  return measure(
    of,
    { maxInstances: 10 },
    {
      catalog: () => catalog,
      evidence: { read: async (_at, revisions, sinceMs) => arrived(nowMs, revisions, sinceMs, away) },
      ledgers,
      metrics: { periodMs: MINUTE },
      now: () => nowMs,
    },
  );
}

test('a look that goes on from a ledger, and one that begins anew, come to the very same', async () => {
  const ledgers = keptLedgers();
  for (let minutes = 1; minutes <= 115; minutes += 1) {
    const nowMs = FIRST_MS + minutes * MINUTE;
    const { verdict, basis } = await look(nowMs, ledgers);
    if (minutes % 10 !== 5) continue;
    const anew = await look(nowMs);
    expect(verdict, `after ${minutes} minutes`).toEqual(anew.verdict);
    expect(basis).toEqual(anew.basis);
  }
  expect(ledgers.read(rollout.id)?.ledger?.untilMs).toBeGreaterThan(FIRST_MS);
});

test('what a verdict rests on, read again, makes the same verdict', async () => {
  const nowMs = FIRST_MS + 9 * MINUTE;
  const { verdict, basis } = await look(nowMs);
  const evidence = arrived(nowMs, [canary, stable.revision], basis.sinceMs);
  const seen = seenOf(evidence, { ...basis, nowMs: basis.atMs, foldedUntilMs: null });
  expect(judge(basis.trial, seen)).toEqual(verdict);
});

test('requests count from the minute of the first users on, which began before them', async () => {
  const { basis, verdict } = await look(FIRST_MS + 5 * MINUTE);
  expect(basis.sinceMs).toBeLessThanOrEqual(at(0));
  expect(verdict.sample.countedRequests).toBeGreaterThan(0);
});

test('the hour before tells how stable erred, how much came for all, and what the log is worth', async () => {
  const { basis } = await look(FIRST_MS + MINUTE);
  expect(basis.calibration).toMatchObject({ log: 'errorsOnly', history: { perSecond: 100, errors: 55 } });
});

test.for<[string, Away, readonly number[]]>([
  ['was first read after the first look', { fromMs: at(0) - 100 * MINUTE, untilMs: FIRST_MS + 5 * MINUTE }, [1, 4, 9]],
  [
    'was away for an hour',
    { fromMs: FIRST_MS + 5 * MINUTE, untilMs: FIRST_MS + 65 * MINUTE },
    [1, 30, 45, 60, 66, 80, 110],
  ],
])('a worker that has looked before and one that begins come to the same: Monitoring %s', async ([, away, times]) => {
  const ledgers = keptLedgers();
  for (const minutes of times) {
    const nowMs = FIRST_MS + minutes * MINUTE;
    const { verdict, basis } = await look(nowMs, ledgers, away);
    const anew = await look(nowMs, keptLedgers(), away);
    expect(basis, `after ${minutes} minutes`).toEqual(anew.basis);
    expect(verdict, `after ${minutes} minutes`).toEqual(anew.verdict);
  }
});

test('a first deploy is no measure of itself, nor is what was there before the service was made anew', async () => {
  const { basis } = await look(FIRST_MS + MINUTE, keptLedgers(), NEVER_AWAY, { ...rollout, stable: null });
  expect(basis.calibration).toMatchObject({ log: 'errorsOnly', history: { requests: 0, errors: 0 } });
});

test('what was asked of a canary in the minute of its first users counts for none of them', async () => {
  const probed = { sinceMs: at(0), untilMs: FIRST_MS - 500, sent: 150, failed: 0, failedWarm: 0, slowestMs: 90 };
  const of = { ...rollout, probed: { ...probed, firstFailure: null } };
  const [first, second] = [FIRST_MS + 4 * MINUTE, FIRST_MS + 5 * MINUTE];
  const counted = async (nowMs: number, one: typeof rollout) =>
    (await look(nowMs, keptLedgers(), NEVER_AWAY, one)).verdict.sample.countedRequests;
  expect(await counted(first, of)).toBe(0);
  expect(await counted(second, of)).toBe((await counted(second, rollout)) - 300);
});
