import type { Span } from '../core/evidence/span.ts';
import type { LoggedError } from '../core/logged/logged-error.ts';
import type { Signed } from '../core/mining/signature.ts';
import type { Mute, ShownReport } from '../core/patterns/report.ts';
import type { StoredErrors } from '../core/patterns/tally.ts';
import type { ServiceAt } from '../core/service-view.ts';

/** An error with its signature; its own texts are no longer needed but for the example. */
export type SignedError = Pick<LoggedError, 'insertId' | 'atMs' | 'revision' | 'instance' | 'request' | 'example'> &
  Signed;

/** What services log as errors, by signature; shared by all workers and kept for a week. Nothing in it is unredacted. */
export type ErrorStore = {
  /** Counts each error once, however often and in whatever order it arrives. `unread`: how many more there were. */
  count(at: ServiceAt, errors: readonly SignedError[], unread: number): Promise<void>;
  /** Everything of these revisions within the span; one moment of all of it. */
  read(at: ServiceAt, revisions: readonly string[], span: Span): Promise<Omit<StoredErrors, 'holes'>>;
  /** What was listed of this service because nobody had listened. */
  listed(at: ServiceAt): Promise<Listed>;
  markListed(at: ServiceAt, span: Span, how: keyof Listed): Promise<void>;
};

/** `read`: all of it. `tried`: as much as a few pages held, and the rest is not tried again. */
export type Listed = { readonly read: readonly Span[]; readonly tried: readonly Span[] };

export type Mutes = {
  /** Those that hold at this moment. */
  of(at: ServiceAt): Promise<readonly Mute[]>;
  mute(at: ServiceAt, mute: Mute): Promise<void>;
  /** False: it was not muted. */
  unmute(at: ServiceAt, patternId: string): Promise<boolean>;
};

/** Reports that were shown, for as long as their buttons are pressed (30 days). */
export type Reports = {
  /** The same name again takes the place of the one before. */
  keep(reportId: string, shown: ShownReport): Promise<void>;
  read(reportId: string): Promise<ShownReport | null>;
};
