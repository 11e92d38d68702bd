import type { Clock } from '../clock.ts';
import { Code, RpcError } from '../rpc-error.ts';
import type { LogEntry } from './entry.ts';
import { type Suppressed, SuppressedCounts } from './suppression.ts';

export type TailRequest = {
  resourceNames: string[];
  filter?: string;
  /** How long entries are held to put them in order of time; Google's default is 2 s, at most 60 s. */
  bufferWindowMs?: number;
  /** What has come in order of time, and how many entries are missing from it and why. */
  onEntries: (entries: LogEntry[], suppressed: Suppressed[]) => void;
  /** Called when the session is ended from Google's side. */
  onCut?: (error: RpcError) => void;
  /** False while the client does not take what was sent. */
  isConsuming?: () => boolean;
};

type Session = {
  request: TailRequest;
  matches: (entry: LogEntry) => boolean;
  held: LogEntry[];
  suppressed: SuppressedCounts;
  flushing: boolean;
};

const MOST_SESSIONS_PER_PROJECT = 10;
const USUAL_BUFFER_MS = 2_000;
const MOST_BUFFER_MS = 60_000;
/** Google's; a session gets no more. */
const ENTRIES_PER_MINUTE = 60_000;

/** The open tail sessions of all projects. */
export class Tails {
  /** Entries of a minute that one session gets. */
  entriesPerMinute = ENTRIES_PER_MINUTE;
  /** Every session counts as one whose client is too slow. */
  isNobodyConsuming = false;
  readonly #clock: Clock;
  readonly #sessions = new Set<Session>();
  #stopCutting: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get count() {
    return this.#sessions.size;
  }

  open(request: TailRequest, matches: Session['matches']): () => void {
    const bufferMs = request.bufferWindowMs ?? USUAL_BUFFER_MS;
    if (bufferMs < 0 || bufferMs > MOST_BUFFER_MS) {
      throw new RpcError(Code.invalidArgument, 'buffer_window must be between 0 and 60 seconds');
    }
    for (const resource of request.resourceNames) {
      const open = [...this.#sessions].filter((other) => other.request.resourceNames.includes(resource));
      if (open.length >= MOST_SESSIONS_PER_PROJECT) {
        throw new RpcError(Code.resourceExhausted, `too many open tail sessions for '${resource}'`);
      }
    }
    const session: Session = { request, matches, held: [], suppressed: new SuppressedCounts(), flushing: false };
    this.#sessions.add(session);
    return () => void this.#sessions.delete(session);
  }

  deliver(arrived: LogEntry[]) {
    for (const session of this.#sessions) {
      const matching = arrived.filter(session.matches);
      if (matching.length === 0) continue;
      session.held.push(...this.#let(session, matching));
      this.#flushLater(session);
    }
  }

  /** Ends every session, as Google does from time to time. */
  cut() {
    const sessions = [...this.#sessions];
    this.#sessions.clear();
    for (const session of sessions) session.request.onCut?.(new RpcError(Code.unavailable, 'the tail session was cut'));
  }

  /** Ends every session again and again; null ends that. */
  cutEvery(everyMs: number | null) {
    this.#stopCutting?.();
    this.#stopCutting = undefined;
    if (everyMs === null) return;
    this.#stopCutting = this.#clock.after(everyMs, () => {
      this.cut();
      this.cutEvery(everyMs);
    });
  }

  get isCutting() {
    return this.#stopCutting !== undefined;
  }

  /** Those of the entries that the session may have. */
  #let({ request, suppressed }: Session, matching: LogEntry[]): LogEntry[] {
    if (this.isNobodyConsuming || request.isConsuming?.() === false) {
      suppressed.note('NOT_CONSUMED', matching.length);
      return [];
    }
    const room = suppressed.roomFor(matching.length, this.entriesPerMinute, this.#clock.now());
    suppressed.note('RATE_LIMIT', matching.length - room);
    return matching.slice(0, room);
  }

  #flushLater(session: Session) {
    if (session.flushing) return;
    session.flushing = true;
    this.#clock.after(session.request.bufferWindowMs ?? USUAL_BUFFER_MS, () => {
      session.flushing = false;
      const entries = session.held.sort((left, right) => left.timestampMs - right.timestampMs);
      session.held = [];
      if (this.#sessions.has(session)) session.request.onEntries(entries, session.suppressed.take());
    });
  }
}
