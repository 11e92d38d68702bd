import type { RolloutEvent } from '../core/event.ts';
import type { Outgoing } from '../core/outgoing.ts';
import type { Rollout } from '../core/rollout.ts';
import { card } from './card.ts';
import { noticeAgain } from './queue-notices.ts';
import { tell } from './tell.ts';

/** A change of a rollout: how it was (null: it is new), how it is now, and what happened, in order. */
export type ChangeToTell = {
  readonly before: Rollout | null;
  readonly after: Rollout;
  readonly events: readonly RolloutEvent[];
};

/** All that Slack is told of a change; of the same change always the same. `version` is the one it gives the rollout. */
export function tellChange({ before, after, events }: ChangeToTell, version: number): readonly Outgoing[] {
  const again = before === null ? [] : noticeAgain({ before, after }, version);
  return [...again, ...events.flatMap((event) => (isUntold(before, after, event) ? [] : tell(after, event, version)))];
}

function isUntold(before: Rollout | null, after: Rollout, event: RolloutEvent): boolean {
  if (before === null) return false;
  // A plan that waits has no card, so its troubles are not told and neither is their end.
  if (event.kind === 'recovered') return before.state === 'queued';
  if (event.kind === 'held') return before.state === 'queued' && before.held !== null;
  // A look after which the card says the same as before.
  return event.kind === 'looked' && JSON.stringify(card(before)) === JSON.stringify(card(after));
}
