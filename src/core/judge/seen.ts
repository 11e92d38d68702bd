import type { Alert } from '../evidence/evidence.ts';

/** Requests of one revision in one window. */
export type Tally = {
  readonly requests: number;
  readonly errors: number;
  /** Refused before they reached an instance: too little capacity, not wrong code. */
  readonly refused: number;
  readonly slow: number;
  /** Slower than twice the limit. */
  readonly verySlow: number;
  /** Clients whose first failure of that minute lies in this window. */
  readonly failingClients: number;
};

/** Both revisions over the same time. Windows are in order, do not overlap, and leave out what was not heard. */
export type Window = {
  readonly atMs: number;
  readonly lengthMs: number;
  /** The canary's real share of traffic, 0…1; the larger one while it changes. */
  readonly canaryShare: number;
  readonly canary: Tally;
  readonly stable: Tally;
  /** False: `requests` is estimated from the service's rate and the split, and proves nothing. */
  readonly isCounted: boolean;
};

/** How one revision's instances fare; null what Monitoring does not say. Shares are 0…1. */
export type Health = {
  readonly instances: number | null;
  readonly cpu: number | null;
  readonly memory: number | null;
  readonly startUpMs: number | null;
  /** For the eye alone: verdicts count what is slow. */
  readonly p99Ms: number | null;
};

/** A minute of Monitoring. What is only possibly slow counts for neither side. */
export type MinuteWindow = Window & {
  readonly canaryHealth: Health;
  readonly stableHealth: Health;
  /** Also what may have been slower than the limit: a decision needs both readings to agree. */
  readonly possibly: {
    readonly canary: { readonly slow: number; readonly verySlow: number };
    readonly stable: { readonly slow: number; readonly verySlow: number };
  };
};

/** The service in the hour before the rollout. */
export type History = {
  readonly requests: number;
  readonly errors: number;
  readonly slow: number;
  readonly perSecond: number | null;
  /** Alerts that were open before it began are not the rollout's. */
  readonly openAlerts: readonly string[];
};

/**
 * What the request log is worth, from comparing it with Monitoring over the hour before: `whole` (all requests are in it),
 * `errorsOnly` (the volume comes from Monitoring), `sampled` (rates are rebuilt, only the split is compared), `blind`
 * (errors that Monitoring counted are not in it: it proves nothing).
 */
export type LogKind = 'whole' | 'errorsOnly' | 'sampled' | 'blind';

/** All that the judge looks at: what had arrived at `nowMs`. */
export type Seen = {
  readonly nowMs: number;
  readonly log: LogKind;
  /** From the request log, 5 s each, since the canary first had users or since the ledger's end. */
  readonly windows: readonly Window[];
  /** From Monitoring, whole ones only, over the same span. */
  readonly minutes: readonly MinuteWindow[];
  /** Until when the log has been heard; null never. */
  readonly heardUntilMs: number | null;
  readonly countedUntilMs: number | null;
  readonly history: History;
  readonly openAlerts: readonly Alert[];
};
