import { carried } from './carried.ts';
import type { Share } from './foreign.ts';
import type { Curve } from './judge/curve.ts';
import { spansWith } from './others-moved.ts';
import type { After, Mark, Reason, Rollout, RolloutIn } from './rollout.ts';
import { canaryPercent, isPreview, phaseAt } from './rollout.ts';
import type { Verdict } from './verdict.ts';

/** What is known of a rollout before anything has happened to it. */
export type Beginning = Pick<
  Rollout,
  | 'id'
  | 'kind'
  | 'service'
  | 'env'
  | 'place'
  | 'image'
  | 'canary'
  | 'stable'
  | 'plan'
  | 'channel'
  | 'requestedBy'
  | 'requestedAtMs'
  | 'because'
  | 'fence'
>;

/** A plan that was shown and waits for its confirm. It holds no lock. `behind`: the rollout that is live meanwhile. */
export function planned(beginning: Beginning, expiresAtMs: number, behind: string | null = null): RolloutIn<'planned'> {
  return {
    ...beginning,
    shape: 4,
    startedAtMs: null,
    marks: [],
    previewUrl: null,
    probed: null,
    downtimeMs: null,
    verdict: null,
    curve: [],
    settled: [],
    trouble: null,
    accepted: { newest: null, tags: null },
    othersMoved: [],
    errorsTold: null,
    state: 'planned',
    expiresAtMs,
    behind,
  };
}

/** Confirmed while another rollout is live: it starts when its place is free, and holds no lock until then. */
export function queueUp(
  rollout: RolloutIn<'planned'>,
  { after, nowMs, patienceMs }: { readonly after: After; readonly nowMs: number; readonly patienceMs: number },
): RolloutIn<'queued'> {
  const expiresAtMs = nowMs + patienceMs;
  return { ...carried(rollout), state: 'queued', sinceMs: nowMs, expiresAtMs, after, held: null };
}

/** The confirm was pressed: from here on it holds the lock of its service and environment. */
export function startDeploying(
  rollout: RolloutIn<'planned' | 'queued'>,
  fence: number,
  nowMs: number,
): RolloutIn<'deploying'> {
  const step = rollout.plan.singleWriter ? 'stop' : 'create';
  return { ...carried(rollout), fence, startedAtMs: nowMs, state: 'deploying', step, sinceMs: nowMs };
}

export function nextDeployStep(
  rollout: RolloutIn<'deploying'>,
  step: RolloutIn<'deploying'>['step'],
  nowMs: number,
): RolloutIn<'deploying'> {
  return { ...rollout, step, sinceMs: nowMs };
}

export function startVerifying(rollout: RolloutIn<'deploying'>, nowMs: number): RolloutIn<'verifying'> {
  return { ...carried(rollout), probed: null, state: 'verifying', sinceMs: nowMs, lastFailure: null };
}

/** Traffic is asked to move to a phase; `by` is null when the plan itself says so. */
export function startShifting(
  rollout: RolloutIn<'verifying' | 'baking' | 'waiting'>,
  { toPhaseIndex, by, nowMs }: { toPhaseIndex: number; by: string | null; nowMs: number },
): RolloutIn<'shifting'> {
  const { percent } = phaseAt(rollout, toPhaseIndex);
  const step = { phaseIndex: toPhaseIndex, toPercent: percent, over: null };
  return { ...carried(rollout), state: 'shifting', ...step, by, sinceMs: nowMs, written: false };
}

/** Verified, and left without users until a person switches them. `gate` is the version this state will have. */
export function openPreview(
  rollout: RolloutIn<'verifying'>,
  { gate, nowMs }: { gate: number; nowMs: number },
): RolloutIn<'waiting'> {
  return { ...carried(rollout), state: 'waiting', phaseIndex: 0, sinceMs: nowMs, gate, missing: null };
}

/** The split of a phase has become real: its bake begins now. Numbers of the phase before are on its mark. */
export function startBaking(
  rollout: RolloutIn<'shifting' | 'verifying'>,
  { phaseIndex, percent, nowMs }: { phaseIndex: number; percent: number; nowMs: number },
): RolloutIn<'baking'> {
  const marks = marksWith(rollout, percent, nowMs);
  const othersMoved = spansWith(rollout.othersMoved, null, nowMs);
  const begun = { phaseIndex, sinceMs: nowMs, overtime: false };
  return { ...carried(rollout), marks, othersMoved, verdict: null, state: 'baking', ...begun };
}

/** Its time is over, but evidence may still come by itself: it bakes on before a person is asked. */
export function bakeOn(rollout: RolloutIn<'baking'>): RolloutIn<'baking'> {
  return { ...rollout, overtime: true };
}

/** A share that has become real; that nobody is on the canary yet is no line of its own. */
export function marksWith({ marks }: Rollout, percent: number, atMs: number): readonly Mark[] {
  const isNothing = percent === 0 && marks.length === 0;
  return isNothing ? marks : [...marks, { percent, atMs, requests: 0, errors: 0 }];
}

/** A look that changed nothing but the numbers. */
export function withVerdict<R extends RolloutIn<'baking' | 'waiting' | 'paused'>>(
  rollout: R,
  verdict: Verdict,
  curve: Curve = rollout.curve,
): R {
  const last = rollout.marks.at(-1);
  if (!last) return { ...rollout, verdict, curve };
  const { canary } = verdict.sample;
  // A failure is shown over the while in which it is clearest, which may be shorter than the phase.
  const requests = Math.max(last.requests, canary.requests);
  const errors = Math.max(last.errors, canary.errors);
  return { ...rollout, verdict, curve, marks: [...rollout.marks.slice(0, -1), { ...last, requests, errors }] };
}

/** Opens a gate, or opens it anew when what is missing has changed. `gate` is the version this state will have. */
export function askToAdvance(
  rollout: RolloutIn<'baking' | 'waiting'>,
  { missing, gate, nowMs }: { missing: string | null; gate: number; nowMs: number },
): RolloutIn<'waiting'> {
  const sinceMs = rollout.state === 'waiting' ? rollout.sinceMs : nowMs;
  return { ...carried(rollout), state: 'waiting', phaseIndex: rollout.phaseIndex, sinceMs, gate, missing };
}

/** Stops the clock. The canary keeps its traffic and is judged all the same. */
export function pause(
  rollout: RolloutIn<'shifting' | 'baking' | 'waiting'>,
  reason: Reason,
  nowMs: number,
): RolloutIn<'paused'> {
  return {
    ...carried(rollout),
    state: 'paused',
    phaseIndex: rollout.phaseIndex,
    bakedMs: bakedMs(rollout, nowMs),
    sinceMs: nowMs,
    reason,
    passed: 'health',
    foreign: null,
  };
}

export function bakedMs(rollout: RolloutIn<'shifting' | 'baking' | 'waiting'>, nowMs: number): number {
  if (rollout.state === 'shifting') return 0;
  return rollout.state === 'waiting' ? phaseAt(rollout, rollout.phaseIndex).bakeMs : nowMs - rollout.sinceMs;
}

/**
 * Goes on where the pause began: a bake that was over is over, and a split that never became real is asked for again. A
 * canary of which nobody remembers that it was verified is verified first.
 */
export function resume(
  rollout: RolloutIn<'paused'>,
  by: string,
  nowMs: number,
): RolloutIn<'baking' | 'shifting' | 'deploying' | 'verifying'> {
  const { phaseIndex } = rollout;
  if (rollout.passed !== 'health') return verifyAnew(rollout, rollout.passed, nowMs);
  const { percent } = phaseAt(rollout, phaseIndex);
  // More than its phase has is a share that others gave it and a person took on.
  if (canaryPercent(rollout) >= percent) {
    return { ...carried(rollout), state: 'baking', phaseIndex, sinceMs: nowMs - rollout.bakedMs, overtime: false };
  }
  const step = { phaseIndex, toPercent: percent, over: null };
  return { ...carried(rollout), state: 'shifting', ...step, by, sinceMs: nowMs, written: false };
}

/** Back to where its canary has to pass what it had not passed yet. */
export function verifyAnew(
  rollout: RolloutIn<'paused' | 'shifting'>,
  passed: 'nothing' | 'start',
  nowMs: number,
): RolloutIn<'deploying' | 'verifying'> {
  if (passed === 'start') {
    return { ...carried(rollout), probed: null, state: 'verifying', sinceMs: nowMs, lastFailure: null };
  }
  return { ...carried(rollout), state: 'deploying', step: 'ready', sinceMs: nowMs };
}

/** Ends a rollout that never moved traffic, or one whose traffic others have moved and that leaves it so (`leftAs`). */
export function abort(
  rollout: Rollout,
  reason: Reason,
  nowMs: number,
  leftAs: readonly Share[] | null = null,
): RolloutIn<'aborted'> {
  return { ...carried(rollout), state: 'aborted', endedAtMs: nowMs, reason, leftAs };
}

/** Ends a rollout whose canary never came to serve; traffic was never moved. */
export function fail(
  rollout: Rollout,
  { cause, nextStep, nowMs }: { cause: string; nextStep: string; nowMs: number },
): RolloutIn<'failed'> {
  return { ...carried(rollout), state: 'failed', endedAtMs: nowMs, cause, nextStep };
}

export function succeed(rollout: RolloutIn<'baking' | 'waiting'>, nowMs: number): RolloutIn<'succeeded'> {
  return { ...carried(rollout), state: 'succeeded', endedAtMs: nowMs };
}

/** True while an abort needs no traffic write: nothing has been moved or could be, and no writer has been stopped. */
export function trafficUntouched(rollout: Rollout): boolean {
  if (rollout.state === 'planned' || rollout.state === 'queued') return true;
  // Where nothing served before there is nowhere to move it to: it stays where it is.
  if (rollout.stable === null) return true;
  // A pause may be there because others moved traffic: that has to go back.
  if (isPreview(rollout)) return rollout.state !== 'paused';
  const isBefore = rollout.state === 'deploying' || rollout.state === 'verifying';
  return isBefore && !rollout.plan.singleWriter;
}
