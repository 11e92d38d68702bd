import { can } from '../core/can.ts';
import type { ForeignChange } from '../core/foreign.ts';
import { isStoppedByOthers, type Stopped } from '../core/foreign-change.ts';
import type { MessageContent } from '../core/outgoing.ts';
import { hasEnded, type Rollout } from '../core/rollout.ts';
import { type Block, section } from './blocks.ts';
import { abortText, adoptText, restoreText } from './foreign-choices.ts';
import { foundText, whatTexts, whoText } from './foreign-words.ts';
import { line } from './line.ts';
import { bold, date, joined, type Mrkdwn, mrkdwn, user } from './mrkdwn.ts';
import { inPlace } from './names.ts';

/** Others changed the service: who, what, that nothing was done about it, and what can be. */
export function changed(rollout: Rollout, change: ForeignChange, again: boolean): MessageContent {
  const found = foundText(change, rollout);
  const begin = again
    ? mrkdwn`${inPlace(rollout)} was changed once more. Now: ${found}.`
    : mrkdwn`*${inPlace(rollout)} is stopped*: ${found}.`;
  const asked = mrkdwn`Slipway has overwritten nothing and waits for ${user(rollout.requestedBy)} or whoever may pause it.`;
  const more = isStoppedByOthers(rollout) ? [section(choices(rollout))] : [];
  return line('⏸️', mrkdwn`${begin} ${again ? mrkdwn`Earlier presses no longer hold.` : asked}`, begin, more);
}

export function gone(rollout: Rollout): MessageContent {
  return line(
    '↩️',
    mrkdwn`${inPlace(rollout)} is as the rollout left it again: others undid what they did. Resume goes on.`,
  );
}

export function adopted(rollout: Rollout, by: string, change: ForeignChange): MessageContent {
  return line(
    '🤝',
    mrkdwn`${user(by)} adopted it for ${inPlace(rollout)}: ${foundText(change, rollout)}. ${goesOn(rollout)}`,
  );
}

function goesOn(rollout: Rollout): Mrkdwn {
  if (rollout.state === 'shifting') return mrkdwn`The rollout goes on from ${rollout.toPercent} %.`;
  return hasEnded(rollout) ? mrkdwn`The rollout ends here.` : mrkdwn`The rollout goes on where it stopped.`;
}

export function restoring(rollout: Rollout, by: string, change: ForeignChange): MessageContent {
  const share = rollout.state === 'shifting' ? mrkdwn` Going back to ${rollout.toPercent} %.` : mrkdwn``;
  return line('↩️', mrkdwn`${user(by)} restores ${inPlace(rollout)} over this: ${foundText(change, rollout)}.${share}`);
}

export function restored(rollout: Rollout): MessageContent {
  const next =
    rollout.state === 'baking' ? 'It waits for its switch again' : 'The new revision is asked for its health';
  return line('↩️', mrkdwn`${inPlace(rollout)} stands as it did before others changed it. ${next}.`);
}

/** On the card for as long as it stands: who, what, since when, what Slipway did, and what each button would do. */
export function foreignSection(rollout: Stopped): Block {
  const { foreign } = rollout;
  const what = whatTexts(foreign, rollout).map((text) => mrkdwn`• ${text}`);
  const done = mrkdwn`*Slipway:* has overwritten nothing since ${date(foreign.seenAtMs, 'seconds')} and waits for a person`;
  return section(joined([mrkdwn`*Changed by:* ${whoText(foreign)}`, ...what, done, choices(rollout)], '\n'));
}

function choices(rollout: Stopped): Mrkdwn {
  const list = [
    mrkdwn`${bold(mrkdwn`Adopt`)} ${adoptText(rollout)}.`,
    can('restore', rollout) ? mrkdwn`${bold(mrkdwn`Restore`)} ${restoreText(rollout)}.` : null,
    mrkdwn`${bold(mrkdwn`Abort`)} ${abortText(rollout)}.`,
  ];
  return joined(
    list.filter((text) => text !== null),
    '\n',
  );
}
