import { shareWithCount } from '../share.ts';
import type { Counts, Proof, Sample, Verdict } from '../verdict.ts';
import type { Blocker } from './blockers.ts';
import type { Tally } from './seen.ts';
import type { Finding, View } from './view.ts';
import { lasting, percent, proved } from './wording.ts';

/** Says the look-back that it rests on, and that alone: nothing is to be proved any more. */
export function failed({ ground, because, span, firstBadAtMs }: Finding): Verdict {
  const { sinceMs, untilMs, canary, stable } = span;
  const countedRequests = span.isCounted ? canary.requests : 0;
  const sample = { sinceMs, untilMs, canary: counts(canary), stable: counts(stable), countedRequests, blind: null };
  return { kind: 'fail', needs: null, ground, because, sample, proof: null, firstBadAtMs };
}

export function passed(view: View, proof: Proof): Verdict {
  const because = `${soFar(view)}; ${proved(proof)}, needed ${percent(proof.mustBeBelow)}`;
  return { kind: 'pass', needs: null, ground: null, because, ...measured(view), proof };
}

type Why = { readonly blockers: readonly Blocker[]; readonly needs: 'time' | 'person' };

/** All that is in the way; while the phase is young nothing may be, and the rest of its time is missing. */
export function undecided(view: View, proof: Proof, { blockers, needs }: Why): Verdict {
  const { trial, bakeMs } = view;
  const leftMs = bakeMs - trial.bakedMs;
  // That the end has not been heard is worth saying only where nothing else is missing.
  const told = blockers.filter((one) => one.ground !== 'arriving' || blockers.length === 1);
  const texts = told.map(({ text }) => text);
  const nothing = texts.length === 0 ? 'nothing against it so far, ' : '';
  if (leftMs > 0) texts.push(`${nothing}${lasting(leftMs)} of the phase to go`);
  const ground = told[0]?.ground ?? null;
  return { kind: 'inconclusive', needs, ground, because: texts.join('; '), ...measured(view), proof };
}

/** "5xx 0.028 % (3 of 10,840), stable 0.024 % (49 of 200,885)": the evidence, or the phase while there is none yet. */
function soFar({ evidence, leg, isAlone }: View): string {
  const { canary, stable } = isAlone || evidence.canary.requests === 0 ? leg : evidence;
  const theirs = stable.requests > 0 ? `, stable ${shareWithCount(stable.errors, stable.requests)}` : '';
  return `5xx ${shareWithCount(canary.errors, canary.requests)}${theirs}`;
}

function measured(view: View): Pick<Verdict, 'sample' | 'firstBadAtMs'> {
  return { sample: phaseSample(view), firstBadAtMs: view.legFirstBadAtMs };
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
