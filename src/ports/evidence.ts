import type { BadRequest } from '../core/bad-request.ts';
import type { Alert, Evidence, Gap, Hearing, Minute } from '../core/evidence/evidence.ts';
import type { HeardGap } from '../core/evidence/hearing.ts';
import type { Span } from '../core/evidence/span.ts';
import type { ServiceAt } from '../core/service-view.ts';

/** A bad request as its service's own limits see it. */
export type CountedRequest = Pick<BadRequest, 'insertId' | 'atMs' | 'revision' | 'outcome' | 'client'> & {
  readonly slow: boolean;
  readonly verySlow: boolean;
};

/**
 * What is known of a service, shared by all workers and kept for a week. Whatever is added is also written to a journal
 * in the same step, so that a watermark names what had arrived when something was read.
 */
export type EvidenceStore = {
  /** Counts each entry once, however often and in whatever order it arrives. Returns how many were new. */
  count(at: ServiceAt, requests: readonly CountedRequest[]): Promise<number>;
  /** The newest value of a minute is the one that stands. */
  countMinutes(at: ServiceAt, minutes: readonly Minute[]): Promise<void>;
  /** All that are open now, in place of those before. */
  alerts(at: ServiceAt, open: readonly Alert[]): Promise<void>;
  /**
   * What began at `sinceMs` or later, in order of time; one moment of all of it. Of these revisions; for none the minutes of
   * all.
   */
  read(at: ServiceAt, revisions: readonly string[], sinceMs: number): Promise<Evidence>;
  /** The same as it was read when the watermark was given, from the journal alone. @throws for what is no watermark. */
  readAsOf(at: ServiceAt, revisions: readonly string[], sinceMs: number, watermark: string): Promise<Evidence>;
};

/** Evidence as it stood at any moment of the past week. */
export type EvidenceArchive = Pick<EvidenceStore, 'readAsOf'> & {
  /** The watermark of another moment than the one at which it was given, as far as it can be told from it. */
  moved(watermark: string, fromMs: number, toMs: number): string;
};

/** How far the request log of each project has been heard, and by whom. Times are epoch milliseconds. */
export type HearingStore = {
  /** True while this worker may hold the project's tail; renews its lease. */
  hold(project: string, worker: string, leaseMs: number): Promise<boolean>;
  /** Gives the tail to whoever comes next, if it is this worker's. */
  release(project: string, worker: string): Promise<void>;
  /** A session stands that hears these services: what none has heard since the last one is a gap from now on. */
  begin(project: string, services: readonly string[], atMs: number): Promise<void>;
  /**
   * A session has heard all of that span, which begins where it said so last. False: another worker holds the tail by now,
   * or Redis has forgotten what it was told before, so that a new session has to begin.
   */
  heard(project: string, worker: string, span: Span): Promise<boolean>;
  /** Something in that time was not heard; `services`: by whom that matters, null for all of the project. */
  missed(project: string, gap: Gap & Pick<HeardGap, 'services'>): Promise<void>;
  gaps(project: string): Promise<readonly HeardGap[]>;
  /** How far one service was heard, and what of that was missed since some time. */
  of(project: string, service: string, sinceMs: number): Promise<Hearing>;
  /** That much of a gap has been filled. */
  filled(project: string, gap: HeardGap, span: Span): Promise<void>;
  /** Takes one of the calls of entries.list that all workers may make to fill gaps. */
  takeList(project: string): Promise<boolean>;
};
