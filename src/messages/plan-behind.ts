import { planValue } from '../core/button.ts';
import { can } from '../core/can.ts';
import { clip } from '../core/plain-text.ts';
import type { Rollout, RolloutIn } from '../core/rollout.ts';
import { button, type Confirm, fields } from './blocks.ts';
import { date, type Mrkdwn, mrkdwn, permalink, user } from './mrkdwn.ts';
import { imageTag } from './names.ts';
import { confirmedWith, toConfirm } from './plan-answers.ts';
import { shownPercent } from './progress.ts';
import { headline } from './state-words.ts';

/** What runs where the plan is for, so that whoever ends it knows whose it is. */
export function runsNow(live: Rollout, { withLink }: { readonly withLink: boolean }) {
  const since = mrkdwn`${user(live.requestedBy)}, ${date(live.requestedAtMs, 'day')}`;
  return fields([
    { label: 'Runs now', value: mrkdwn`${imageTag(live.image)} at ${shownPercent(live)} %\n${headline(live)}` },
    { label: 'Asked for by', value: withLink ? mrkdwn`${since}\n${permalink('See its card')}` : since },
  ]);
}

/** In place of Start: end what runs, or wait for its end. What goes back already is not ended again. */
export function behindButtons(rollout: RolloutIn<'planned'>, live: Rollout) {
  const value = planValue(rollout.id, rollout.plan.hash);
  const effect = whatWaitingDoes(rollout, live);
  const answering = toConfirm({ does: 'Wait for', label: 'Wait for It', effect }, rollout);
  const wait = button({ action: 'wait_for_it', label: 'Wait for It', value, ...(answering && { confirm: answering }) });
  if (!can('supersede', live)) return [wait];
  const confirm = whatHappens(rollout, live);
  return [button({ action: 'supersede', label: 'Supersede', value, style: 'danger', confirm }), wait];
}

/** Plain text: Slack shows no mention in a dialog, so whose rollout it is stands in the plan above. */
function whatHappens(rollout: RolloutIn<'planned'>, live: Rollout): Confirm {
  return {
    title: 'Supersede this rollout?',
    text: confirmedWith(whatSupersedingDoes(rollout, live), rollout.plan.checklist),
    yes: 'Supersede',
    no: 'Let It Run',
    danger: true,
  };
}

/** The same in the plan itself: what each button would do, before it is pressed. */
export function whatEachDoes(rollout: RolloutIn<'planned'>, live: Rollout): Mrkdwn {
  const wait = mrkdwn`*Wait for It:* ${whatWaitingDoes(rollout, live)}`;
  return can('supersede', live) ? mrkdwn`*Supersede:* ${whatSupersedingDoes(rollout, live)}\n${wait}` : wait;
}

function whatWaitingDoes(rollout: RolloutIn<'planned'>, live: Rollout): string {
  return `The rollout of ${nameOf(live)} comes to its own end, then ${nameOf(rollout)} starts by itself if nothing you see here has changed.`;
}

function whatSupersedingDoes(rollout: RolloutIn<'planned'>, live: Rollout): string {
  const ends = `The rollout of ${nameOf(live)} at ${shownPercent(live)} % ends`;
  const back = live.stable ? `${live.stable.revision} gets 100 %` : 'its revision stays';
  const first = rollout.plan.phases[0]?.percent ?? 100;
  const starts = rollout.plan.singleWriter
    ? `then it is stopped and ${nameOf(rollout)} is started in its place`
    : `then ${nameOf(rollout)} starts at ${first} %`;
  return `${ends}, ${back}, ${starts}. Nothing is frozen.`;
}

/** Short enough for every word of the dialog; in full it stands in the plan above. */
function nameOf({ image }: Rollout): string {
  return clip(image.tag ?? image.digest.slice(0, 19), 24);
}

export function behindSentence(live: Rollout): Mrkdwn {
  const running = mrkdwn`The rollout of ${imageTag(live.image)} by ${user(live.requestedBy)} runs there now`;
  return can('supersede', live)
    ? mrkdwn` ${running}: press Supersede to end it, or Wait for It.`
    : mrkdwn` ${running} and is going back or stuck, so it cannot be superseded: press Wait for It.`;
}
