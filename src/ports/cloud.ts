import type { BadRequest } from '../core/bad-request.ts';
import type { Alert, Minute } from '../core/evidence/evidence.ts';
import type { Span } from '../core/evidence/span.ts';
import type { LogEntry } from '../core/logged/entry.ts';
import type { Image } from '../core/rollout.ts';
import type { RevisionView, ServiceAt, ServiceView, WriteOutcome } from '../core/service-view.ts';
import type { ListedImage } from '../core/showing.ts';
import type { TrafficRow } from '../core/traffic.ts';

type Marks = { readonly annotations: Readonly<Record<string, string>> };

/** Every write sends the etag of `view`, a narrow mask and the annotations merged over those of `view`. Throws when Google is away. */
export type CloudRun = {
  read(at: ServiceAt): Promise<ServiceView | null>;
  readRevision(at: ServiceAt, revision: string): Promise<RevisionView | null>;
  /** Newest first. */
  listRevisions(at: ServiceAt): Promise<readonly RevisionView[]>;
  /**
   * A service that is not there yet, with one revision that gets everything. `conflict`: somebody made it meanwhile, or an
   * earlier try did; the read tells.
   */
  createService(
    at: ServiceAt,
    service: Marks & {
      readonly revision: string;
      readonly image: string;
      readonly rolloutId: string;
      readonly traffic: readonly TrafficRow[];
    },
  ): Promise<WriteOutcome>;
  /** `withoutInstance`: Cloud Run must not start it to see whether it starts (single writers). */
  createRevision(
    view: ServiceView,
    change: Marks & {
      readonly revision: string;
      readonly image: string;
      readonly rolloutId: string;
      readonly traffic: readonly TrafficRow[];
      readonly withoutInstance: boolean;
    },
  ): Promise<WriteOutcome>;
  splitTraffic(view: ServiceView, change: Marks & { readonly traffic: readonly TrafficRow[] }): Promise<WriteOutcome>;
  /** null gives scaling back to Cloud Run. */
  scale(view: ServiceView, change: Marks & { readonly instances: number | null }): Promise<WriteOutcome>;
};

export type Registry = {
  /** null: no such tag or digest in the repository. */
  find(repository: string, wish: { readonly tag: string } | { readonly digest: string }): Promise<Image | null>;
  /** Newest first, at most `limit`. */
  newest(repository: string, limit: number): Promise<readonly (Image & ListedImage)[]>;
};

export type ErrorHears = {
  readonly onEntries: (entries: readonly LogEntry[]) => void;
  readonly onSuppressed: (entries: number, because: string) => void;
  readonly onUp: () => void;
};

/**
 * What services and the platform write of errors, without the request log: severity ERROR and above, and what has none and
 * may be one: on stderr, or by the level that a logger wrote into it. A session of its own beside the one for requests: a
 * service that floods its log must not cost the judge its evidence.
 */
export type ErrorLog = {
  /** As `RequestTail.follow`, for all of these services. */
  follow(project: string, services: readonly string[], hear: ErrorHears, signal: AbortSignal): Promise<void>;
  /** A span that has passed, newest first, with one call of the quota. `moreUntilMs`: what is older did not fit. */
  page(
    project: string,
    services: readonly string[],
    span: Span,
  ): Promise<{ readonly entries: readonly LogEntry[]; readonly moreUntilMs: number | null }>;
};

/** What is listened for in one project, in one session for all of its services. */
export type TailWish = {
  /** Those whose health is that of their HTTP requests. */
  readonly services: readonly string[];
  /** The smallest limit of all of them. */
  readonly slowOverMs: number;
  /** Those that say themselves which lines of the log are failures, as a filter of Logging. */
  readonly signals: readonly { readonly service: string; readonly failures: string }[];
};

export type TailHears = {
  readonly onRequests: (requests: readonly BadRequest[]) => void;
  /** Logging left out so many entries since it last said something, and why. */
  readonly onSuppressed: (entries: number, because: string) => void;
  /** Once, when the session has proved that it stands: only from now on is silence good news. */
  readonly onUp: () => void;
};

export type RequestTail = {
  /** Follows one project's request log until `signal` aborts or the stream ends; resolves then, rejects when refused. */
  follow(project: string, wish: TailWish, hear: TailHears, signal: AbortSignal): Promise<void>;
  /**
   * What a session would have brought of a span that has passed, oldest first, with one call of the quota (60 a minute
   * and project). `moreFromMs`: it did not fit, and goes on from there; null when this is all.
   */
  page(
    project: string,
    wish: TailWish,
    span: Span,
  ): Promise<{ readonly requests: readonly BadRequest[]; readonly moreFromMs: number | null }>;
  /** Why Logging does not take a filter; null when it does. One call of the quota. */
  refusalOf(project: string, filter: string): Promise<string | null>;
};

/** What a service is counted by. */
export type Wanted = {
  readonly slowOverMs: number;
  /** The metric that counts what is done where health is no HTTP status; null: requests are counted. */
  readonly volume: string | null;
};

export type ServiceMinutes = { readonly at: ServiceAt; readonly minutes: readonly Minute[] };

export type Metrics = {
  /** How far apart the points of a series are: a minute at Google. */
  readonly periodMs: number;
  /**
   * Every revision of every wanted service of a project in the whole sampling periods within `sinceMs`…`untilMs`, in one call
   * for each metric. A service or revision without points is absent, which is not health. `refused`: declared metrics that
   * Monitoring will not read, with its reason; for the others it throws a sentence for people when it does not answer.
   */
  minutes(
    project: string,
    sinceMs: number,
    untilMs: number,
    wanted: (at: ServiceAt) => Wanted | null,
    volumes: readonly string[],
  ): Promise<{ readonly services: readonly ServiceMinutes[]; readonly refused: readonly string[] }>;
};

/** An open incident and the service that it names; `region` is null where only a label of its policy names one. */
export type ServiceAlert = { readonly service: string; readonly region: string | null; readonly alert: Alert };

export type Alerts = {
  /** The open incidents of a project that name a service. Throws a sentence for people when they cannot be read. */
  open(project: string): Promise<readonly ServiceAlert[]>;
};

export type Probe = {
  /** GET with a time-out; `status` 0 and the reason as body when nothing answered. */
  get(url: string, timeoutMs: number): Promise<{ readonly status: number; readonly body: string }>;
};
