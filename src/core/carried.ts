import type { Rollout } from './rollout.ts';

/** The fields every state has. State fields must not leak from one state into the next. */
export function carried(rollout: Rollout) {
  return {
    shape: rollout.shape,
    id: rollout.id,
    kind: rollout.kind,
    service: rollout.service,
    env: rollout.env,
    place: rollout.place,
    image: rollout.image,
    canary: rollout.canary,
    stable: rollout.stable,
    plan: rollout.plan,
    channel: rollout.channel,
    requestedBy: rollout.requestedBy,
    requestedAtMs: rollout.requestedAtMs,
    startedAtMs: rollout.startedAtMs,
    because: rollout.because,
    fence: rollout.fence,
    marks: rollout.marks,
    previewUrl: rollout.previewUrl,
    probed: rollout.probed,
    downtimeMs: rollout.downtimeMs,
    verdict: rollout.verdict,
    curve: rollout.curve,
    settled: rollout.settled,
    trouble: rollout.trouble,
    accepted: rollout.accepted,
    othersMoved: rollout.othersMoved,
    errorsTold: rollout.errorsTold,
  } as const;
}
