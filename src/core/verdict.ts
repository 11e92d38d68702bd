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

/**
 * What a verdict turns on: what failed, or the first thing in the way of a pass. From it people are told what to do next.
 * `silent`: the canary answers less than its share. `refused`: turned away for lack of instances, which is not its code.
 * `instances`: it runs as many as it may. `budget`: more requests have failed than the phase allows, whatever can be proved.
 * `shared`: stable fails too. `evidence`: too few requests were counted. `blind`: a source says nothing, or nothing that
 * can be trusted. `arriving`: the last seconds of the phase are still on their way.
 */
export const GROUNDS = [
  'errors',
  'slow',
  'silent',
  'refused',
  'instances',
  'memory',
  'cpu',
  'budget',
  'shared',
  'alert',
  'evidence',
  'blind',
  'arriving',
] as const;

export type Ground = (typeof GROUNDS)[number];

export type VerdictKind = 'pass' | 'fail' | 'inconclusive';

/** The judge's answer, with the numbers it rests on and one sentence that says why. */
export type Verdict = {
  readonly kind: VerdictKind;
  /** What may settle an inconclusive one: more time, or only a person. null for the others. */
  readonly needs: 'time' | 'person' | null;
  /** null for a pass. */
  readonly ground: Ground | null;
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
