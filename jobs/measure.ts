import type { Watched } from '../src/core/decide.ts';
import { calibrate } from '../src/core/evidence/calibrate.ts';
import { HOUR_MS } from '../src/core/evidence/last-hour.ts';
import { seenOf } from '../src/core/evidence/seen-of.ts';
import type { Span } from '../src/core/evidence/span.ts';
import { type Curve, curveOf } from '../src/core/judge/curve.ts';
import { judge } from '../src/core/judge/judge.ts';
import type { Basis } from '../src/core/judge/judged.ts';
import { ledgerUpTo } from '../src/core/judge/ledger-up-to.ts';
import { JUDGE_VERSION } from '../src/core/judge/params.ts';
import { trialOf } from '../src/core/judge/trial-of.ts';
import type { ServiceView } from '../src/core/service-view.ts';
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
  const kept = world.ledgers.read(rollout.id) ?? (await calibrated(firstMs));
  // The sampling period in which it begins is read whole, or its requests would not be counted.
  const marginMs = Math.max(windowMs, world.metrics.periodMs);
  const sinceMs = Math.max(firstMs, kept.ledger?.untilMs ?? firstMs) - marginMs;
  const evidence = await world.evidence.read(at, revisions, sinceMs);
  const leftOut = spansLeftOut(rollout, nowMs);
  const sides = { trial, canary: rollout.canary, stable, nowMs, leftOut, calibration: kept.calibration };
  const seen = seenOf(evidence, { ...sides, foldedUntilMs: kept.ledger?.untilMs ?? null });
  const verdict = judge(trial, seen, kept.ledger);
  world.ledgers.keep(rollout.id, { ...kept, ledger: folded() });
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

  /** The hour before its first users, without what Monitoring had not settled by then: the same whenever it is asked. */
  async function calibrated(untilMs: number): Promise<Kept> {
    const settledMs = untilMs - UNSETTLED_PERIODS * world.metrics.periodMs;
    const before = await world.evidence.read(at, stable === null ? [] : [stable], settledMs - HOUR_MS);
    return { calibration: calibrate(before, settledMs), ledger: null };
  }

  function folded(): Kept['ledger'] {
    const { ledger } = kept;
    const unfoldedMs = nowMs - (ledger?.untilMs ?? firstMs);
    if (unfoldedMs < (UNFOLDED + FOLD_EVERY) * windowMs) return ledger;
    return ledgerUpTo(trial, seen, { ledger, untilMs: nowMs - UNFOLDED * windowMs });
  }
}

/** While others held the traffic its split was not the rollout's. */
function spansLeftOut({ othersMoved }: Watched, nowMs: number): readonly Span[] {
  return othersMoved.map(({ fromMs, untilMs }) => ({ fromMs, untilMs: untilMs ?? nowMs }));
}
