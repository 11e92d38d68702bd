import type { Outgoing } from '../../src/core/outgoing.ts';
import { holdsLock, isPreview, type Rollout } from '../../src/core/rollout.ts';
import type { Written } from '../fakes/rollouts.ts';
import { mustHold, newIn } from './state-machine-law.ts';
import { phaseAfter, whyNoStep } from './state-machine-reference.ts';
import type { Machine } from './state-machine-town.ts';
import { trafficJudge } from './state-machine-traffic-laws.ts';

/** Looks, after every action, at all that was written since the last time it looked. */
export function lawsOf(machine: Machine) {
  const { store } = machine;
  const settled = new Map<string, Set<number>>();
  const answered = new Set<string>();
  let lives = 0;

  const judgeRecord = (written: Written) => {
    judgeStep(written);
    judgePhase(written);
    judgeKind(written.rollout);
    judgeGate(written);
    const { trouble } = written.rollout;
    mustHold('noSurprise', trouble === null || EXPECTED.test(trouble), () => trouble);
    const isBlamed = !machine.isTouched() && machine.lives() === 0 && isAccusal(written);
    mustHold('noFalseAccusal', !isBlamed, () => written);
  };
  const judgeGate = ({ before, rollout, event }: Written) => {
    if (before?.state !== 'waiting' || (event.kind !== 'shifting' && event.kind !== 'succeeded')) return;
    const gates = settled.get(rollout.id) ?? new Set();
    settled.set(rollout.id, gates);
    mustHold('gateOnce', !gates.has(before.gate), () => `${rollout.id} gate ${before.gate}`);
    gates.add(before.gate);
    if (event.kind !== 'shifting' || event.by === null) return;
    const isPressed = machine.pressed.some(({ rolloutId, gate, who }) => {
      return who === event.by && (gate === null || (rolloutId === rollout.id && gate === before.gate));
    });
    mustHold('gateOnce', isPressed, () => `${event.by} never pressed gate ${before.gate} of ${rollout.id}`);
  };
  const judgeAnswer = (message: Outgoing) => {
    if (message.op !== 'answer' || !message.responseUrl) return;
    const url = message.responseUrl;
    mustHold('requestOnce', !answered.has(url) || machine.lives() > 0, () => url);
    answered.add(url);
  };
  const judgeFailure = (failure: unknown) => {
    mustHold('noSurprise', EXPECTED.test(String(failure)), () => (failure instanceof Error ? failure.stack : failure));
  };
  const looks = [
    newIn(() => store.history, judgeRecord),
    newIn(() => store.outbox, judgeAnswer),
    newIn(() => machine.failures, judgeFailure),
    trafficJudge(machine),
  ];
  return () => {
    // A memory that was lost or restored has seen nothing of what came after.
    if (lives !== machine.lives()) settled.clear();
    lives = machine.lives();
    judgeLocks(machine);
    for (const look of looks) look();
  };
}

/** What a job may fail with: it died, an outside was away, or others were quicker and the queue tries again. */
const EXPECTED =
  /killed|UNAVAILABLE|Slack did not answer|took none of 5 writes|changed while it was confirmed|is not ready yet|answers 503|no longer exists in/;

function judgeLocks({ store }: Machine): void {
  const holders = store.holders();
  mustHold('oneLive', holders.length <= 1, () => holders);
  for (const { rollout } of store.all()) {
    const holds = holders.includes(rollout.id);
    mustHold('oneLive', holds === isLive(rollout), () => `${rollout.id} is ${rollout.state}, holds the lock: ${holds}`);
  }
}

/** Told without the product's `holdsLock`. */
function isLive({ state }: Rollout): boolean {
  return !['planned', 'queued', ...ENDS].includes(state);
}

const ENDS: readonly string[] = ['succeeded', 'rolledBack', 'aborted', 'failed'];

function judgeStep({ before, rollout, event, version, versionBefore }: Written): void {
  const what = () => `${rollout.id} at version ${version}: ${JSON.stringify(event)}`;
  mustHold('versions', version === versionBefore + 1, what);
  mustHold('noExit', before === null || !ENDS.includes(before.state), what);
  const why = whyNoStep(before, event, rollout);
  mustHold('knownSteps', why === null, () => `${why} (${what()})`);
  mustHold('fenceRises', rollout.fence >= (before?.fence ?? 0), what);
}

function judgePhase({ before, rollout, event }: Written): void {
  if (before === null) return;
  if (rollout.state === 'shifting' && before.state !== 'shifting' && rollout.over === null) {
    const next = phaseAfter(before);
    mustHold('nextPhase', rollout.phaseIndex === next, () => `${before.state} to phase ${rollout.phaseIndex}`);
  }
  const isByItself = event.kind === 'shifting' && event.by === null;
  if (before.state !== 'baking' || !(isByItself || event.kind === 'askedToAdvance')) return;
  const bakeMs = before.plan.phases[before.phaseIndex]?.bakeMs ?? 0;
  const bakedMs = 'sinceMs' in rollout ? rollout.sinceMs - before.sinceMs : bakeMs;
  mustHold('bakedAndPassed', bakedMs >= bakeMs, () => `${bakedMs} ms of ${bakeMs} in ${before.phaseIndex}`);
  const mayGoOn = !isByItself || rollout.verdict?.kind === 'pass';
  mustHold('bakedAndPassed', mayGoOn, () => rollout.verdict);
}

function judgeKind(rollout: Rollout): void {
  const { plan, state, stable } = rollout;
  if (plan.strategy === 'blue-green' && stable !== null) {
    mustHold('preview', state !== 'shifting' || rollout.by !== null, () => rollout);
    const isUntouched = rollout.verdict === null && rollout.marks.every(({ percent }) => percent === 0);
    mustHold('preview', !isPreview(rollout) || isUntouched, () => rollout);
  }
  // What others did may be written over; the only revision there is keeps everything.
  const isShift = state === 'shifting' && (rollout.over === null || rollout.toPercent !== 100);
  const isShared = isShift || state === 'rollingBack' || state === 'rolledBack';
  mustHold('firstDeploy', stable !== null || !isShared, () => rollout);
  mustHold('oneLive', holdsLock(rollout) === isLive(rollout), () => rollout.state);
}

function isAccusal({ rollout, event }: Written): boolean {
  if (event.kind === 'foreignChange') return true;
  if (rollout.state === 'failed') return rollout.cause.includes('outside Slipway');
  return rollout.state === 'paused' && rollout.reason.text.includes('outside Slipway');
}
