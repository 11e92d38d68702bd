import { HOUR_MS } from '../core/evidence/last-hour.ts';
import type { Span } from '../core/evidence/span.ts';
import { unionOf } from '../core/patterns/holes.ts';
import { ANY } from '../core/patterns/tally.ts';
import type { ServiceAt } from '../core/service-view.ts';
import type { ErrorStore, SignedError } from '../ports/patterns.ts';
import type { RedisSpace } from './connect.ts';
import { ENTRY_PARTS, type ErrorKeys, errorKeys, REQUEST_PARTS } from './error-keys.ts';
import { readErrors } from './error-read.ts';
import { hourOf, instanceHash, minuteOf, numbered, writeExample, writeSignature, writeValues } from './error-record.ts';
import { COUNT_ERRORS_SCRIPT } from './error-scripts.ts';
import { ERRORS_REMEMBERED_MS, EVIDENCE_LIVES_MS } from './retention.ts';
import { type ScriptKeys, scriptKeys } from './script-keys.ts';

const KEPT_S = EVIDENCE_LIVES_MS / 1_000;
const REMEMBER_ENTRY_S = ERRORS_REMEMBERED_MS / 1_000;
/** A request is over by then, or shows the same again as another one. */
const REMEMBER_REQUEST_S = 10 * 60;
/** While a script runs, Redis does nothing else: so many errors take two milliseconds, at worst fifteen. */
const MOST_AT_ONCE = 50;

/** What services log as errors, in Redis: counts by minute, and what is known of each signature. */
export function redisErrors(space: RedisSpace, now: () => number): ErrorStore {
  const { client, prefix } = space;

  const countBatch = async (at: ServiceAt, errors: readonly SignedError[], unread: number) => {
    const nowMs = now();
    const own = errorKeys(prefix, at);
    const named = scriptKeys([own.signatures, own.examples, own.values, own.first, own.last], KEPT_S);
    const signatures = signaturesOf(errors);
    const numbers = new Map(signatures.map(({ key }, index) => [key, index + 1]));
    const rows = errors.map((error) => rowOf(error, numbers.get(error.signature.key) ?? 0, { own, named }));
    const unreadKey = named.numberOf(own.unread(hourOf(nowMs)), KEPT_S);
    const { names, lives } = named;
    const figures = [
      ...[unreadKey, minuteOf(nowMs) % 60, unread],
      ...[Math.floor(nowMs - HOUR_MS), Math.floor(nowMs - EVIDENCE_LIVES_MS), ...lives],
    ];
    const batch = [JSON.stringify(rows), JSON.stringify(signatures), ...figures];
    await client.eval(COUNT_ERRORS_SCRIPT, names.length, ...names, ...batch);
  };
  return {
    count: async (at, all, unseen) => {
      const errors = all.filter(({ atMs }) => isOfNow(atMs, now()));
      const unread = unseen + all.length - errors.length;
      const batches = Math.max(Math.ceil(errors.length / MOST_AT_ONCE), unread > 0 ? 1 : 0);
      for (let nth = 0; nth < batches; nth += 1) {
        const batch = errors.slice(nth * MOST_AT_ONCE, (nth + 1) * MOST_AT_ONCE);
        await countBatch(at, batch, nth === batches - 1 ? unread : 0);
      }
    },
    read: (at, revisions, span) => readErrors(space, { at, revisions, span }),
    listed: async (at) => {
      const marks = await client.zrangebyscore(errorKeys(prefix, at).listed, '-inf', '+inf');
      const spansOf = (how: string) => unionOf(marks.filter((mark) => mark.startsWith(`${how} `)).map(readSpan));
      return { read: spansOf('read'), tried: spansOf('tried') };
    },
    markListed: async (at, { fromMs, untilMs }, how) => {
      const { listed } = errorKeys(prefix, at);
      await client
        .multi()
        .zadd(listed, untilMs, `${how} ${fromMs} ${untilMs}`)
        .zremrangebyscore(listed, '-inf', now() - EVIDENCE_LIVES_MS)
        .expire(listed, KEPT_S)
        .exec();
    },
  };
}

/** A program may give what it writes any time: far from now nobody knows what was counted already. */
const isOfNow = (atMs: number, nowMs: number) => atMs > nowMs - ERRORS_REMEMBERED_MS && atMs < nowMs + HOUR_MS;

function readSpan(mark: string): Span {
  const [fromMs = 0, untilMs = 0] = mark.split(' ').slice(1).map(Number);
  return { fromMs, untilMs };
}

/** Each signature of a batch once, with its newest example. */
function signaturesOf(errors: readonly SignedError[]) {
  const newest = new Map<string, SignedError>();
  for (const error of errors) {
    const known = newest.get(error.signature.key);
    if (!known || isNewer(error, known)) newest.set(error.signature.key, error);
  }
  return [...newest.values()].map(({ signature, example, atMs }) => ({
    key: signature.key,
    record: writeSignature(signature),
    example: writeExample(example),
    exampleMs: Math.floor(atMs),
  }));
}

/** Of two at one time the same one, whichever comes first. */
function isNewer(one: SignedError, other: SignedError): boolean {
  return one.atMs === other.atMs ? one.example < other.example : one.atMs > other.atMs;
}

type Naming = { readonly own: ErrorKeys; readonly named: ScriptKeys };

function rowOf(error: SignedError, signature: number, { own, named }: Naming) {
  const { insertId, revision, instance } = error;
  const atMs = Math.floor(error.atMs);
  const minute = minuteOf(atMs);
  const entry = numbered(`${insertId} ${error.atMs}`, ENTRY_PARTS);
  const hourly = (name: string) => named.numberOf(name, KEPT_S);
  return {
    signature,
    at: atMs,
    minute: minute % 60,
    within: atMs % 60_000,
    entry: entry.number,
    entries: named.numberOf(own.entries(minute, entry.part), REMEMBER_ENTRY_S),
    tallies: hourly(own.tallies(revision, hourOf(atMs))),
    unread: hourly(own.unread(hourOf(atMs))),
    shown: [error.signature.key, ANY].map((key) => shownOf(key, error, { own, named })),
    afterMinute: (minute + 1) % 60,
    afterTallies: hourly(own.tallies(revision, hourOf(atMs + 60_000))),
    ...(instance !== null && {
      instance: instanceHash(instance),
      instances: hourly(own.instances(revision, hourOf(atMs))),
    }),
    values: writeValues(error.values),
  };
}

/** That a request showed a signature, or anything: where it is looked for, in its minute and in those around it. */
function shownOf(key: string, { revision, request, atMs }: SignedError, { own, named }: Naming) {
  const { part, number } = numbered(`${revision} ${key} ${request}`, REQUEST_PARTS);
  const requestsIn = (one: number, livesS: number) => named.numberOf(own.requests(one, part), livesS);
  const minute = minuteOf(atMs);
  return {
    ...{ key, request: number, requests: requestsIn(minute, REMEMBER_REQUEST_S) },
    ...{ before: requestsIn(minute - 1, 0), after: requestsIn(minute + 1, 0) },
  };
}
