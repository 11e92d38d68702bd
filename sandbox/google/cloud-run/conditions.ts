import { toTimestamp } from '../timestamp.ts';
import type { Condition } from './resource.ts';

/** How something stands: the part of a Condition that does not depend on which condition it is. */
export type Outcome = {
  state: Condition['state'];
  atMs: number;
  message: string;
  reason?: string;
  revisionReason?: string;
};

export const underWay = (atMs: number): Outcome => ({ state: 'CONDITION_RECONCILING', atMs, message: '' });
export const succeeded = (atMs: number): Outcome => ({ state: 'CONDITION_SUCCEEDED', atMs, message: '' });

/** At most one of reason and revisionReason is set, as in the API's oneof. */
export function condition(type: string, outcome: Outcome): Condition {
  return {
    type,
    state: outcome.state,
    severity: 'SEVERITY_UNSPECIFIED',
    message: outcome.message,
    lastTransitionTime: toTimestamp(outcome.atMs),
    ...(outcome.reason ? { reason: outcome.reason } : {}),
    ...(outcome.revisionReason ? { revisionReason: outcome.revisionReason } : {}),
  };
}
