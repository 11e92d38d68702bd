import { protos } from '@google-cloud/run';

const { Condition, ServiceScaling, TrafficTargetAllocationType } = protos.google.cloud.run.v2;

type ConditionOnWire = protos.google.cloud.run.v2.ICondition;

/** Enums come by name from unary calls and as numbers from operations; here is the one place that knows both. */
export function isLatest(type: protos.google.cloud.run.v2.ITrafficTarget['type']): boolean {
  const { TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST: latest } = TrafficTargetAllocationType;
  return type === 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST' || type === latest;
}

export function isManual(mode: protos.google.cloud.run.v2.IServiceScaling['scalingMode']): boolean {
  return mode === 'MANUAL' || mode === ServiceScaling.ScalingMode.MANUAL;
}

export function isSucceeded(state: ConditionOnWire['state']): boolean {
  return state === 'CONDITION_SUCCEEDED' || state === Condition.State.CONDITION_SUCCEEDED;
}

export function isFailed(state: ConditionOnWire['state']): boolean {
  return state === 'CONDITION_FAILED' || state === Condition.State.CONDITION_FAILED;
}

/** The code of whichever reason the condition carries (at most one is set), for example `CONTAINER_MISSING`. */
export function reasonOf({ reason, revisionReason, executionReason }: ConditionOnWire): string | null {
  return (
    nameOf(reason, Condition.CommonReason) ??
    nameOf(revisionReason, Condition.RevisionReason) ??
    nameOf(executionReason, Condition.ExecutionReason)
  );
}

function nameOf(value: string | number | null | undefined, names: Readonly<Record<number, string>>): string | null {
  const name = typeof value === 'number' ? names[value] : value;
  return name && !name.endsWith('_UNDEFINED') ? name : null;
}
