import { gateValue } from '../core/button.ts';
import type { RolloutEvent } from '../core/event.ts';
import type { MessageContent, Outgoing } from '../core/outgoing.ts';
import { hasEnded, type Rollout } from '../core/rollout.ts';
import { actions, button, context } from './blocks.ts';
import { line } from './line.ts';
import { date, type Mrkdwn, mrkdwn, user } from './mrkdwn.ts';
import { clause, imageTag, inPlace, words } from './names.ts';

/** What the channel is told of a plan that waits; whoever asked is called, because nothing else brings them back. */
export function queueNotices(rollout: Rollout, event: RolloutEvent, version: number): readonly Outgoing[] {
  const content = noticeOf(rollout, event);
  if (content === null) return [];
  const key = event.kind === 'held' ? heldKey(rollout) : `queue-${rollout.id}-${version}`;
  const base = { oid: `${rollout.id}-${version}-0`, channel: rollout.channel, urgent: false } as const;
  return [{ ...content, ...base, op: 'post', key, threadKey: null, broadcast: false }];
}

/**
 * The notice of a plan that was held, when something about it changes: another reason takes the place of the old one,
 * without calling anybody again, and a plan that waits no longer leaves no button that would stop it.
 */
export function noticeAgain(
  { before, after }: { readonly before: Rollout; readonly after: Rollout },
  version: number,
): readonly Outgoing[] {
  if (before.state !== 'queued' || before.held === null) return [];
  if (after.state === 'queued' && (after.held === null || after.held === before.held)) return [];
  const content = after.state === 'queued' ? held(after, after.held ?? '') : waitsNoLonger(after);
  const oid = `${after.id}-${version}-held`;
  return [{ ...content, oid, channel: after.channel, urgent: false, op: 'edit', key: heldKey(after) }];
}

function heldKey({ id }: Pick<Rollout, 'id'>): string {
  return `queue-${id}-held`;
}

function waitsNoLonger(rollout: Rollout): MessageContent {
  const how = hasEnded(rollout) ? mrkdwn`it was not started` : mrkdwn`it started by itself`;
  return line('⏳', mrkdwn`${waiting(rollout)} waits no longer: ${how}.`);
}

function noticeOf(rollout: Rollout, event: RolloutEvent): MessageContent | null {
  if (event.kind === 'held') return held(rollout, event.because);
  return event.kind === 'notStarted' ? notStarted(rollout, event) : null;
}

function held(rollout: Rollout, because: string): MessageContent {
  const until = rollout.state === 'queued' ? mrkdwn` until ${date(rollout.expiresAtMs)}` : mrkdwn``;
  const text = mrkdwn`${user(rollout.requestedBy)}: ${waiting(rollout)} goes on waiting${until}: ${clause(because)}.`;
  const next = mrkdwn`It starts by itself once that is over and nothing else has changed.`;
  return line('⏳', text, text, [context(next), actions(`queue-${rollout.id}`, [stopWaitingButton(rollout)])]);
}

function notStarted(rollout: Rollout, { because, nextStep }: { because: string; nextStep: string }): MessageContent {
  const text = mrkdwn`${user(rollout.requestedBy)}: ${waiting(rollout)} was not started: ${clause(because)}.`;
  const next = mrkdwn`${words(nextStep)}`;
  return line('⏸️', text, mrkdwn`${text} ${next}`, [
    context(next),
    actions(`queue-${rollout.id}`, [showPlanButton(rollout)]),
  ]);
}

function waiting(rollout: Rollout): Mrkdwn {
  return mrkdwn`the deploy of ${imageTag(rollout.image)} to ${inPlace(rollout)}`;
}

export function stopWaitingButton({ id }: Pick<Rollout, 'id'>) {
  return button({ action: 'stop_waiting', label: 'Stop Waiting', value: gateValue(id, 0) });
}

function showPlanButton({ id }: Rollout) {
  return button({ action: 'show_plan', label: 'Show Plan', value: gateValue(id, 0) });
}
