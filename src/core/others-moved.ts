import type { Foreign } from './foreign.ts';

/** A span in which the split was not what the rollout made it: nothing that was counted in it says anything of the canary. */
export type OthersMoved = { readonly fromMs: number; readonly untilMs: number | null };

/** What others do is noticed within this (product.md, "Never overwrite silently"). */
const NOTICED_WITHIN_MS = 15_000;

/** The spans when others have changed the service as `foreign` says, at `nowMs`; null: it is as the rollout left it. */
export function spansWith(
  spans: readonly OthersMoved[],
  foreign: Pick<Foreign, 'traffic'> | null,
  nowMs: number,
): readonly OthersMoved[] {
  const last = spans.at(-1);
  const isOpen = last !== undefined && last.untilMs === null;
  const hold = foreign !== null && foreign.traffic !== null;
  if (hold === isOpen) return spans;
  if (!isOpen) return [...spans, { fromMs: nowMs - NOTICED_WITHIN_MS, untilMs: null }];
  return [...spans.slice(0, -1), { ...last, untilMs: nowMs }];
}
