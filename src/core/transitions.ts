import type { After, Mark, Reason, Rollout, RolloutIn, Stable } from './rollout.ts';
import { canaryPercent, isPreview, phaseAt } from './rollout.ts';
import type { Verdict } from './verdict.ts';

/** The fields every state has. State fields must not leak from one state into the next. */
function common(rollout: Rollout) {
  return {
    shape: rollout.shape,
    id: rollout.id,
    kind: rollout.kind,
    service: rollout.service,
    env: rollout.env,
    place: rollout.place,
    image: rollout.image,
    canary: rollout.canary,
    stable: rollout.stable,
    plan: rollout.plan,
    channel: rollout.channel,
    requestedBy: rollout.requestedBy,
    requestedAtMs: rollout.requestedAtMs,
    because: rollout.because,
    fence: rollout.fence,
    marks: rollout.marks,
    previewUrl: rollout.previewUrl,
    downtimeMs: rollout.downtimeMs,
    verdict: rollout.verdict,
    settled: rollout.settled,
    trouble: rollout.trouble,
  } as const;
}

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
    shape: 1,
    marks: [],
    previewUrl: null,
    downtimeMs: null,
    verdict: null,
    settled: [],
    trouble: null,
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
  return { ...common(rollout), state: 'queued', sinceMs: nowMs, expiresAtMs, after, held: null };
}

/** The confirm was pressed: from here on it holds the lock of its service and environment. */
export function startDeploying(
  rollout: RolloutIn<'planned' | 'queued'>,
  fence: number,
  nowMs: number,
): RolloutIn<'deploying'> {
  const step = rollout.plan.singleWriter ? 'stop' : 'create';
  return { ...common(rollout), fence, state: 'deploying', step, sinceMs: nowMs };
}

export function nextDeployStep(
  rollout: RolloutIn<'deploying'>,
  step: RolloutIn<'deploying'>['step'],
  nowMs: number,
): RolloutIn<'deploying'> {
  return { ...rollout, step, sinceMs: nowMs };
}

export function startVerifying(rollout: RolloutIn<'deploying'>, nowMs: number): RolloutIn<'verifying'> {
  return { ...common(rollout), state: 'verifying', sinceMs: nowMs, lastFailure: null };
}

/** Traffic is asked to move to a phase; `by` is null when the plan itself says so. */
export function startShifting(
  rollout: RolloutIn<'verifying' | 'baking' | 'waiting'>,
  { toPhaseIndex, by, nowMs }: { toPhaseIndex: number; by: string | null; nowMs: number },
): RolloutIn<'shifting'> {
  return { ...common(rollout), state: 'shifting', phaseIndex: toPhaseIndex, by, sinceMs: nowMs, written: false };
}

/** Verified, and left without users until a person switches them. `gate` is the version this state will have. */
export function openPreview(
  rollout: RolloutIn<'verifying'>,
  { gate, nowMs }: { gate: number; nowMs: number },
): RolloutIn<'waiting'> {
  return { ...common(rollout), state: 'waiting', phaseIndex: 0, sinceMs: nowMs, gate, missing: null };
}

/** The split of a phase has become real: its bake begins now. Numbers of the phase before are on its mark. */
export function startBaking(
  rollout: RolloutIn<'shifting' | 'verifying'>,
  { phaseIndex, percent, nowMs }: { phaseIndex: number; percent: number; nowMs: number },
): RolloutIn<'baking'> {
  const marks: readonly Mark[] = [...rollout.marks, { percent, atMs: nowMs, requests: 0, errors: 0 }];
  return { ...common(rollout), marks, verdict: null, state: 'baking', phaseIndex, sinceMs: nowMs };
}

/** A look that changed nothing but the numbers. */
export function withVerdict<R extends RolloutIn<'baking' | 'waiting' | 'paused'>>(rollout: R, verdict: Verdict): R {
  const last = rollout.marks.at(-1);
  if (!last) return { ...rollout, verdict };
  const { requests, errors } = verdict.sample.canary;
  return { ...rollout, verdict, marks: [...rollout.marks.slice(0, -1), { ...last, requests, errors }] };
}

/** Opens a gate, or opens it anew when what is missing has changed. `gate` is the version this state will have. */
export function askToAdvance(
  rollout: RolloutIn<'baking' | 'waiting'>,
  { missing, gate, nowMs }: { missing: string | null; gate: number; nowMs: number },
): RolloutIn<'waiting'> {
  const sinceMs = rollout.state === 'waiting' ? rollout.sinceMs : nowMs;
  return { ...common(rollout), state: 'waiting', phaseIndex: rollout.phaseIndex, sinceMs, gate, missing };
}

/** Stops the clock. The canary keeps its traffic and is judged all the same. */
export function pause(
  rollout: RolloutIn<'shifting' | 'baking' | 'waiting'>,
  reason: Reason,
  nowMs: number,
): RolloutIn<'paused'> {
  return {
    ...common(rollout),
    state: 'paused',
    phaseIndex: rollout.phaseIndex,
    bakedMs: bakedMs(rollout, nowMs),
    sinceMs: nowMs,
    reason,
  };
}

function bakedMs(rollout: RolloutIn<'shifting' | 'baking' | 'waiting'>, nowMs: number): number {
  if (rollout.state === 'shifting') return 0;
  return rollout.state === 'waiting' ? phaseAt(rollout, rollout.phaseIndex).bakeMs : nowMs - rollout.sinceMs;
}

/** Goes on where the pause began: a bake that was over is over, and a split that never became real is asked for again. */
export function resume(rollout: RolloutIn<'paused'>, by: string, nowMs: number): RolloutIn<'baking' | 'shifting'> {
  const { phaseIndex } = rollout;
  if (canaryPercent(rollout) === phaseAt(rollout, phaseIndex).percent) {
    return { ...common(rollout), state: 'baking', phaseIndex, sinceMs: nowMs - rollout.bakedMs };
  }
  return { ...common(rollout), state: 'shifting', phaseIndex, by, sinceMs: nowMs, written: false };
}

/** Outranks everything. The fence rises, so that nothing begun before may still write. */
export function startRollback(
  rollout: Rollout,
  back: {
    readonly reason: Reason;
    readonly endsAs: 'rolledBack' | 'aborted';
    readonly fence: number;
    readonly nowMs: number;
    readonly stable?: Stable;
  },
): RolloutIn<'rollingBack'> {
  const marks = marksSoFar(rollout);
  return {
    ...common(rollout),
    marks,
    stable: back.stable ?? rollout.stable,
    fence: back.fence,
    state: 'rollingBack',
    sinceMs: back.nowMs,
    reason: back.reason,
    endsAs: back.endsAs,
    step: rollout.plan.singleWriter ? 'stop' : 'route',
    stepSinceMs: back.nowMs,
    fromPercent: rollout.kind === 'rollback' ? 100 : canaryPercent({ ...rollout, marks }),
  };
}

/** A split that was written may have become real since the last look: it is counted rather than denied. */
function marksSoFar(rollout: Rollout): readonly Mark[] {
  if (rollout.state !== 'shifting' || !rollout.written) return rollout.marks;
  const { percent } = phaseAt(rollout, rollout.phaseIndex);
  return [...rollout.marks, { percent, atMs: rollout.sinceMs, requests: 0, errors: 0 }];
}

/** Somebody wants a rollback where an abort is under way: the way is the same, its end is another. */
export function abortBecomesRollback(rollout: RolloutIn<'rollingBack'>, reason: Reason): RolloutIn<'rollingBack'> {
  return { ...rollout, reason, endsAs: 'rolledBack' };
}

export function nextRollbackStep(
  rollout: RolloutIn<'rollingBack'>,
  step: RolloutIn<'rollingBack'>['step'],
  nowMs: number,
): RolloutIn<'rollingBack'> {
  return { ...rollout, step, stepSinceMs: step === rollout.step ? rollout.stepSinceMs : nowMs };
}

export function endRollback(rollout: RolloutIn<'rollingBack'>, nowMs: number): RolloutIn<'rolledBack' | 'aborted'> {
  const { reason, fromPercent, sinceMs } = rollout;
  if (rollout.endsAs === 'aborted') return { ...common(rollout), state: 'aborted', endedAtMs: nowMs, reason };
  return { ...common(rollout), state: 'rolledBack', endedAtMs: nowMs, reason, fromPercent, decidedAtMs: sinceMs };
}

/** A rollback that cannot be done; only a person's act leaves this state. */
export function getStuck(rollout: RolloutIn<'rollingBack'>, nextStep: string, nowMs: number): RolloutIn<'stuck'> {
  return { ...common(rollout), state: 'stuck', sinceMs: nowMs, reason: rollout.reason, nextStep };
}

/** Ends a rollout that never moved traffic. */
export function abort(rollout: Rollout, reason: Reason, nowMs: number): RolloutIn<'aborted'> {
  return { ...common(rollout), state: 'aborted', endedAtMs: nowMs, reason };
}

/** Ends a rollout whose canary never came to serve; traffic was never moved. */
export function fail(
  rollout: Rollout,
  { cause, nextStep, nowMs }: { cause: string; nextStep: string; nowMs: number },
): RolloutIn<'failed'> {
  return { ...common(rollout), state: 'failed', endedAtMs: nowMs, cause, nextStep };
}

export function succeed(rollout: RolloutIn<'baking' | 'waiting'>, nowMs: number): RolloutIn<'succeeded'> {
  return { ...common(rollout), state: 'succeeded', endedAtMs: nowMs };
}

/** True while an abort needs no traffic write: nothing has been moved, and no writer has been stopped. */
export function trafficUntouched(rollout: Rollout): boolean {
  if (rollout.state === 'planned' || rollout.state === 'queued') return true;
  // A pause may be there because others moved traffic: that has to go back.
  if (isPreview(rollout)) return rollout.state !== 'paused';
  const isBefore = rollout.state === 'deploying' || rollout.state === 'verifying';
  return isBefore && !rollout.plan.singleWriter;
}
