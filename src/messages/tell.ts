import type { RolloutEvent } from '../core/event.ts';
import { cardKey, type Outgoing } from '../core/outgoing.ts';
import type { Rollout } from '../core/rollout.ts';
import { card } from './card.ts';
import { halfWayNotice } from './found-again.ts';
import { hasMovedTraffic } from './progress.ts';
import { queueNotices } from './queue-notices.ts';
import { threadLine } from './thread-line.ts';

const UNTOLD: readonly RolloutEvent['kind'][] = ['planned', 'expired', 'queued', 'leftQueue', 'unfrozen'];

const URGENT: readonly RolloutEvent['kind'][] = [
  'rollbackBegan',
  'routedBack',
  'rolledBack',
  'aborted',
  'failed',
  'stuck',
];

const BROADCAST: readonly RolloutEvent['kind'][] = ['succeeded', 'rolledBack', 'failed', 'stuck'];

/**
 * What Slack is told about an event: the card anew, and a line under it. `rollout` is as the event left it and `version`
 * the version that the same commit gives it, so that telling twice makes the same messages under the same oids.
 */
export function tell(rollout: Rollout, event: RolloutEvent, version: number): readonly Outgoing[] {
  if (UNTOLD.includes(event.kind)) return [];
  if (event.kind === 'foundHalfWay') return halfWayNotice(rollout, event, version);
  // A plan that waits has no card yet: what becomes of it is told in the channel itself.
  if (rollout.state === 'queued' || event.kind === 'notStarted') return queueNotices(rollout, event, version);
  const key = cardKey(rollout.id);
  const urgent = URGENT.includes(event.kind);
  const base = (index: number) => ({ oid: `${rollout.id}-${version}-${index}`, channel: rollout.channel, urgent });
  const cardMessage: Outgoing = beginsThread(rollout, event)
    ? { ...card(rollout), ...base(0), op: 'post', key, threadKey: null, broadcast: false }
    : { ...card(rollout), ...base(0), op: 'edit', key };
  const line = threadLine(rollout, event);
  if (line === null) return [cardMessage];
  const linePost: Outgoing = {
    ...line,
    ...base(1),
    op: 'post',
    key: `line-${rollout.id}-${version}-${event.kind}`,
    threadKey: key,
    broadcast: isBroadcast(rollout, event),
  };
  return [cardMessage, linePost];
}

/** A rollback that was asked for while no rollout was live has no earlier event; what was found again has lost its card. */
function beginsThread(rollout: Rollout, event: RolloutEvent): boolean {
  if (event.kind === 'started' || event.kind === 'foundAgain') return true;
  return event.kind === 'rollbackBegan' && rollout.kind === 'rollback';
}

/** The channel hears of an end once (product.md E); everything else stays in the thread. */
function isBroadcast(rollout: Rollout, event: RolloutEvent): boolean {
  return BROADCAST.includes(event.kind) || (event.kind === 'aborted' && hasMovedTraffic(rollout));
}
