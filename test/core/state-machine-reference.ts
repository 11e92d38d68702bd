import type { RolloutEvent } from '../../src/core/event.ts';
import type { Rollout, State } from '../../src/core/rollout.ts';

/**
 * What a rollout may do, told a second time and without any code of the product, so that the two can be compared.
 * Whoever changes one has to change the other.
 */

type Kind = RolloutEvent['kind'];
type From = State | 'nothing';
/** Who may bring a step about: `slipway` does it by itself, everybody else asks for it. */
type Actor = 'slipway' | keyof typeof PEOPLE;
type Step = readonly [from: readonly From[], event: Kind, to: readonly State[], by: readonly Actor[]];

/** The people of the tests, by what they may do in prod. Eve may nothing. */
const PEOPLE = {
  deployer: ['U0ANA', 'U0BO'],
  approver: ['U0BO', 'U0CY'],
  controller: ['U0ANA', 'U0BO', 'U0CY', 'U0IRA'],
} as const satisfies Record<string, readonly string[]>;

const LIVE: readonly State[] = [
  'deploying',
  'verifying',
  'shifting',
  'baking',
  'waiting',
  'paused',
  'rollingBack',
  'stuck',
];
const WATCHED: readonly State[] = ['baking', 'waiting', 'paused'];
const UNDER_WAY: readonly State[] = ['deploying', 'verifying', 'shifting', ...WATCHED];

/** Every step there is. What is not in this table must not happen. */
const STEPS: readonly Step[] = [
  [['nothing'], 'planned', ['planned'], ['deployer', 'controller']],
  [['planned'], 'expired', ['aborted'], ['slipway']],
  [['planned'], 'queued', ['queued'], ['deployer']],
  [['planned', 'queued'], 'started', ['deploying'], ['deployer']],
  [['queued'], 'held', ['queued'], ['slipway']],
  [['queued'], 'notStarted', ['aborted'], ['slipway']],
  [['queued'], 'leftQueue', ['aborted'], ['slipway', 'controller']],
  [['deploying'], 'revisionCreated', ['deploying'], ['slipway']],
  [['deploying'], 'singleWriterStopped', ['deploying'], ['slipway']],
  [['deploying'], 'revisionReady', ['deploying', 'verifying'], ['slipway']],
  [['deploying'], 'singleWriterStarting', ['verifying'], ['slipway']],
  [['deploying', 'verifying'], 'failed', ['failed'], ['slipway']],
  [['verifying'], 'verified', ['shifting', 'waiting', 'baking'], ['slipway']],
  [['baking'], 'shifting', ['shifting'], ['slipway']],
  [['waiting'], 'shifting', ['shifting'], ['slipway', 'approver']],
  [['shifting'], 'phaseBegan', ['baking'], ['slipway']],
  [['baking'], 'askedToAdvance', ['waiting'], ['slipway']],
  [['baking', 'waiting'], 'succeeded', ['succeeded'], ['slipway', 'approver']],
  [['shifting'], 'paused', ['paused'], ['slipway']],
  [['baking', 'waiting'], 'paused', ['paused'], ['slipway', 'controller']],
  [['paused'], 'resumed', ['deploying', 'verifying', 'baking', 'shifting'], ['controller']],
  [UNDER_WAY, 'foreignChange', ['paused'], ['slipway']],
  [['paused'], 'foreignGone', ['paused'], ['slipway']],
  [['paused'], 'adopted', ['deploying', 'verifying', 'shifting', 'baking'], ['controller']],
  [['paused'], 'restoring', ['shifting'], ['controller']],
  [['shifting'], 'restored', ['deploying', 'verifying', 'baking'], ['slipway']],
  [['nothing', 'planned'], 'rollbackBegan', ['rollingBack'], ['controller']],
  [[...UNDER_WAY, 'rollingBack', 'stuck'], 'rollbackBegan', ['rollingBack'], ['slipway', 'controller']],
  [['rollingBack'], 'routedBack', ['rollingBack'], ['slipway']],
  [['rollingBack'], 'rolledBack', ['rolledBack'], ['slipway', 'controller']],
  [['rollingBack'], 'aborted', ['aborted'], ['slipway', 'controller']],
  [[...UNDER_WAY, 'planned', 'stuck'], 'aborted', ['aborted'], ['slipway', 'controller']],
  [[...UNDER_WAY, 'rollingBack'], 'stuck', ['stuck'], ['slipway', 'controller']],
  [['nothing'], 'foundAgain', ['paused'], ['slipway']],
  [['nothing'], 'foundHalfWay', ['aborted'], ['slipway']],
];

/** A look that changes only numbers, and what is told of an outside that does not answer, leave the state as it is. */
const LOOKS: readonly Kind[] = ['looked', 'bakesOn', 'troubled', 'recovered'];

/** Null when the step is one of the table's and whoever brought it about may do so; else what is wrong with it. */
export function whyNoStep(before: Rollout | null, event: RolloutEvent, after: Rollout): string | null {
  const from: From = before?.state ?? 'nothing';
  const named = `${from} –${event.kind}→ ${after.state}`;
  if (LOOKS.includes(event.kind) && isLook(from, after.state)) return null;
  const found = STEPS.filter(
    ([froms, kind, tos]) => froms.includes(from) && kind === event.kind && tos.includes(after.state),
  );
  if (found.length === 0) return named;
  const who = actorOf(event, after);
  const may = found.some(([, , , by]) => by.some((actor) => isActor(actor, who)));
  const isOwn = who === after.requestedBy && OWN.includes(event.kind);
  return may || isOwn ? null : `${named} by ${who ?? 'itself'}`;
}

/** Whoever asked for a rollout may always stop it. */
const OWN: readonly Kind[] = ['paused', 'resumed', 'adopted', 'restoring', 'aborted', 'leftQueue', 'rollbackBegan'];

function isLook(from: From, to: State): boolean {
  // A gate is drawn anew while it waits, and a look is no way back from waiting.
  return from === to && (LIVE.includes(to) || to === 'queued' || to === 'planned');
}

function isActor(actor: Actor, who: string | null): boolean {
  if (actor === 'slipway') return who === null;
  const people: readonly string[] = PEOPLE[actor];
  return who !== null && people.includes(who);
}

function actorOf(event: RolloutEvent, after: Rollout): string | null {
  if (event.kind === 'planned' || event.kind === 'queued') return after.requestedBy;
  if (event.kind === 'rolledBack') return after.state === 'rolledBack' ? after.reason.who : null;
  if ('by' in event) return event.by;
  return 'reason' in event ? (event.reason?.who ?? null) : null;
}

/** The phase that a shift may be for: the first one, the next one, or after a pause the one that was not reached. */
export function phaseAfter(before: Rollout): number | null {
  if (before.state === 'verifying') return 0;
  if (before.state === 'baking' || before.state === 'waiting') return before.phaseIndex + 1;
  return before.state === 'paused' ? before.phaseIndex : null;
}

/** The percent that a write decided in this state may give to the canary; null where none may be written. */
export function percentIn(rollout: Rollout): number | null {
  const phases = rollout.plan.phases.map(({ percent }) => percent);
  if (rollout.state === 'deploying') return rollout.stable === null ? 100 : 0;
  // Where a person took on another share, or had the one before put back, that one.
  if (rollout.state === 'shifting') {
    return rollout.over === null ? (phases[rollout.phaseIndex] ?? null) : rollout.toPercent;
  }
  if (rollout.state === 'baking' || rollout.state === 'waiting') {
    return rollout.phaseIndex === phases.length - 1 ? 100 : null;
  }
  return rollout.state === 'rollingBack' ? 0 : null;
}

/** The percent that a write may find there: what the phases before it made real, or its own from an earlier try. */
export function percentsBefore(rollout: Rollout): readonly number[] {
  const made = rollout.marks.at(-1)?.percent ?? 0;
  const own = percentIn(rollout);
  return own === null ? [made] : [made, own];
}
