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
  /** What may settle an inconclusive one: more time, or only a person. null for the others. */
  readonly needs: 'time' | 'person' | null;
  readonly because: string;
  readonly sample: Sample;
  /** null where nothing was to be proved: nothing counted yet, or a fault outranks it. */
  readonly proof: Proof | null;
  /** When the canary's first failure of this fault was; null where nothing failed. */
  readonly firstBadAtMs: number | null;
};

/** What all that was counted of the canary can exclude, and what it has to before the phase may end. */
export type Proof = {
  /** 95 % sure that the canary's error share is below this, 0…1 (Clopper and Pearson, one-sided). */
  readonly sureBelow: number;
  readonly mustBeBelow: number;
  /** Canary requests that count: outside of warm-ups and of trouble that stable shares. */
  readonly requests: number;
  readonly missingRequests: number;
  /** Until there are enough at the present rate; null when that cannot be said or will not come. */
  readonly etaMs: number | null;
};
