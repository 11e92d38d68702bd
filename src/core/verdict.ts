/** Requests of one revision since its phase began. */
export type Counts = { readonly requests: number; readonly errors: number; readonly slow: number };

/** Measured numbers for one window, `sinceMs`…`untilMs` (epoch). */
export type Sample = {
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly canary: Counts;
  readonly stable: Counts;
  /** Canary requests that Monitoring has really counted; `canary.requests` may add an estimate for the newest seconds. */
  readonly countedRequests: number;
  /** Why the numbers cannot be trusted, in words; null when both sources answer. */
  readonly blind: string | null;
};

export type VerdictKind = 'pass' | 'fail' | 'inconclusive';

/** The judge's answer, with the numbers it rests on and one sentence that says why. */
export type Verdict = {
  readonly kind: VerdictKind;
  readonly because: string;
  readonly sample: Sample;
};
