import type { MinuteWindow, Seen, Window } from './seen.ts';
import { sane } from './tally.ts';

/** `standsIn`: for the windows of the request log that were not heard. */
export type Minute = MinuteWindow & { readonly standsIn: boolean };

/** What is judged side by side: a window of the request log, or a minute of Monitoring's that stands in. */
export type Moment = Window | Minute;

export function isMinute(moment: Moment): moment is Minute {
  return 'standsIn' in moment;
}

/** All that is judged, both in order of time. */
export type Story = { readonly moments: readonly Moment[]; readonly minutes: readonly Minute[] };

/**
 * Puts the two sources together, from what ends after `sinceMs` on. A minute of which less than half was heard in the log
 * is taken from Monitoring whole, and the windows in it are left out: nothing counts twice. A log that is blind is not
 * looked at. Depends on what had arrived, not on the order in which it came; of two windows for one time the fuller one
 * stands.
 */
export function storyOf(seen: Seen, sinceMs: number): Story {
  const windows = seen.log === 'blind' ? [] : inOrder(seen.windows, sinceMs);
  const minutes = inOrder(seen.minutes, sinceMs).map(
    (minute): Minute => ({ ...minute, standsIn: heardOf(minute, windows) < minute.lengthMs / 2 }),
  );
  const standIns = minutes.filter(({ standsIn }) => standsIn);
  if (standIns.length === 0) return { moments: windows, minutes };
  const kept = windows.filter(
    ({ atMs }) => !standIns.some((one) => atMs >= one.atMs && atMs < one.atMs + one.lengthMs),
  );
  const moments: Moment[] = [...kept, ...standIns];
  return { moments: moments.sort((a, b) => a.atMs - b.atMs), minutes };
}

function heardOf({ atMs, lengthMs }: MinuteWindow, windows: readonly Window[]): number {
  let heardMs = 0;
  for (let index = firstFrom(windows, atMs); index < windows.length; index++) {
    const window = windows[index];
    if (!window || window.atMs >= atMs + lengthMs) break;
    heardMs += window.lengthMs;
  }
  return heardMs;
}

/** Index of the first window at or after `atMs`, by halving. */
function firstFrom(windows: readonly { readonly atMs: number }[], atMs: number): number {
  let low = 0;
  let high = windows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((windows[middle]?.atMs ?? 0) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function inOrder<W extends Window>(windows: readonly W[], sinceMs: number): readonly W[] {
  const usable = windows
    .filter((window) => isUsable(window) && window.atMs + window.lengthMs > sinceMs)
    .map(saneWindow);
  const sorted = isAscending(usable) ? usable : usable.sort((a, b) => a.atMs - b.atMs || fullness(a) - fullness(b));
  return sorted.filter((window, index) => window.atMs !== sorted[index + 1]?.atMs);
}

function isUsable({ atMs, lengthMs, canaryShare }: Window): boolean {
  return Number.isFinite(atMs) && Number.isFinite(lengthMs) && lengthMs > 0 && canaryShare > 0;
}

function isAscending(windows: readonly Window[]): boolean {
  return windows.every((window, index) => index === 0 || window.atMs > (windows[index - 1]?.atMs ?? 0));
}

function saneWindow<W extends Window>(window: W): W {
  const canary = sane(window.canary);
  const stable = sane(window.stable);
  const isSane = canary === window.canary && stable === window.stable && window.canaryShare <= 1;
  return isSane ? window : { ...window, canaryShare: Math.min(1, window.canaryShare), canary, stable };
}

function fullness({ canary, stable }: Window): number {
  return (canary.errors + stable.errors) * 1e9 + (canary.requests + stable.requests) * 1e3 + canary.errors;
}
