import type { RolloutEvent } from '../core/event.ts';
import type { MessageContent, Outgoing } from '../core/outgoing.ts';
import type { Rollout } from '../core/rollout.ts';
import { context } from './blocks.ts';
import { line } from './line.ts';
import { code, type Mrkdwn, mrkdwn, user } from './mrkdwn.ts';
import { clause, inPlace, stableName } from './names.ts';
import { shownPercent } from './progress.ts';

/** The first line under the new card: its requester is called, because the old card and its thread are dead. */
export function foundAgain(rollout: Rollout): MessageContent {
  const { requestedBy } = rollout;
  const lost = mrkdwn`Its earlier card no longer changes; its reason, its numbers, freezes and waiting plans are lost.`;
  const text = mrkdwn`${user(requestedBy)}: Slipway lost its memory and found ${inPlace(rollout)} on its way. Nothing was moved. ${wayOn(rollout)}. ${wayBack(rollout)}.`;
  return line('🧭', text, text, [context(lost)]);
}

function wayOn(rollout: Rollout): Mrkdwn {
  const percent = shownPercent(rollout);
  return percent === 0
    ? mrkdwn`Resume verifies the new revision and goes on from there`
    : mrkdwn`Resume goes on at ${percent} %, watched from the beginning of that phase`;
}

function wayBack(rollout: Rollout): Mrkdwn {
  return rollout.stable
    ? mrkdwn`Roll Back or Abort sends everything to ${stableName(rollout)}`
    : mrkdwn`Abort leaves it so`;
}

type HalfWay = Extract<RolloutEvent, { readonly kind: 'foundHalfWay' }>;

/** In the channel itself: there is no card, and nothing that Slipway could do by itself. */
export function halfWayNotice(rollout: Rollout, event: HalfWay, version: number): readonly Outgoing[] {
  const base = { oid: `${rollout.id}-${version}-0`, channel: rollout.channel, urgent: true } as const;
  const key = `half-way-${rollout.id}`;
  return [{ ...halfWay(rollout, event), ...base, op: 'post', key, threadKey: null, broadcast: false }];
}

function halfWay(rollout: Rollout, { seen, nextStep }: HalfWay): MessageContent {
  const text = mrkdwn`${inPlace(rollout)} stands half-way and no rollout of Slipway watches it: ${clause(seen)}. Nothing was moved.`;
  const next = mrkdwn`What repairs it: ${code(nextStep)}`;
  return line('🧭', text, mrkdwn`${text} ${next}.`, [context(next)]);
}
