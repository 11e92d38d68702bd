import type { MessageContent } from '../core/outgoing.ts';
import { hasEnded, type Rollout, type RolloutIn } from '../core/rollout.ts';
import { message, section } from './blocks.ts';
import { code, type Mrkdwn, mrkdwn, permalink, user } from './mrkdwn.ts';
import { imageTag, inPlace, stableName } from './names.ts';
import { shownPercent } from './progress.ts';
import { headline } from './state-words.ts';

/** The worker's short answers to the one person who asked; what happens next is told in the thread they point at. */

export function started(rollout: Rollout): MessageContent {
  return answer(mrkdwn`Started ${inPlace(rollout)} with ${imageTag(rollout.image)}. ${permalink('Follow it here')}`);
}

export function advanced(rollout: Rollout, toPercent: number): MessageContent {
  if (shownPercent(rollout) >= toPercent) {
    return answer(mrkdwn`${inPlace(rollout)} is finished. ${permalink('See the card')}`);
  }
  return answer(mrkdwn`${inPlace(rollout)} moves to ${toPercent} %. ${permalink('See the card')}`);
}

export function paused(rollout: Rollout): MessageContent {
  return answer(mrkdwn`Paused ${inPlace(rollout)} at ${shownPercent(rollout)} %. ${permalink('See the card')}`);
}

export function resumed(rollout: Rollout): MessageContent {
  return answer(mrkdwn`Resumed ${inPlace(rollout)} at ${shownPercent(rollout)} %. ${permalink('See the card')}`);
}

/** `next` is the rollout as the press left it. */
export function adopted(next: Rollout): MessageContent {
  const now = hasEnded(next) ? mrkdwn`the rollout has ended` : mrkdwn`${headline(next)}`;
  return answer(mrkdwn`Adopted what others changed on ${inPlace(next)}: ${now}. ${permalink('See the card')}`);
}

export function restoring(next: RolloutIn<'shifting'>): MessageContent {
  return answer(mrkdwn`Restoring ${inPlace(next)} to ${next.toPercent} %. ${permalink('See the card')}`);
}

export function aborted(rollout: Rollout): MessageContent {
  const back =
    rollout.state === 'rollingBack' ? mrkdwn`; its traffic goes back to ${code(rollout.stable.revision)}` : mrkdwn``;
  return answer(mrkdwn`Aborted ${inPlace(rollout)}${back}. ${permalink('See the card')}`);
}

export function rollingBack(rollout: Rollout): MessageContent {
  return answer(mrkdwn`Rolling ${inPlace(rollout)} back to ${stableName(rollout)}. ${permalink('Follow it here')}`);
}

/** `next`: the plan that waits for the place and was kept from it by the freeze. */
export function unfrozen(
  at: { readonly service: string; readonly env: string },
  next: RolloutIn<'queued'> | null,
): MessageContent {
  const follows =
    next === null
      ? mrkdwn`deploys are possible again`
      : mrkdwn`the waiting ${imageTag(next.image)} of ${user(next.requestedBy)} starts next if nothing they were shown has changed`;
  return answer(mrkdwn`${inPlace(at)} is no longer frozen: ${follows}.`);
}

/** The last press of all: nothing is moved any more. */
export function finished(rollout: Rollout): MessageContent {
  return answer(mrkdwn`Finished: ${imageTag(rollout.image)} keeps all traffic of ${inPlace(rollout)}.`);
}

/** The second of two presses, or a repeated command: nothing was done again. Sent directly, so it holds no link. */
export function alreadyDone(rollout: Rollout): MessageContent {
  return answer(mrkdwn`Already taken, nothing was done twice. ${inPlace(rollout)} now: ${headline(rollout)}.`);
}

function answer(text: Mrkdwn): MessageContent {
  return message(text, [section(text)]);
}
