/** Time for every part of the emulator: what the hour is, and "do this later". Never the global clock, so that tests can turn it by hand. */
export type Clock = {
  now: () => number;
  /** Runs `task` once, `delayMs` from now; the returned function cancels it. */
  after: (delayMs: number, task: () => void) => () => void;
};

/** Wall time. Its timers do not keep the process alive. */
export const wallClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

export type ManualClock = Clock & { advance: (byMs: number) => void };

/** A clock that stands still until `advance`, which runs everything that falls due, in order of time. */
export function manualClock(startMs = Date.parse('2026-01-05T09:00:00Z')): ManualClock {
  let nowMs = startMs;
  let pending: { atMs: number; task: () => void }[] = [];

  const takeNextDue = (untilMs: number) => {
    const due = pending.filter((entry) => entry.atMs <= untilMs).sort((left, right) => left.atMs - right.atMs)[0];
    if (due) pending = pending.filter((entry) => entry !== due);
    return due;
  };

  return {
    now: () => nowMs,
    after: (delayMs, task) => {
      const entry = { atMs: nowMs + delayMs, task };
      pending.push(entry);
      return () => {
        pending = pending.filter((other) => other !== entry);
      };
    },
    advance: (byMs) => {
      const untilMs = nowMs + byMs;
      for (let due = takeNextDue(untilMs); due; due = takeNextDue(untilMs)) {
        nowMs = due.atMs;
        due.task();
      }
      nowMs = untilMs;
    },
  };
}
