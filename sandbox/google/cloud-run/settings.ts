import type { Clock } from '../clock.ts';

/**
 * What the real Cloud Run might do and nobody here can check. The product must be right under every value;
 * the defaults are what was seen in the wild.
 */
export type Switches = {
  /** The etag moves when a reconcile ends, not only when somebody writes. */
  etagMovesOnStatus: boolean;
  /** The etag moves when a write changes nothing but labels, annotations or the client's name. */
  etagMovesOnAnnotationOnlyWrite: boolean;
  /** A revision that gets no traffic becomes Ready without becoming latestReadyRevision. */
  latestReadyLagsForNoTraffic: boolean;
  /** Code of the operation's error when a revision is not ready. */
  failureCode: 9 | 13;
  /** After a failed update `traffic` keeps what was asked for; otherwise it goes back to what is real. */
  desiredDiffersAfterFailure: boolean;
};

export const usualSwitches: Switches = {
  etagMovesOnStatus: true,
  etagMovesOnAnnotationOnlyWrite: true,
  latestReadyLagsForNoTraffic: true,
  failureCode: 9,
  desiredDiffersAfterFailure: true,
};

export type Timings = {
  /** From the write to the revision being Ready or failed. */
  readyMs: number;
  /** From everything being ready to the traffic really moving. */
  routeMs: number;
  /** How long an instance lives on after traffic has left its revision. */
  drainMs: number;
};

export const usualTimings: Timings = { readyMs: 400, routeMs: 150, drainMs: 100 };

/** How a container of an image starts. */
export type Start = 'ready' | 'crash' | 'missing';

export type CloudRunOptions = {
  clock: Clock;
  /** The digest that an image reference means now; undefined when the registry has no such image. */
  digestOf: (image: string) => string | undefined;
  startOf: (digest: string) => Start;
  /** Address of a service, or of one of its tags. */
  uriOf: (serviceName: string, tag?: string) => string;
  timings?: Partial<Timings>;
  switches?: Partial<Switches>;
};
