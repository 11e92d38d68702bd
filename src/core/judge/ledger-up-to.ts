import { foldStory } from './fold.ts';
import type { Ledger } from './ledger.ts';
import { emptyLedger } from './ledger.ts';
import { storyOf } from './moments.ts';
import type { JudgeParams } from './params.ts';
import { DEFAULT_PARAMS } from './params.ts';
import type { Seen } from './seen.ts';
import type { Trial } from './trial.ts';
import { settingOf } from './view.ts';

/** The look-backs reach so far, in windows: what is younger is never folded. */
const KEPT_WINDOWS = 360;

type Fold = { readonly ledger: Ledger | null; readonly untilMs: number; readonly params?: JudgeParams };

/**
 * Folds what ends by `untilMs` (half an hour of windows ago at the latest) into a ledger, so that the next look need not
 * read it again: afterwards give only what ends after `ledger.untilMs`. The ledger that was given is not changed.
 */
export function ledgerUpTo(trial: Trial, seen: Seen, { ledger, untilMs, params = DEFAULT_PARAMS }: Fold): Ledger {
  const folded = ledger === null ? emptyLedger() : structuredClone(ledger);
  const story = storyOf(seen, folded.untilMs);
  const latestMs = Math.min(untilMs, seen.nowMs - KEPT_WINDOWS * trial.windowMs);
  // A minute of Monitoring's is never cut: which half of it was heard decides whether it stands in.
  const cut = story.minutes.find(({ atMs, lengthMs }) => atMs < latestMs && atMs + lengthMs > latestMs);
  const cutMs = Math.max(folded.untilMs, cut?.atMs ?? latestMs);
  foldStory(folded, story, settingOf(trial, seen, params), cutMs);
  return { ...folded, untilMs: cutMs };
}
