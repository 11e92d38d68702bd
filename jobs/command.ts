import { never } from '../src/core/never.ts';
import type { MessageContent } from '../src/core/outgoing.ts';
import type { Person } from '../src/core/person.ts';
import type { Refusal } from '../src/core/refusal.ts';
import { type AskedFor, HOME } from '../src/core/request.ts';
import { refused } from '../src/messages/refused.ts';
import type { KeptAnswer } from '../src/ports/memory.ts';
import { adopt, restore } from './adopt.ts';
import { confirm } from './confirm.ts';
import { abort, advance, pause, resume } from './control.ts';
import { showErrors } from './errors-request.ts';
import type { World } from './job.ts';
import { mutePattern, shareAllPatterns, unmutePattern } from './pattern-request.ts';
import { proposePlan } from './plan.ts';
import { showPlanAnew } from './plan-anew.ts';
import { queue, stopWaiting } from './queue.ts';
import { rollBackOnRequest } from './rollback-request.ts';
import { unfreeze } from './unfreeze.ts';

/**
 * What a request comes to: a message for the person alone, a refusal, or null when the answer stands in the outbox
 * because it points at a message that is still to be posted.
 */
export type Reply = { readonly content: MessageContent } | { readonly refusal: Refusal } | null;

/** How long an outside that does not answer is asked again before the request is given back to the person. */
const PATIENCE_MS = 5 * 60_000;
/** A rollback is worth waiting for. */
const ROLLBACK_PATIENCE_MS = 30 * 60_000;

/**
 * Carries out what a person asked for. Who they are is asked of Slack anew: a button may be pressed by anybody who sees
 * it, a job may have been queued by hand, and a group may have changed since.
 * What came of it is kept when it cannot be told, so that no later try acts once more: by then the same words may mean
 * another rollout, or another freeze. What is older than its patience is not carried out any more.
 * `refused`: nothing came of it, so the same words may be said again at once.
 * @throws while the outside does not answer; the queue brings the request back. `isFirstTry` tells the person once.
 */
export async function carryOut(asked: AskedFor, world: World, isFirstTry = true): Promise<'answered' | 'refused'> {
  const kept = isFirstTry ? null : await world.answers.kept(asked.key);
  const answer = kept ?? wordsOf(await replyOf(asked, world, isFirstTry));
  if (answer === null) return 'answered';
  await tell(asked, answer, world);
  return answer.outcome === 'answered' ? 'answered' : 'refused';
}

async function replyOf(asked: AskedFor, world: World, isFirstTry: boolean): Promise<Reply> {
  if (!isPastPatience(asked, world)) return attempt(asked, world, isFirstTry);
  const minutes = patienceFor(asked) / 60_000;
  return { refusal: { kind: 'notTaken', because: `it could not be done within ${minutes} minutes`, withoutUs: null } };
}

function wordsOf(reply: Reply): KeptAnswer | null {
  if (reply === null) return null;
  if ('content' in reply) return { outcome: 'answered', content: reply.content };
  return { outcome: reply.refusal.kind, content: refused(reply.refusal) };
}

async function tell(asked: AskedFor, answer: KeptAnswer, world: World): Promise<void> {
  const { outcome, content } = answer;
  const named = { key: asked.key, kind: asked.request.kind, userId: asked.userId, outcome };
  try {
    await world.replies.send(asked.replyTo, content);
    world.log('request.answered', named);
  } catch (error) {
    if (!isPastPatience(asked, world)) {
      await world.answers.keep(asked.key, answer);
      throw error;
    }
    world.log('request.answerGivenUp', { ...named, err: error });
  }
}

async function attempt(asked: AskedFor, world: World, isFirstTry: boolean): Promise<Reply> {
  try {
    const person = await world.directory.person(asked.userId, 'fresh');
    const { channel } = asked.replyTo;
    if (channel !== HOME && (await world.channels.isShared(channel))) return { refusal: { kind: 'sharedChannel' } };
    return await act(asked, person, world);
  } catch (error) {
    const because = world.redact(error instanceof Error ? error.message : String(error));
    world.log('request.trouble', {
      key: asked.key,
      kind: asked.request.kind,
      userId: asked.userId,
      because,
      err: error,
    });
    if (isPastPatience(asked, world)) return { refusal: { kind: 'notTaken', because, withoutUs: null } };
    // Whoever cannot be told now is told in the end; the log is to say what was the matter first.
    if (isFirstTry)
      await world.replies.send(asked.replyTo, refused({ kind: 'stillTrying', because })).catch(() => null);
    throw error;
  }
}

function isPastPatience(asked: AskedFor, { now }: World): boolean {
  return now() - asked.askedAtMs > patienceFor(asked);
}

function patienceFor({ request }: AskedFor): number {
  const isRollback = request.kind === 'rollback' || (request.kind === 'confirm' && request.of === 'rollback');
  return isRollback ? ROLLBACK_PATIENCE_MS : PATIENCE_MS;
}

function act(asked: AskedFor, person: Person, world: World): Promise<Reply> {
  const { request } = asked;
  switch (request.kind) {
    case 'deploy':
      return proposePlan({ asked, request, person }, world);
    case 'confirm':
      return confirm({ asked, request, person }, world);
    case 'supersede':
    case 'wait':
      return queue({ asked, request, person }, world);
    case 'stopWaiting':
      return stopWaiting({ asked, request, person }, world);
    case 'showPlan':
      return showPlanAnew({ asked, request, person }, world);
    case 'advance':
      return advance({ asked, choice: request.rollout, person }, world);
    case 'adopt':
      return adopt({ asked, choice: request.rollout, person }, world);
    case 'restore':
      return restore({ asked, choice: request.rollout, person }, world);
    case 'pause':
      return pause({ asked, choice: request.rollout, person, because: request.because }, world);
    case 'resume':
      return resume({ asked, choice: request.rollout, person, because: request.because }, world);
    case 'abort':
      return abort({ asked, choice: request.rollout, person, because: request.because }, world);
    case 'rollback':
      return rollBackOnRequest({ asked, request, person }, world);
    case 'unfreeze':
      return unfreeze(request, person, world);
    case 'errors':
      return showErrors({ asked, request, person }, world);
    case 'mutePattern':
      return mutePattern({ asked, request, person }, world);
    case 'unmutePattern':
      return unmutePattern({ asked, request, person }, world);
    case 'allPatterns':
      return shareAllPatterns({ asked, request, person }, world);
    default:
      return never(request);
  }
}
