import type { Proof, Verdict } from '../verdict.ts';
import type { Blocker } from './blockers.ts';
import { blockersOf } from './blockers.ts';
import type { Ledger } from './ledger.ts';
import type { JudgeParams } from './params.ts';
import { DEFAULT_PARAMS } from './params.ts';
import { proofOf } from './proof.ts';
import { failsAlone } from './rule-alone.ts';
import { overBudget } from './rule-budget.ts';
import { deadOnArrival, failingOutright } from './rule-dead.ts';
import { beyondLimit, worseThanStable } from './rule-errors.ts';
import { silent } from './rule-missing.ts';
import { refusing } from './rule-refused.ts';
import { exhausted } from './rule-resources.ts';
import { slower } from './rule-slow.ts';
import { sustained } from './rule-sustained.ts';
import { failed, passed, undecided } from './said.ts';
import type { Seen } from './seen.ts';
import type { Trial } from './trial.ts';
import type { Finding, View } from './view.ts';
import { viewOf } from './view.ts';

type Rule = (view: View) => Finding | null;

/** A canary beside stable fails by the first of these that finds something. */
const BESIDE_STABLE: readonly Rule[] = [
  deadOnArrival,
  failingOutright,
  worseThanStable,
  beyondLimit,
  slower,
  silent,
  refusing,
  sustained,
  overBudget,
  exhausted,
];
/** With nothing beside it, by these. */
const ALONE: readonly Rule[] = [failsAlone, sustained, overBudget, exhausted];

/**
 * The verdict on a canary, from the plan and from what had been seen: the same for the same, whenever and wherever it is
 * asked. A failure outranks everything, the clock too; then the phase has to be over, and nothing may be missing that it
 * is there to show. `ledger`: everything before the windows that are given (`ledgerUpTo`); without it they must be all.
 */
export function judge(
  trial: Trial,
  seen: Seen,
  ledger: Ledger | null = null,
  params: JudgeParams = DEFAULT_PARAMS,
): Verdict {
  const view = viewOf(trial, seen, ledger, params);
  const finding = firstFinding(view);
  if (finding) return failed(finding);
  const proof: Proof = proofOf(view);
  const blockers = blockersOf(view, proof);
  const isYoung = trial.bakedMs < view.bakeMs;
  if (isYoung) return undecided(view, proof, { blockers, needs: 'time' });
  if (blockers.length > 0) return undecided(view, proof, { blockers, needs: whoSettles(view, blockers) });
  return passed(view, proof);
}

function firstFinding(view: View): Finding | null {
  for (const rule of view.isAlone ? ALONE : BESIDE_STABLE) {
    const finding = rule(view);
    if (finding) return finding;
  }
  return null;
}

/**
 * A person, when the evidence cannot come within three times the phase, or that is over. A shared outage passes by itself:
 * for that nobody is asked before six times the phase.
 */
function whoSettles({ trial, bakeMs, params }: View, blockers: readonly Blocker[]): 'time' | 'person' {
  const isTrouble = blockers.some(({ why }) => why === 'trouble');
  const isHopeless = blockers.some(({ why }) => why === 'hopeless') || trial.bakedMs >= params.patience * bakeMs;
  if (!isTrouble && isHopeless) return 'person';
  return trial.bakedMs >= params.patienceInTrouble * bakeMs ? 'person' : 'time';
}
