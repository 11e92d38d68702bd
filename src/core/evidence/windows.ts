import type { Window } from '../judge/seen.ts';
import type { Trial } from '../judge/trial.ts';
import type { Evidence } from './evidence.ts';
import type { Period } from './periods.ts';
import { type Span, touchesAny } from './span.ts';
import { largestShare } from './split.ts';
import { badByWindow, tallyOf } from './tallies.ts';
import { volumeBy } from './volume.ts';

export type Sides = {
  readonly trial: Trial;
  readonly canary: string;
  /** null where nothing served before, or it was deleted. */
  readonly stable: string | null;
};

type Looking = Sides & {
  /** Windows that began before are not made. */
  readonly fromMs: number;
  readonly nowMs: number;
  readonly periods: readonly Period[];
  readonly perSecondBefore: number | null;
  /** While somebody else held the traffic, what is seen is not the rollout's; while it was probed, not its users'. */
  readonly leftOut: readonly Span[];
  /** How many errors there are for one that the log tells of: more than 1 where it is sampled. */
  readonly errorsPerLogged: number;
};

/**
 * Both revisions side by side in every whole window that the request log was heard in: one that nobody listened to is left
 * out, for silence would look like health. Where the log was flooded there are more failures than it told of; those count,
 * and the window proves nothing.
 */
export function windowsOf({ buckets, hearing }: Evidence, looking: Looking): readonly Window[] {
  const { trial, canary, stable, nowMs } = looking;
  const { windowMs, shifts } = trial;
  const untilMs = Math.min(hearing.heardUntilMs ?? 0, nowMs);
  const unheard = [...hearing.gaps.filter(({ why }) => why === 'away'), ...looking.leftOut];
  const flooded = hearing.gaps.filter(({ why }) => why === 'suppressed');
  const badOf = badByWindow(buckets, { windowMs, nowMs });
  const volumeOf = volumeBy({ ...looking, shifts, sides: { canary, stable } });
  return grid(looking.fromMs, untilMs, windowMs).flatMap((window) => {
    if (touchesAny(window, unheard)) return [];
    const volume = volumeOf(window);
    const requests = (all: number) => Math.round(all / looking.errorsPerLogged);
    return {
      atMs: window.fromMs,
      lengthMs: windowMs,
      canaryShare: largestShare(shifts, window),
      canary: tallyOf(requests(volume.canary), badOf(canary, window.fromMs)),
      stable: tallyOf(requests(volume.stable), badOf(stable, window.fromMs)),
      isCounted: volume.isCounted && !touchesAny(window, flooded),
    };
  });
}

/** Whole windows from the one that holds `fromMs` on. */
function grid(fromMs: number, untilMs: number, windowMs: number): readonly Span[] {
  const first = Math.floor(fromMs / windowMs);
  const count = Math.max(0, Math.floor(untilMs / windowMs) - first);
  return Array.from({ length: count }, (_none, index) => ({
    fromMs: (first + index) * windowMs,
    untilMs: (first + index + 1) * windowMs,
  }));
}
