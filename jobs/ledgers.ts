import type { Calibration } from '../src/core/evidence/calibrate.ts';
import type { Ledger } from '../src/core/judge/ledger.ts';

/** What a look keeps for the next one: it could make both again from the evidence, in more time. */
export type Kept = { readonly calibration: Calibration; readonly ledger: Ledger | null };

export type Ledgers = {
  read(rolloutId: string): Kept | null;
  keep(rolloutId: string, kept: Kept): void;
};

/** In this process alone, of the rollouts that were looked at last: a worker that has none folds everything anew. */
export function keptLedgers(most = 200): Ledgers {
  const kept = new Map<string, Kept>();
  return {
    read: (rolloutId) => kept.get(rolloutId) ?? null,
    keep: (rolloutId, one) => {
      kept.delete(rolloutId);
      kept.set(rolloutId, one);
      const [oldest] = kept.keys();
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    },
  };
}
