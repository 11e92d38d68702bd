import { can, type Operation } from '../src/core/can.ts';
import { isStoppedByOthers, type Stopped } from '../src/core/foreign-change.ts';
import { gateOf } from '../src/core/gate.ts';
import { never } from '../src/core/never.ts';
import { cardKey, type MessageContent, type Outgoing } from '../src/core/outgoing.ts';
import type { Person } from '../src/core/person.ts';
import { refusePerson } from '../src/core/policy.ts';
import type { Permission, Refusal } from '../src/core/refusal.ts';
import type { AskedFor, Request, RolloutChoice } from '../src/core/request.ts';
import { hasEnded, type Rollout, type Stored } from '../src/core/rollout.ts';
import { headline } from '../src/messages/state-words.ts';
import { othersDid } from './foreign.ts';
import { environmentOf, type World } from './job.ts';

/** Web and worker need not have the same clock to the second. */
export const CLOCK_MARGIN_MS = 2_000;

/** How many of the newest rollouts are searched for what a request did before. */
const LOOKED_AT = 50;

/** What is pressed for what was shown, and for that alone. */
const GATED: readonly Operation[] = ['advance', 'adopt', 'restore'];

export type Chosen = { readonly stored: Stored } | { readonly refusal: Refusal };

/**
 * The rollout that is meant, as it is now. A button of an ended rollout is old, and so is an Advance of a gate that was
 * settled; Pause, Abort and Roll Back mean the rollout in whatever state it is. Words mean what was live when they were
 * said: the next in the queue may have begun since.
 */
export async function choose(
  { asked, choice }: { readonly asked: AskedFor; readonly choice: RolloutChoice },
  operation: Operation,
  world: Pick<World, 'rollouts'>,
): Promise<Chosen> {
  switch (choice.by) {
    case 'name': {
      const { service, env } = choice;
      const stored = await world.rollouts.live(service, env);
      if (!stored) return { refusal: { kind: 'noLiveRollout', service, env } };
      if (!beganAfter(asked, stored.rollout)) return { stored };
      return { refusal: { kind: 'saidBefore', service, env, now: headline(stored.rollout) } };
    }
    case 'button':
      return byButton(choice, operation, await world.rollouts.read(choice.rolloutId));
    default:
      return never(choice);
  }
}

function byButton({ gate }: { readonly gate: number }, operation: Operation, stored: Stored | null): Chosen {
  if (!stored) return { refusal: { kind: 'oldButton', now: 'it is no longer known', isOver: true } };
  const { rollout } = stored;
  const isOver = hasEnded(rollout);
  const isSettled = GATED.includes(operation) && gate !== gateOf(rollout);
  if (isSettled && isStoppedByOthers(rollout)) return { refusal: changedAgain(rollout) };
  return isOver || isSettled ? { refusal: { kind: 'oldButton', now: headline(rollout), isOver } } : { stored };
}

/** With what stands now, so that the next press is for it. */
export function changedAgain(rollout: Stopped): Refusal {
  return { kind: 'changedAgain', ...foundOn(rollout) };
}

function changedByOthers(rollout: Stopped): Refusal {
  const stable = rollout.stable?.revision ?? null;
  return { kind: 'changedByOthers', ...foundOn(rollout), canRestore: can('restore', rollout), stable };
}

function foundOn(rollout: Stopped) {
  const { service, env } = rollout;
  return { service, env, found: othersDid(rollout) };
}

/** A rollout that began after the words were said, for certain, was not meant by them. */
export function beganAfter({ askedAtMs }: AskedFor, { startedAtMs }: Rollout): boolean {
  return startedAtMs !== null && askedAtMs + CLOCK_MARGIN_MS < startedAtMs;
}

/** The rollout that this request has changed before, as it is now: its job runs again. */
export async function settledBy({ key }: AskedFor, { rollouts }: Pick<World, 'rollouts'>): Promise<Rollout | null> {
  const recent = await rollouts.recent(LOOKED_AT);
  return recent.find(({ rollout }) => rollout.settled.includes(key))?.rollout ?? null;
}

/** null when this person may do this to the rollout in the state it is in. */
export function refuseOperation(
  { operation, permission, person }: { operation: Operation; permission: Permission; person: Person },
  rollout: Rollout,
  world: Pick<World, 'catalog'>,
): Refusal | null {
  const refusal = refusePerson(permission, person, environmentOf(rollout, world.catalog), rollout);
  if (refusal) return refusal;
  if (can(operation, rollout)) return null;
  const isOverOthers = operation === 'resume' || operation === 'restore';
  if (isOverOthers && isStoppedByOthers(rollout)) return changedByOthers(rollout);
  return { kind: 'notNow', operation, state: rollout.state, because: headline(rollout) };
}

/** What is asked by the buttons of a message that its answer takes the place of. */
const QUESTIONS: readonly Request['kind'][] = ['confirm', 'supersede', 'wait'];

/** The answer to one person that holds the link to the card; it leaves after the card itself. */
export function answerTo(asked: AskedFor, rollout: Rollout, content: MessageContent): Outgoing {
  const { userId, responseUrl, ...askedIn } = asked.replyTo;
  const base = { oid: '', channel: rollout.channel, urgent: false } as const;
  const replacesQuestion = QUESTIONS.includes(asked.request.kind);
  const to = { userId, responseUrl, askedIn, replacesQuestion };
  return { ...content, ...base, op: 'answer', key: cardKey(rollout.id), ...to };
}
