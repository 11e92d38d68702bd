import type { ForeignChange } from './foreign.ts';
import type { ErrorGlance } from './patterns/glance.ts';
import type { After, Reason } from './rollout.ts';

/**
 * What happened to a rollout, in the past tense: one entry of its append-only stream. Thread, history and figures are told
 * from the rollout and these. What is null was not written down by an older Slipway, or nobody did it.
 */
export type RolloutEvent =
  | { readonly kind: 'planned' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'queued'; readonly how: After['how'] | null }
  | { readonly kind: 'held'; readonly because: string }
  | { readonly kind: 'notStarted'; readonly because: string; readonly nextStep: string }
  | { readonly kind: 'leftQueue'; readonly reason: Reason | null }
  | { readonly kind: 'started'; readonly by: string }
  | { readonly kind: 'revisionCreated' }
  | { readonly kind: 'revisionReady'; readonly tookMs: number }
  | { readonly kind: 'singleWriterStopped' }
  | { readonly kind: 'singleWriterStarting' }
  | { readonly kind: 'verified'; readonly detail: string }
  | { readonly kind: 'shifting'; readonly toPercent: number; readonly by: string | null }
  | { readonly kind: 'phaseBegan'; readonly percent: number }
  | { readonly kind: 'looked' }
  /** The time of the phase is over, and it is watched on. */
  | { readonly kind: 'bakesOn'; readonly because: string }
  | { readonly kind: 'askedToAdvance'; readonly toPercent: number; readonly missing: string | null }
  | { readonly kind: 'paused'; readonly reason: Reason }
  | { readonly kind: 'resumed'; readonly by: string; readonly because: string | null }
  /**
   * Others changed the service and the rollout stopped, with its canary at `percent` as it had left it. `again`: it had
   * stopped for them already, and they went on.
   */
  | {
      readonly kind: 'foreignChange';
      readonly change: ForeignChange;
      readonly percent: number;
      readonly again: boolean;
    }
  /** They put everything back as the rollout had left it. */
  | { readonly kind: 'foreignGone' }
  /** `toPercent`: the share that is written now; null where nothing has to be. */
  | {
      readonly kind: 'adopted' | 'restoring';
      readonly by: string;
      readonly change: ForeignChange;
      readonly toPercent: number | null;
    }
  /** What was written over others' change stands, and no user is on the canary. */
  | { readonly kind: 'restored' }
  | { readonly kind: 'rollbackBegan'; readonly reason: Reason; readonly fromPercent: number }
  | { readonly kind: 'routedBack' }
  | { readonly kind: 'rolledBack'; readonly errors: ErrorGlance | null }
  | { readonly kind: 'aborted'; readonly reason: Reason }
  | {
      readonly kind: 'failed';
      readonly cause: string;
      readonly nextStep: string;
      readonly errors: ErrorGlance | null;
    }
  /** `by`: whoever pressed Finish; null where the plan ends by itself. */
  | { readonly kind: 'succeeded'; readonly by: string | null }
  /** Deploys are allowed again where it had frozen them; it comes after the end. */
  | { readonly kind: 'unfrozen'; readonly by: string }
  | { readonly kind: 'stuck'; readonly nextStep: string; readonly reason: Reason | null }
  | { readonly kind: 'troubled'; readonly trouble: string }
  | { readonly kind: 'recovered' }
  /** Its record was lost with Redis and made anew, paused, from what stands on the service: `percent` of its users. */
  | { readonly kind: 'foundAgain'; readonly percent: number }
  /** A service was found half-way of which no record can be made: people are told, once a day for as long as it stands. */
  | { readonly kind: 'foundHalfWay'; readonly seen: string; readonly nextStep: string };

/** An event with the time of its commit and the version that the commit gave the rollout. */
export type EventEntry = { readonly version: number; readonly atMs: number; readonly event: RolloutEvent };
