import type { Watched } from '../src/core/decide.ts';
import { calibrate } from '../src/core/evidence/calibrate.ts';
import { HOUR_MS, lastHour } from '../src/core/evidence/last-hour.ts';
import { seenOf } from '../src/core/evidence/seen-of.ts';
import type { Span } from '../src/core/evidence/span.ts';
import { type Curve, curveOf } from '../src/core/judge/curve.ts';
import { judge } from '../src/core/judge/judge.ts';
import type { Basis } from '../src/core/judge/judged.ts';
import { ledgerUpTo } from '../src/core/judge/ledger-up-to.ts';
import { JUDGE_VERSION } from '../src/core/judge/params.ts';
import { trialOf } from '../src/core/judge/trial-of.ts';
import type { ServiceAt, ServiceView } from '../src/core/service-view.ts';
import type { Verdict } from '../src/core/verdict.ts';
import { homeOf, type World } from './job.ts';
import type { Kept } from './ledgers.ts';

/** A verdict, what it rests on, and how canary and stable went. */
export type Measured = { readonly verdict: Verdict; readonly basis: Basis; readonly curve: Curve };

type Measuring = Pick<World, 'catalog' | 'ledgers' | 'now'> & {
  readonly evidence: Pick<World['evidence'], 'read'>;
  readonly metrics: Pick<World['metrics'], 'periodMs'>;
};

/** Windows that stay unfolded: the judge looks back half an hour of windows. */
const UNFOLDED = 360;
/** Folding each look anew would read as much as it spares. */
const FOLD_EVERY = 120;
/** Sampling periods of Monitoring that may still grow. */
const UNSETTLED_PERIODS = 4;
/** What was read may be read again and corrected until so many later periods have been read. */
const CORRECTED_PERIODS = 6;
/** Where Monitoring was away, whoever reads it again begins an hour ago: what is older comes no more. */
const LOST_PERIODS = 70;

/**
 * Judges a canary by the evidence that is stored: whoever looks, and however often, comes to the same. Nothing outside of
 * Redis is asked, and no more is read than the last half hour and what the ledger lacks.
 */
export async function measure(
  rollout: Watched,
  view: Pick<ServiceView, 'maxInstances'>,
  world: Measuring,
): Promise<Measured> {
  const nowMs = world.now();
  const { windowMs } = world.catalog().timing;
  const at = homeOf(rollout);
  const stable = rollout.stable?.revision ?? null;
  const revisions = stable === null ? [rollout.canary] : [rollout.canary, stable];
  const trial = trialOf(rollout, { windowMs, maxInstances: view.maxInstances, nowMs });
  const firstMs = trial.shifts[0]?.atMs ?? nowMs;
  const kept = world.ledgers.read(rollout.id) ?? (await calibrated({ at, stable, firstMs }, world));
  // The sampling period in which it begins is read whole, or its requests would not be counted.
  const marginMs = Math.max(windowMs, world.metrics.periodMs);
  const sinceMs = Math.max(firstMs, kept.ledger?.untilMs ?? firstMs) - marginMs;
  const evidence = await world.evidence.read(at, revisions, sinceMs);
  const leftOut = spansLeftOut(rollout, nowMs);
  const sides = { trial, canary: rollout.canary, stable, nowMs, leftOut, calibration: kept.calibration };
  const seen = seenOf(evidence, { ...sides, foldedUntilMs: kept.ledger?.untilMs ?? null });
  const verdict = judge(trial, seen, kept.ledger);
  const { periodMs } = world.metrics;
  const readUntilMs = seen.countedUntilMs ?? Number.NEGATIVE_INFINITY;
  const ledger = folded();
  // Until the hour before has all been read the next look reads it again, as any other worker would.
  const isCalibrated = readUntilMs >= firstMs + (CORRECTED_PERIODS - UNSETTLED_PERIODS) * periodMs;
  if (isCalibrated || ledger !== null) world.ledgers.keep(rollout.id, { ...kept, ledger });
  const basis: Basis = {
    atMs: nowMs,
    place: at,
    canary: rollout.canary,
    stable,
    trial,
    calibration: kept.calibration,
    sinceMs: firstMs - marginMs,
    watermark: evidence.watermark,
    leftOut,
    judgeVersion: JUDGE_VERSION,
    params: {},
  };
  return { verdict, basis, curve: curveOf(seen) };

  /** Never what Monitoring may still add to or correct: whoever begins anew would count that. */
  function folded(): Kept['ledger'] {
    const settledMs = Math.max(readUntilMs - CORRECTED_PERIODS * periodMs, nowMs - LOST_PERIODS * periodMs);
    const untilMs = Math.min(nowMs - UNFOLDED * windowMs, settledMs);
    if (untilMs - (kept.ledger?.untilMs ?? firstMs) < FOLD_EVERY * windowMs) return kept.ledger;
    return ledgerUpTo(trial, seen, { ledger: kept.ledger, untilMs });
  }
}

type Before = { readonly at: ServiceAt; readonly stable: string | null; readonly firstMs: number };

/**
 * The hour before its first users, without what Monitoring had not settled by then: the same whenever it is asked. How the
 * service erred is said by the revision that the canary is compared with, how much came by all that served. Where there is
 * none nothing is usual: a first deploy has users from the moment it is Ready, and must not be the measure of itself.
 */
async function calibrated({ at, stable, firstMs }: Before, { evidence, metrics }: Measuring): Promise<Kept> {
  const settledMs = firstMs - UNSETTLED_PERIODS * metrics.periodMs;
  const [all, own] = await Promise.all([
    evidence.read(at, [], settledMs - HOUR_MS),
    stable === null ? null : evidence.read(at, [stable], settledMs - HOUR_MS),
  ]);
  const calibration = calibrate(own ?? { ...all, minutes: [] }, settledMs);
  const { perSecond } = lastHour(all, settledMs);
  return { calibration: { ...calibration, history: { ...calibration.history, perSecond } }, ledger: null };
}

/** While others held the traffic its split was not the rollout's; what was asked of the canary before were no users. */
function spansLeftOut({ othersMoved, probed }: Watched, nowMs: number): readonly Span[] {
  const held = othersMoved.map(({ fromMs, untilMs }) => ({ fromMs, untilMs: untilMs ?? nowMs }));
  return probed === null ? held : [{ fromMs: probed.sinceMs, untilMs: probed.untilMs }, ...held];
}
