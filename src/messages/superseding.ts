import type { MessageContent } from '../core/outgoing.ts';
import type { Rollout, RolloutIn } from '../core/rollout.ts';
import { actions, message, section } from './blocks.ts';
import { line } from './line.ts';
import { code, date, mrkdwn, permalink, user } from './mrkdwn.ts';
import { imageTag, inPlace } from './names.ts';
import { stopWaitingButton } from './queue-notices.ts';

/** Answers to the one person whose plan was made while another rollout is live, and the word to whoever is superseded. */

export function superseding(rollout: RolloutIn<'queued'>, live: Rollout): MessageContent {
  const text = mrkdwn`Superseding ${imageTag(live.image)} of ${inPlace(rollout)}: it ends first, then ${imageTag(rollout.image)} starts by itself. ${permalink('See the one that ends')}`;
  return message(text, [section(text)]);
}

export function waitingFor(rollout: RolloutIn<'queued'>, live: Rollout): MessageContent {
  const text = mrkdwn`Waiting for ${imageTag(live.image)} of ${inPlace(rollout)} to end: then ${imageTag(rollout.image)} starts by itself if nothing you were shown has changed; else you are asked anew. It waits until ${date(rollout.expiresAtMs, 'day')}. ${permalink('See what runs now')}`;
  return message(text, [section(text), actions(`queue-${rollout.id}`, [stopWaitingButton(rollout)])]);
}

export function stoppedWaiting(rollout: Rollout): MessageContent {
  const text = mrkdwn`The deploy of ${imageTag(rollout.image)} to ${inPlace(rollout)} waits no longer. Nothing was started.`;
  return message(text, [section(text)]);
}

/** In the thread of the rollout that ends: whoever asked for it is told by whom, and where traffic goes. */
export function superseded(live: Rollout, by: RolloutIn<'queued'>): MessageContent {
  return line(
    '⏭️',
    mrkdwn`${user(live.requestedBy)}: ${user(by.requestedBy)} supersedes this rollout with ${imageTag(by.image)}. ${live.stable ? mrkdwn`All traffic stays on or goes back to ${code(live.stable.revision)} first` : mrkdwn`The service stays as it is until then`}; nothing is frozen.`,
  );
}
