import { z } from 'zod';
import { type Span, touchesAny } from '../core/evidence/span.ts';
import type { StoredErrors, Tally } from '../core/patterns/tally.ts';
import type { ServiceAt } from '../core/service-view.ts';
import type { RedisSpace } from './connect.ts';
import { errorKeys } from './error-keys.ts';
import { hourOf, knownRow, minuteSpan, readKnown, readTallies } from './error-record.ts';
import { READ_ERRORS_SCRIPT } from './error-scripts.ts';

const answer = z.tuple([z.array(knownRow), z.array(z.array(z.string()))]);

type Wanted = { readonly at: ServiceAt; readonly revisions: readonly string[]; readonly span: Span };

/**
 * Everything of these revisions within the span, in one step. A minute belongs to it when an error of it does; instances are
 * those of its whole hours.
 */
export async function readErrors(
  { client, prefix }: RedisSpace,
  { at, revisions, span }: Wanted,
): Promise<Omit<StoredErrors, 'holes'>> {
  const own = errorKeys(prefix, at);
  const hours = hoursOf(span);
  const places = revisions.flatMap((revision) => hours.map((hour) => ({ revision, hour })));
  const names = [
    ...[own.signatures, own.first, own.examples, own.values],
    ...places.map(({ revision, hour }) => own.tallies(revision, hour)),
    ...places.map(({ revision, hour }) => own.instances(revision, hour)),
    ...hours.map(own.unread),
  ];
  const raw = await client.eval(READ_ERRORS_SCRIPT, names.length, ...names, places.length);
  const [known, counted] = answer.parse(raw);
  const tallies = places.flatMap((place, nth) =>
    pairsOf(counted[nth]).flatMap(([key, text]) => readTallies(text, { ...place, key })),
  );
  return {
    span,
    signatures: known.flatMap((row) => readKnown(row) ?? []).toSorted(byKey),
    tallies: tallies.filter((tally) => tally.errors > 0 && isWithin(tally, span)).toSorted(byTime),
    instances: instancesOf(places, counted.slice(places.length)),
    unread: unreadIn(hours, counted.slice(2 * places.length), span),
  };
}

function hoursOf({ fromMs, untilMs }: Span): readonly number[] {
  const first = hourOf(fromMs);
  return Array.from({ length: Math.max(0, hourOf(untilMs - 1) - first + 1) }, (_none, nth) => first + nth);
}

function isWithin({ firstAtMs, lastAtMs }: Tally, { fromMs, untilMs }: Span): boolean {
  return lastAtMs >= fromMs && firstAtMs < untilMs;
}

const byKey = (one: { readonly key: string }, other: { readonly key: string }) => (one.key < other.key ? -1 : 1);
const byTime = (one: Tally, other: Tally) =>
  one.minuteMs - other.minuteMs || one.revision.localeCompare(other.revision) || byKey(one, other);

function instancesOf(
  places: readonly { readonly revision: string }[],
  counted: readonly (readonly string[])[],
): Readonly<Record<string, number>> {
  const seen = new Map<string, Set<string>>();
  for (const [nth, { revision }] of places.entries()) {
    for (const [key, hashes] of pairsOf(counted[nth])) {
      const name = `${revision} ${key}`;
      seen.set(name, new Set([...(seen.get(name) ?? []), ...hashes.trim().split(' ')]));
    }
  }
  return Object.fromEntries([...seen].map(([name, hashes]) => [name, hashes.size]));
}

function unreadIn(hours: readonly number[], counted: readonly (readonly string[])[], span: Span): number {
  let sum = 0;
  for (const [nth, hour] of hours.entries()) {
    for (const [minute, count] of pairsOf(counted[nth])) {
      if (touchesAny(minuteSpan(hour, Number(minute)), [span])) sum += Number(count);
    }
  }
  return sum;
}

/** Redis answers a hash as names and values in turn. */
function pairsOf(flat: readonly string[] = []): readonly (readonly [string, string])[] {
  return flat.flatMap((name, nth) => (nth % 2 === 0 ? [[name, flat[nth + 1] ?? ''] as const] : []));
}
