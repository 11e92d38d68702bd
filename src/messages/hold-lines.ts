import type { MessageContent } from '../core/outgoing.ts';
import { isPreview, type Reason, type Rollout } from '../core/rollout.ts';
import { line } from './line.ts';
import { code, type Mrkdwn, mrkdwn, user } from './mrkdwn.ts';
import { clause, decider, inPlace, reasonText } from './names.ts';
import { shownPercent } from './progress.ts';

export function paused(rollout: Rollout, reason: Reason): MessageContent {
  return reason.who === null ? pausedByItself(rollout, reason) : pausedByHand(rollout, reason);
}

/** Slipway pauses by itself before the first users when the canary is no longer Ready. */
function pausedByItself(rollout: Rollout, reason: Reason): MessageContent {
  return line(
    '⏸️',
    mrkdwn`Slipway paused ${inPlace(rollout)}${reasonText(reason)}. Nothing was overwritten. ${wayBack(rollout)}; Resume tries again once that is mended.`,
  );
}

function wayBack({ stable }: Rollout): Mrkdwn {
  return stable
    ? mrkdwn`Roll Back or Abort on the card sends everything to ${code(stable.revision)}`
    : mrkdwn`Abort on the card leaves it so`;
}

function pausedByHand(rollout: Rollout, reason: Reason): MessageContent {
  return line(
    '⏸️',
    mrkdwn`${decider(reason.who)} paused ${inPlace(rollout)}${reasonText(reason)}. ${meanwhile(rollout)}`,
  );
}

function meanwhile(rollout: Rollout): Mrkdwn {
  if (isPreview(rollout)) return mrkdwn`Nobody can switch until it is resumed.`;
  return rollout.plan.strategy === 'canary'
    ? mrkdwn`The clock stands; the canary keeps ${shownPercent(rollout)} % and is still judged.`
    : mrkdwn`The clock stands; the new revision keeps serving and is still judged.`;
}

export function resumed(rollout: Rollout, by: string): MessageContent {
  return line('▶️', mrkdwn`${user(by)} resumed ${inPlace(rollout)} at ${shownPercent(rollout)} %.`);
}

export function troubled(rollout: Rollout, trouble: string): MessageContent {
  return line('⚠️', mrkdwn`${inPlace(rollout)}: ${clause(trouble)}. Trying again; nothing is lost meanwhile.`);
}

export function recovered(rollout: Rollout): MessageContent {
  return line('🔹', mrkdwn`${inPlace(rollout)} goes on: the trouble is over.`);
}
