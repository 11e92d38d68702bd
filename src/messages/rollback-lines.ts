import type { MessageContent } from '../core/outgoing.ts';
import type { Reason, Rollout } from '../core/rollout.ts';
import { context } from './blocks.ts';
import { detectedSentence } from './detection.ts';
import { line } from './line.ts';
import { code, joined, mrkdwn, user } from './mrkdwn.ts';
import { inPlace, reasonText, shareLeft, stableName, words } from './names.ts';

/** A person who decided is named by the edited card now and by the notice at the end, so that they are called once. */
export function rollbackBegan(rollout: Rollout, reason: Reason, fromPercent: number): MessageContent {
  const from = shareLeft(rollout, fromPercent);
  const target = stableName(rollout);
  if (rollout.state === 'rollingBack' && rollout.endsAs === 'aborted') {
    return line('🟠', mrkdwn`Aborted ${inPlace(rollout)}${reasonText(reason)}. Traffic goes back${from} to ${target}.`);
  }
  const rolling = reason.who === null ? mrkdwn`Slipway rolls` : mrkdwn`Rolling`;
  const detected = rollout.state === 'rollingBack' ? detectedSentence(rollout) : mrkdwn``;
  return line('🟠', mrkdwn`${rolling} ${inPlace(rollout)} back${from} to ${target}${reasonText(reason)}.${detected}`);
}

export function routedBack(rollout: Rollout): MessageContent {
  return line('↩️', mrkdwn`All traffic of ${inPlace(rollout)} is routed to ${stableName(rollout)}.`);
}

/** A person is called, once: whoever decided, and whoever asked for the rollout. */
export function stuck(rollout: Rollout, nextStep: string): MessageContent {
  const decided = rollout.state === 'stuck' ? rollout.reason.who : null;
  const called = [...new Set([decided ?? rollout.requestedBy, rollout.requestedBy])].map(user);
  const why = rollout.stable
    ? mrkdwn`the rollback to ${code(rollout.stable.revision)} cannot be done`
    : mrkdwn`it should not stay as it is, and there is nothing to go back to`;
  const what = mrkdwn`*${inPlace(rollout)} is stuck*: ${why}.`;
  const text = mrkdwn`${what}\n*Do now:* ${words(nextStep)}`;
  return line('🔴', text, text, [
    context(
      mrkdwn`Called: ${joined(called, ', ')}.${rollout.stable ? mrkdwn` Press *Roll Back* on the card to try again.` : mrkdwn``}`,
    ),
  ]);
}
