import type { Place } from '../core/catalog.ts';
import type { EventEntry, RolloutEvent } from '../core/event.ts';
import type { Freeze, Served } from '../core/history.ts';
import type { Judged } from '../core/judge/judged.ts';
import type { MessageContent, Outgoing } from '../core/outgoing.ts';
import type { AskedFor } from '../core/request.ts';
import type { Rollout, RolloutIn, Stored } from '../core/rollout.ts';
import type { Showing } from '../core/showing.ts';

/** One atomic change of one rollout: state, event, messages, time of the next look, lock. */
export type Commit = {
  /** Makes the commit safe to send twice: the same id never counts twice. */
  readonly commitId: string;
  /** 0 creates the record. */
  readonly expectedVersion: number;
  readonly rollout: Rollout;
  /** A look is none: it leaves no entry. */
  readonly event: RolloutEvent;
  /** What was in the way before is over: an entry of its own, before the event. */
  readonly recovered?: true;
  readonly messages: readonly Outgoing[];
  /** null when nothing happens by itself any more. */
  readonly nextLookAtMs: number | null;
  readonly freeze?: Freeze;
  readonly served?: readonly Served[];
  /** The verdict that made the change, with what it rests on. */
  readonly judged?: Judged;
};

export type CommitOutcome =
  | { readonly kind: 'done'; readonly version: number }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'locked'; readonly rolloutId: string };

/** Who lifts a freeze, of which rollout it was (null: of none), and what Slack is told. */
export type Lifted = { readonly by: string; readonly rolloutId: string | null; readonly word: Outgoing };

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
  /** What happened to a rollout, oldest first; none where it is unknown or forgotten. What cannot be read is left out. */
  events(id: string): Promise<readonly EventEntry[]>;
  /** The verdicts that changed it, likewise. */
  judged(id: string): Promise<readonly Judged[]>;
  freeze(service: string, env: string): Promise<Freeze | null>;
  /** Says the word, and adds the event, in the same step. False: it was not frozen, and nothing is said. */
  unfreeze(service: string, env: string, lifted: Lifted): Promise<boolean>;
  /** Newest first. */
  served(service: string, env: string): Promise<readonly Served[]>;
  /** The highest fence that any rollout of it has carried; 0 for none. */
  fence(service: string, env: string): Promise<number>;
};

export type Requests = {
  /**
   * Durable when it is added; the same key twice is one request. Rejects within 2 s when it was certainly not taken;
   * `unsure`: Redis stopped answering in the middle, and may have taken it.
   */
  add(asked: AskedFor): Promise<'added' | 'alreadyAsked' | 'unsure'>;
};

export type KeptAnswer = { readonly outcome: string; readonly content: MessageContent };

/** What came of requests that could not be told yet, by their key. `outcome`: the refusal's kind, or `answered`. */
export type Answers = {
  keep(key: string, answer: KeptAnswer): Promise<void>;
  kept(key: string): Promise<KeptAnswer | null>;
};

export type HomeNote = { readonly content: MessageContent; readonly atMs: number };

/** What was last answered in people's App Homes: each drawing of one takes the place of the one before. */
export type HomeNotes = {
  keep(userId: string, note: HomeNote, livesMs: number): Promise<void>;
  last(userId: string): Promise<HomeNote | null>;
};

/** What forms show, kept by the worker for the web process, which asks Google nothing. */
export type Showcase = {
  /** A moment old, or what there is when `patienceMs` are over; null when there is nothing. Never throws. */
  lately(place: Place, patienceMs: number): Promise<Showing | null>;
  /** Has it taken anew, unless it is fresh or being taken. Never throws. */
  wish(place: Place): Promise<void>;
  put(place: Place, showing: Showing): Promise<void>;
};

export type OutboxRow = { readonly rowId: string; readonly atMs: number; readonly message: Outgoing };

/** A send that may have happened already. */
export type Doubt = {
  /** Names the doubt: of two senders who end it, one goes on. */
  readonly mark: string;
  /** The message may stand in Slack from here on. */
  readonly sinceMs: number;
  /** When the newest of its calls was over, or will be at the latest. */
  readonly overAtMs: number;
};

/** One send: its row, and the name under which it is marked. */
export type SendOf = { readonly oid: string; readonly rowId: string; readonly atMs: number };

/** The stream of a channel's outgoing messages; rows are added by commits alone. */
export type Outbox = {
  /**
   * All of them, oldest first; of the edits of one message the newest alone, the others are removed. A row that nobody
   * can read any more is removed, so that it stands in nobody's way.
   */
  rows(channel: string): Promise<readonly OutboxRow[]>;
  sentTs(key: string): Promise<string | null>;
  /** Also where nothing is marked, but Redis began anew and may have forgotten what was sent. */
  doubt(channel: string, send: SendOf): Promise<Doubt | null>;
  /**
   * Marks that a call begins, which is over after `withinMs`. `instead`: the doubt that was looked into. `redraws`: the
   * message whose content is no longer known for sure. Null: the row is gone or somebody else began, so read again.
   */
  begin(
    channel: string,
    send: SendOf & { readonly instead: Doubt | null; readonly redraws: string | null; readonly withinMs: number },
  ): Promise<Doubt | null>;
  /** Nothing was sent: the mark goes, if it still is this one. */
  takeBack(channel: string, oid: string, begun: Doubt): Promise<void>;
  /** The call is over and nobody knows how it went. */
  leaveInDoubt(channel: string, oid: string, begun: Doubt): Promise<void>;
  /**
   * Removes the rows and the mark and remembers time stamp and print, in one step. `begun`: the send that ended; where
   * another one has taken its place meanwhile, what the message shows is no longer known.
   */
  settle(
    channel: string,
    done: {
      readonly oid: string;
      readonly rowIds: readonly string[];
      readonly key: string | null;
      readonly ts: string | null;
      readonly print: string | null;
      readonly begun?: Doubt;
    },
  ): Promise<void>;
  /** The print of what Slack last took for a message; null when that is not known for sure. */
  printOf(key: string): Promise<string | null>;
  /** Keeps the first value that anybody gives to a name, and returns the one that stands, until nobody asked for a day. */
  first(name: string, value: string): Promise<string>;
  /** What stands under a name; null where nobody gave it a value, or nobody asked for a day. */
  standing(name: string): Promise<string | null>;
  forget(name: string): Promise<void>;
  /** Adds a message that no commit tells. The same `oid` again within a day is the same message. */
  tellOnce(message: Outgoing): Promise<void>;
};

/** The budget of Slack's methods that all workers share. */
export type Turns = {
  /**
   * Milliseconds until the method may be used; 0 takes a turn now. `key`: the message that is edited. Where little is
   * left, it is kept for what is urgent. A method without a budget waits only while it is held.
   */
  take(call: {
    readonly method: string;
    readonly channel: string;
    readonly key: string | null;
    readonly urgent: boolean;
  }): Promise<number>;
  /** Nobody uses the method (in this channel; null: anywhere) for so long. Never makes an earlier hold shorter. */
  hold(method: string, channel: string | null, forMs: number): Promise<void>;
};

/** What one worker does for all of them. */
export type Leases = {
  /** True while this worker may do it; renews its lease. */
  hold(name: string, worker: string, leaseMs: number): Promise<boolean>;
};

/** Who looks whether rollouts were lost with an earlier Redis. */
export type Lookout = {
  /** True for one worker in `everyMs`, and at once for one when Redis was emptied, restarted or replaced since. */
  turn(everyMs: number): Promise<boolean>;
};

export type Bells = {
  /** Makes sure that a job stands for every overdue look and every channel with unsent rows. Returns how many it rang. */
  sweep(graceMs: number): Promise<number>;
  /** The next look at a rollout comes now instead of at its time; nothing where none is due later. */
  lookNow(rolloutId: string): Promise<void>;
  /** Rings the drain job of a channel. */
  ringChannel(channel: string): Promise<void>;
};
