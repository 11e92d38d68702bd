import type { Catalog } from './core/catalog.ts';
import type { RolloutEvent } from './core/event.ts';
import type { Freeze, Served } from './core/history.ts';
import type { BadRequest, LogLine } from './core/log-line.ts';
import type { HomeContent, MessageContent, Outgoing, PostOutcome, ViewContent } from './core/outgoing.ts';
import type { Person } from './core/person.ts';
import type { AskedFor, ReplyTo } from './core/request.ts';
import type { Image, Rollout, RolloutIn, Stored } from './core/rollout.ts';
import type { RevisionView, ServiceAt, ServiceView, WriteOutcome } from './core/service-view.ts';
import type { ListedImage, Showing } from './core/showing.ts';
import type { TrafficRow } from './core/traffic.ts';
import type { Counts } from './core/verdict.ts';

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

export type Logs = {
  /** Container and platform lines of severity ERROR and above, newest first, one call of the quota (60 a minute and project). */
  errors(at: ServiceAt, revision: string, sinceMs: number, limit: number): Promise<readonly LogLine[]>;
};

export type RequestTail = {
  /** Follows one project's request log until `signal` aborts or the stream ends; resolves then, rejects when refused. */
  follow(
    project: string,
    slowOverMs: number,
    hear: {
      readonly onRequests: (requests: readonly BadRequest[]) => void;
      /** Once, when the session has proved that it stands: only from now on is silence good news. */
      readonly onUp: () => void;
    },
    signal: AbortSignal,
  ): Promise<void>;
};

export type Metrics = {
  /** Requests per revision in whole sampling periods within `sinceMs`…`untilMs`, and the span Monitoring had counted (null: nothing). */
  requests(
    at: ServiceAt,
    sinceMs: number,
    untilMs: number,
  ): Promise<{
    readonly byRevision: ReadonlyMap<string, number>;
    readonly countedFromMs: number | null;
    readonly countedUntilMs: number | null;
  }>;
};

/** 5 s buckets of bad requests per revision, shared by all workers. */
export type Buckets = {
  /** Adds each insertId once, and marks the project's tail as alive. `slow` is judged by the limit of the service. */
  add(
    project: string,
    requests: readonly (Omit<BadRequest, 'latencyMs'> & { readonly slow: boolean })[],
  ): Promise<void>;
  counts(at: ServiceAt, revision: string, sinceMs: number, untilMs: number): Promise<Pick<Counts, 'errors' | 'slow'>>;
  /** When the project's tail last proved to be alive, and since when without a gap longer than a hand-over; null never. */
  tail(project: string): Promise<{ readonly upSinceMs: number; readonly seenAtMs: number } | null>;
  /** True while this worker may hold the project's tail; renews its lease. */
  holdTail(project: string, worker: string, leaseMs: number): Promise<boolean>;
};

export type Probe = {
  /** GET with a time-out; `status` 0 and the reason as body when nothing answered. */
  get(url: string, timeoutMs: number): Promise<{ readonly status: number; readonly body: string }>;
};

/** One atomic change of one rollout: state, event, messages, time of the next look, lock. */
export type Commit = {
  /** Makes the commit safe to send twice: the same id never counts twice. */
  readonly commitId: string;
  /** 0 creates the record. */
  readonly expectedVersion: number;
  readonly rollout: Rollout;
  readonly event: RolloutEvent;
  readonly messages: readonly Outgoing[];
  /** null when nothing happens by itself any more. */
  readonly nextLookAtMs: number | null;
  readonly freeze?: Freeze;
  readonly served?: readonly Served[];
};

export type CommitOutcome =
  | { readonly kind: 'done'; readonly version: number }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'locked'; readonly rolloutId: string };

type Place = { readonly service: string; readonly env: string };

export type Rollouts = {
  /** Throws when it cannot be read, because a newer Slipway wrote it; so does `live`. */
  read(id: string): Promise<Stored | null>;
  /** The rollout that holds the lock of service and environment. */
  live(service: string, env: string): Promise<Stored | null>;
  /** Those that hold the lock of any of these places; what cannot be read is left out. */
  liveIn(places: readonly Place[]): Promise<readonly Stored[]>;
  /** The id of the rollout whose card is the root of this thread; null for every other thread. */
  byThread(channel: string, threadTs: string): Promise<string | null>;
  /** Confirmed plans that wait for service and environment, oldest first; what cannot be read is left out. */
  queued(service: string, env: string): Promise<readonly Stored<RolloutIn<'queued'>>[]>;
  /** The newest ones, live or ended, newest first; what cannot be read is left out. */
  recent(limit: number): Promise<readonly Stored[]>;
  commit(change: Commit): Promise<CommitOutcome>;
  freeze(service: string, env: string): Promise<Freeze | null>;
  /** False: it was not frozen. */
  unfreeze(service: string, env: string): Promise<boolean>;
  /** Newest first. */
  served(service: string, env: string): Promise<readonly Served[]>;
  /** The highest fence that any rollout of it has carried; 0 for none. */
  fence(service: string, env: string): Promise<number>;
};

export type Requests = {
  /** Durable when it resolves; the same key twice is one request. Rejects within 2 s when Redis is away. */
  add(asked: AskedFor): Promise<'added' | 'alreadyAsked'>;
};

export type Directory = {
  /** `fresh` asks Slack itself (before anything acts); otherwise a cache of a minute may answer, null when it has nothing. */
  person(userId: string, how: 'fresh'): Promise<Person>;
  person(userId: string, how: 'cached'): Promise<Person | null>;
};

/** Whether another company reads along in a channel. Throws when Slack is away. */
export type Channels = { isShared(channel: string): Promise<boolean> };

export type Replies = {
  /** Tells one person alone; falls back from the response URL to an ephemeral message. */
  send(to: ReplyTo, content: MessageContent, how?: { readonly replaceOriginal: boolean }): Promise<void>;
};

export type KeptAnswer = { readonly outcome: string; readonly content: MessageContent };
/** What came of requests that could not be told yet, by their key. `outcome`: the refusal's kind, or `answered`. */
export type Answers = {
  keep(key: string, answer: KeptAnswer): Promise<void>;
  kept(key: string): Promise<KeptAnswer | null>;
};

export type Home = {
  /** Replaces the person's App Home; resolves also when that person can have none. Throws when Slack is away. */
  publish(userId: string, content: HomeContent): Promise<void>;
  /** The address of a message, made without asking Slack about it. Throws when Slack has never been reached. */
  linkTo(channel: string, ts: string): Promise<string>;
};

export type HomeNote = { readonly content: MessageContent; readonly atMs: number };
/** What was last answered in people's App Homes: each drawing of one takes the place of the one before. */
export type HomeNotes = {
  keep(userId: string, note: HomeNote, livesMs: number): Promise<void>;
  last(userId: string): Promise<HomeNote | null>;
};

/** Modals. Slack opens one within 3 s of what the person did. */
export type Views = {
  /** null: nothing was opened (the trigger is used up or too old, Slack is slow or away). Never throws. */
  open(triggerId: string, view: ViewContent): Promise<{ readonly viewId: string; readonly hash: string } | null>;
  /**
   * `hash`: the rendering that the new one takes the place of. `superseded`: it was changed meanwhile, or closed, so there
   * is nothing to say. Throws when Slack is away or takes no such view.
   */
  update(shown: { readonly viewId: string; readonly hash: string }, view: ViewContent): Promise<'shown' | 'superseded'>;
};

/** What forms show, kept by the worker for the web process, which asks Google nothing. */
export type Showcase = {
  /** A moment old, or what there is when `patienceMs` are over; null when there is nothing. Never throws. */
  lately(place: Place, patienceMs: number): Promise<Showing | null>;
  /** Has it taken anew, unless it is fresh or being taken. Never throws. */
  wish(place: Place): Promise<void>;
  put(place: Place, showing: Showing): Promise<void>;
};

export type Thread = {
  post(
    message: MessageContent & { channel: string; threadTs: string | null; broadcast: boolean; oid: string },
  ): Promise<PostOutcome>;
  edit(message: MessageContent & { channel: string; ts: string }): Promise<PostOutcome>;
  /** The time stamp of a message of ours by its metadata, or null. */
  find(channel: string, threadTs: string | null, oid: string, sinceMs: number): Promise<string | null>;
  /** null: Slack has no link to it (deleted, channel gone). Throws when Slack is away. */
  permalink(channel: string, ts: string): Promise<string | null>;
};

export type OutboxRow = { readonly rowId: string; readonly atMs: number; readonly message: Outgoing };

/** The stream of a channel's outgoing messages; rows are added by commits alone. */
export type Outbox = {
  /** Oldest first. A row that nobody can read any more is removed, so that it stands in nobody's way. */
  rows(channel: string): Promise<readonly OutboxRow[]>;
  sentTs(key: string): Promise<string | null>;
  /** When a send of this oid began and has not been settled; null otherwise. */
  sendingSinceMs(channel: string, oid: string): Promise<number | null>;
  markSending(channel: string, oid: string, atMs: number): Promise<void>;
  unmarkSending(channel: string, oid: string): Promise<void>;
  /** Removes the rows and the mark and remembers the time stamp, in one step. */
  settle(
    channel: string,
    done: { oid: string; rowIds: readonly string[]; key: string | null; ts: string | null },
  ): Promise<void>;
  /** Waits this long before `method` may be used again by anybody in the workspace; 0 takes a turn now. */
  turn(method: 'chat.postMessage' | 'chat.update', channel: string): Promise<number>;
};

export type Bells = {
  /** Makes sure that a job stands for every overdue look and every channel with unsent rows. Returns how many it rang. */
  sweep(graceMs: number): Promise<number>;
  /** Rings the drain job of a channel. */
  ringChannel(channel: string): Promise<void>;
};

export type ReadCatalog = () => Catalog;
/** Epoch milliseconds; injected so that tests own the clock. */
export type Now = () => number;
