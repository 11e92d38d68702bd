import type { Clock } from '../clock.ts';
import { compileFilter, type Predicate } from '../filter/filter.ts';
import { Code, RpcError } from '../rpc-error.ts';
import { logNormal, type Random } from '../seeded-random.ts';
import { filterTarget, type LogEntry, type NewLogEntry } from './entry.ts';
import { Exclusions } from './exclusion.ts';
import { RateQuota } from './quota.ts';
import { type TailRequest, Tails } from './tails.ts';

export type LogStoreOptions = {
  clock: Clock;
  random: Random;
  /** Entries arrive this many times sooner than Google delivers them; 1 is as late as Google. */
  factor?: number;
  /** Calls of entries.list per minute and project; Google allows 60. Without it nothing is refused. */
  listsPerMinute?: number;
  /** Between the least and the most, each as likely as the other, whatever the factor; without it as late as at Google. */
  delayMs?: LogDelay;
  /** Only so many entries are kept. */
  capacity?: number;
};

/** The least and the most time that an entry takes. */
export type LogDelay = readonly [leastMs: number, mostMs: number];

export type ListRequest = {
  resourceNames: string[];
  filter?: string;
  orderBy?: string;
  pageSize?: number;
  pageToken?: string;
};

const MAX_PAGE_SIZE = 1000;
const USUAL_PAGE_SIZE = 50;
const MEDIAN_DELAY_MS = 1_500;
const DELAY_SIGMA = 0.6;
const MOST_DELAY_MS = 20_000;
/** Entries that arrive within the same slice of time are delivered together. */
const DELIVERY_SLICE_MS = 50;

/** Cloud Logging: entries come in seconds after they were written, and can be listed or tailed from then on. */
export class LogStore {
  readonly tails: Tails;
  /** Every entry arrives this much later still, as on one of Google's bad days. */
  lagMs = 0;
  /** How late entries are in place of Google's delays; null for these. */
  delayMs: LogDelay | null;
  /** What never arrives at all. */
  readonly exclusions: Exclusions;
  readonly #options: LogStoreOptions;
  readonly #quota: RateQuota;
  readonly #underWay = new Map<number, LogEntry[]>();
  #entries: LogEntry[] = [];
  #written = 0;

  constructor(options: LogStoreOptions) {
    this.#options = options;
    this.delayMs = options.delayMs ?? null;
    this.#quota = new RateQuota(options.clock, options.listsPerMinute);
    this.tails = new Tails(options.clock);
    this.exclusions = new Exclusions(options.random);
  }

  /** `writtenMs` is when it was written down, for an entry that bears an earlier time: that of a request is its start. */
  write(entry: NewLogEntry, writtenMs = entry.timestampMs) {
    this.writeTogether([entry], writtenMs);
  }

  /** Entries that were written in one go, the lines of a trace say, arrive in one go. */
  writeTogether(entries: readonly NewLogEntry[], writtenMs: number) {
    const kept = entries.filter((entry) => !this.exclusions.drops(entry));
    if (kept.length === 0) return;
    const { clock } = this.#options;
    const receivedMs = Math.max(writtenMs, clock.now()) + this.#drawDelayMs() + this.lagMs;
    const received = kept.map((entry) => ({ ...entry, insertId: this.#nextInsertId(), receivedMs }));
    const slice = Math.ceil(receivedMs / DELIVERY_SLICE_MS);
    const together = this.#underWay.get(slice);
    if (together) {
      together.push(...received);
      return;
    }
    this.#underWay.set(slice, received);
    clock.after(slice * DELIVERY_SLICE_MS - clock.now(), () => this.#deliver(slice));
  }

  #nextInsertId() {
    this.#written += 1;
    return this.#written.toString(36).padStart(12, '0');
  }

  /** How many entries were written and have not arrived yet. */
  get inTransit() {
    return [...this.#underWay.values()].reduce((sum, entries) => sum + entries.length, 0);
  }

  /** Sorted by time, oldest first unless `orderBy` is `timestamp desc`. The page token stands on the last entry given. */
  list(request: ListRequest): { entries: LogEntry[]; nextPageToken: string } {
    const { pageSize = 0, pageToken = '', filter = '', resourceNames } = request;
    if (pageSize < 0 || pageSize > MAX_PAGE_SIZE) {
      throw new RpcError(Code.invalidArgument, `page_size must be between 0 and ${MAX_PAGE_SIZE}`);
    }
    if (resourceNames.length === 0)
      throw new RpcError(Code.invalidArgument, 'resource_names: at least one is required');
    for (const resource of resourceNames) this.#quota.take(resource);
    const direction = sortDirection(request.orderBy ?? '');
    const matches = entryTest(resourceNames, filter);
    const isAfterToken = (position: string) =>
      pageToken === '' || (direction > 0 ? position > pageToken : position < pageToken);
    const found = this.#entries
      .filter(matches)
      .map((entry) => ({ entry, position: positionOf(entry) }))
      .filter(({ position }) => isAfterToken(position))
      .sort((left, right) => direction * (left.position < right.position ? -1 : 1));
    const page = found.slice(0, pageSize || USUAL_PAGE_SIZE);
    return {
      entries: page.map(({ entry }) => entry),
      nextPageToken: found.length > page.length ? (page.at(-1)?.position ?? '') : '',
    };
  }

  /** Opens a session that gets matching entries as they arrive. At most 10 for a project. Returns what ends it. */
  tail(request: TailRequest): () => void {
    return this.tails.open(request, entryTest(request.resourceNames, request.filter ?? ''));
  }

  #drawDelayMs() {
    const { random, factor = 1 } = this.#options;
    if (this.delayMs) {
      const [leastMs, mostMs] = this.delayMs;
      return leastMs + (mostMs - leastMs) * random();
    }
    return Math.min(logNormal(random, MEDIAN_DELAY_MS, DELAY_SIGMA), MOST_DELAY_MS) / factor;
  }

  #deliver(slice: number) {
    const arrived = this.#underWay.get(slice) ?? [];
    this.#underWay.delete(slice);
    this.#entries.push(...arrived);
    const { capacity = 40_000 } = this.#options;
    if (this.#entries.length > capacity * 1.2) this.#entries = this.#entries.slice(-capacity);
    this.tails.deliver(arrived);
  }
}

function entryTest(resourceNames: string[], filter: string): (entry: LogEntry) => boolean {
  const predicate: Predicate = compileFilter(filter);
  const prefixes = resourceNames.map((name) => `${name}/`);
  return (entry) => prefixes.some((prefix) => entry.logName.startsWith(prefix)) && predicate(filterTarget(entry));
}

/** Sorts as text like (timestamp, insertId). */
const positionOf = (entry: LogEntry) => `${entry.timestampMs.toFixed(3).padStart(20, '0')}-${entry.insertId}`;

function sortDirection(orderBy: string) {
  const wanted = orderBy.trim().toLowerCase();
  if (wanted === '' || wanted === 'timestamp' || wanted === 'timestamp asc') return 1;
  if (wanted === 'timestamp desc') return -1;
  throw new RpcError(Code.invalidArgument, `order_by: '${orderBy}' is not 'timestamp asc' or 'timestamp desc'`);
}
