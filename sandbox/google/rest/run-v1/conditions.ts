import type { Condition } from '../../cloud-run/resource.ts';
import { type Timestamp, toMs } from '../../timestamp.ts';

const STATUSES: Record<Condition['state'], 'True' | 'False' | 'Unknown'> = {
  CONDITION_SUCCEEDED: 'True',
  CONDITION_FAILED: 'False',
  CONDITION_RECONCILING: 'Unknown',
};

export function conditionToV1({ type, state, severity, message, lastTransitionTime, ...why }: Condition) {
  const reason = why.revisionReason ?? why.reason;
  return {
    type,
    status: STATUSES[state],
    ...(reason ? { reason: inCapitals(reason) } : {}),
    ...(message ? { message } : {}),
    ...(severity === 'INFO' ? { severity: 'Info' } : {}),
    lastTransitionTime: isoOf(lastTransitionTime),
  };
}

export const isoOf = (stamp: Timestamp) => new Date(toMs(stamp)).toISOString();

/** HEALTH_CHECK_CONTAINER_ERROR is HealthCheckContainerError in v1. */
const inCapitals = (reason: string) =>
  reason.toLowerCase().replace(/(?:^|_)([a-z])/g, (_all, letter: string) => letter.toUpperCase());
