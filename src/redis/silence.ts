/** What a process knows of one of its queues. All times: milliseconds of one clock that never jumps. */
export type QueueLife = {
  readonly queue: string;
  /** When its own worker last looked for work there. */
  readonly lookedAtMs: number;
  /** Since when a canary of this process waits there to be carried out; null: none does. */
  readonly canarySinceMs: number | null;
};

/** Since when Redis has answered each time and this process has not slept, and when that was last looked at. */
export type Steadiness = { readonly sinceMs: number; readonly checkedAtMs: number };

export const CANARY_EVERY_MS = 15_000;
/** An idle worker looks every ten seconds at least, a canary is carried out at once. */
const SILENT_AFTER_MS = 60_000;
/** Who was held up for longer than this has slept (SIGSTOP, a closed laptop, a throttled CPU), and so have its workers. */
const SLEPT_AFTER_MS = 3 * CANARY_EVERY_MS;

/** While Redis is away, or we were, silence says nothing about the workers: from then on they get their time anew. */
export function steadiness(before: Steadiness, nowMs: number, redisAnswers: boolean): Steadiness {
  const isBroken = !redisAnswers || nowMs - before.checkedAtMs > SLEPT_AFTER_MS;
  return { sinceMs: isBroken ? nowMs : before.sinceMs, checkedAtMs: nowMs };
}

/**
 * Why this process must leave, so that its supervisor starts another in its place: workers of BullMQ have been seen to
 * fall silent after trouble with the network, without an error. Empty: it may stay.
 */
export function whyLeave(lives: readonly QueueLife[], { sinceMs }: Steadiness, nowMs: number): readonly string[] {
  const silentMs = (atMs: number) => nowMs - Math.max(atMs, sinceMs);
  return lives.flatMap(({ queue, lookedAtMs, canarySinceMs }) => {
    const noLookMs = silentMs(lookedAtMs);
    if (noLookMs > SILENT_AFTER_MS) return [`our worker of "${queue}" has not looked for work for ${inS(noLookMs)}`];
    const waitedMs = canarySinceMs === null ? 0 : silentMs(canarySinceMs);
    return waitedMs > SILENT_AFTER_MS ? [`nobody has carried out our canary in "${queue}" for ${inS(waitedMs)}`] : [];
  });
}

function inS(ms: number): string {
  return `${Math.floor(ms / 1_000)} s`;
}
