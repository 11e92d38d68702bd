import { shareWithCount } from '../share.ts';
import type { Counts, Proof, Sample, Verdict } from '../verdict.ts';
import type { Blocker } from './blockers.ts';
import { blockersOf } from './blockers.ts';
import { foldStory } from './fold.ts';
import type { Ledger } from './ledger.ts';
import { emptyLedger } from './ledger.ts';
import { storyOf } from './moments.ts';
import type { JudgeParams } from './params.ts';
import { DEFAULT_PARAMS } from './params.ts';
import { proofOf } from './proof.ts';
import { failsAlone } from './rule-alone.ts';
import { overBudget } from './rule-budget.ts';
import { beyondLimit, deadOnArrival, worseThanStable } from './rule-errors.ts';
import { silent } from './rule-missing.ts';
import { refusing } from './rule-refused.ts';
import { exhausted } from './rule-resources.ts';
import { slower } from './rule-slow.ts';
import { sustained } from './rule-sustained.ts';
import type { Seen, Tally } from './seen.ts';
import type { Trial } from './trial.ts';
import type { Finding, View } from './view.ts';
import { settingOf, viewOf } from './view.ts';
import { lasting, percent } from './wording.ts';

/** A canary beside stable fails by the first of these that finds something. */
const BESIDE_STABLE = [
  deadOnArrival,
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
const ALONE = [failsAlone, sustained, overBudget, exhausted];

/**
 * The verdict on a canary, from the plan and from what had been seen: the same for the same, whenever and wherever it is
 * asked. A failure outranks everything, the clock too; then nothing may be missing that the phase is there to show.
 * `ledger`: everything before the windows that are given (`ledgerUpTo`); without it they must be all there are.
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
  const proof = proofOf(view);
  if (trial.bakedMs < view.bakeMs) return waiting(view, proof, 'time', stillBaking(view));
  const blockers = blockersOf(view, proof);
  if (blockers.length > 0) {
    return waiting(view, proof, whoSettles(view, blockers), blockers.map(({ text }) => text).join('; '));
  }
  return { ...waiting(view, proof, null, passed(view, proof)), kind: 'pass' };
}

/**
 * Folds what ends by `untilMs` into a ledger, so that the next look need not read it again. `untilMs` has to be half an hour
 * of windows ago at least: the look-backs need the rest. Afterwards give only what ends after `ledger.untilMs`.
 */
export function ledgerUpTo(
  trial: Trial,
  seen: Seen,
  {
    ledger,
    untilMs,
    params = DEFAULT_PARAMS,
  }: { readonly ledger: Ledger | null; readonly untilMs: number; readonly params?: JudgeParams },
): Ledger {
  const folded = structuredClone(ledger ?? emptyLedger());
  const story = storyOf(seen, folded.untilMs);
  // A minute of Monitoring's is never cut: which half of it was heard decides whether it stands in.
  const cut = story.minutes.find(({ atMs, lengthMs }) => atMs < untilMs && atMs + lengthMs > untilMs);
  const cutMs = Math.max(folded.untilMs, cut?.atMs ?? untilMs);
  foldStory(folded, story, settingOf(trial, seen, params), cutMs);
  folded.untilMs = cutMs;
  return folded;
}

function firstFinding(view: View): Finding | null {
  for (const rule of view.isAlone ? ALONE : BESIDE_STABLE) {
    const finding = rule(view);
    if (finding) return finding;
  }
  return null;
}

function failed({ because, span, firstBadAtMs }: Finding): Verdict {
  const { sinceMs, untilMs, canary, stable } = span;
  const countedRequests = span.isCounted ? canary.requests : 0;
  const sample = { sinceMs, untilMs, canary: counts(canary), stable: counts(stable), countedRequests, blind: null };
  return { kind: 'fail', needs: null, because, sample, proof: null, firstBadAtMs };
}

function waiting(view: View, proof: Proof, needs: Verdict['needs'], because: string): Verdict {
  return { kind: 'inconclusive', needs, because, sample: phaseSample(view), proof, firstBadAtMs: view.legFirstBadAtMs };
}

function phaseSample({ leg, trial, seen }: View): Sample {
  const blind =
    seen.log === 'blind' ? 'the request log lacks errors that Monitoring counts: judged by its minutes alone' : null;
  return {
    sinceMs: trial.sinceMs,
    untilMs: seen.nowMs,
    canary: counts(leg.canary),
    stable: counts(leg.stable),
    countedRequests: leg.counted,
    blind,
  };
}

function counts({ requests, errors, slow }: Tally): Counts {
  return { requests: Math.round(requests), errors, slow };
}

/** A person, when evidence cannot come in time or time is over. A shared outage passes by itself: nobody is asked for long. */
function whoSettles({ trial, bakeMs, params }: View, blockers: readonly Blocker[]): 'time' | 'person' {
  const isTrouble = blockers.some(({ why }) => why === 'trouble');
  const isHopeless = blockers.some(({ why }) => why === 'hopeless') || trial.bakedMs >= params.patience * bakeMs;
  if (!isTrouble && isHopeless) return 'person';
  return trial.bakedMs >= params.patienceInTrouble * bakeMs ? 'person' : 'time';
}

function stillBaking({ trial, bakeMs }: View): string {
  return `baking, ${lasting(bakeMs - trial.bakedMs)} to go`;
}

function passed({ evidence, leg, isAlone }: View, { sureBelow, mustBeBelow }: Proof): string {
  const { canary, stable } = isAlone ? leg : evidence;
  const ours = `5xx ${shareWithCount(canary.errors, canary.requests)}`;
  const theirs = stable.requests > 0 ? `, stable ${shareWithCount(stable.errors, stable.requests)}` : '';
  return `${ours}${theirs}; 95 % sure below ${percent(sureBelow)}, needed ${percent(mustBeBelow)}`;
}
