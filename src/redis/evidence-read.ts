import { z } from 'zod';
import type { Bucket, Evidence, Minute } from '../core/evidence/evidence.ts';
import { HOUR_MS } from '../core/evidence/last-hour.ts';
import type { ServiceAt } from '../core/service-view.ts';
import type { RedisSpace } from './connect.ts';
import { evidenceKeys, hearingKeys } from './evidence-keys.ts';
import { bucketOf, isEmpty, readAlerts, readMinute } from './evidence-record.ts';
import { heardUntil, hearingOf, readGaps, readState } from './hearing-record.ts';
import { EVIDENCE_LIVES_MS } from './retention.ts';
import { watermarkOf } from './watermark.ts';

export type Wanted = {
  readonly at: ServiceAt;
  readonly revisions: readonly string[];
  readonly sinceMs: number;
};

const fields = z.record(z.string(), z.string());
const newestEntry = z.array(z.tuple([z.string(), z.array(z.string())])).transform(([newest]) => newest?.[0] ?? null);

/** One moment of all that is known: everything is read in one transaction. */
export async function readEvidence(
  { client, prefix }: RedisSpace,
  { at, revisions, sinceMs, nowMs }: Wanted & { readonly nowMs: number },
): Promise<Evidence> {
  const own = evidenceKeys(prefix, at);
  const hearing = hearingKeys(prefix, at.project);
  const hours = hoursOf(Math.max(sinceMs, nowMs - EVIDENCE_LIVES_MS), nowMs);
  const multi = client.multi();
  multi.xrevrange(own.journal, '+', '-', 'COUNT', 1);
  multi.xrevrange(hearing.journal, '+', '-', 'COUNT', 1);
  multi.hgetall(hearing.state).hgetall(hearing.gaps).get(own.alerts);
  for (const hour of hours) multi.hgetall(own.minutes(hour));
  for (const revision of revisions) for (const hour of hours) multi.hgetall(own.buckets(revision, hour));
  const [entry, gapEntry, state, gaps, alerts, ...counted] = answersOf(await multi.exec());
  const heardUntilMs = heardUntil(readState(fields.parse(state)), at.service);
  const perHour = counted.map((one) => fields.parse(one));
  const minutes = perHour.slice(0, hours.length).flatMap(Object.values).map(minuteIn);
  const buckets = revisions.flatMap((revision, nth) => {
    const ofRevision = perHour.slice((nth + 1) * hours.length, (nth + 2) * hours.length);
    return ofRevision.flatMap(Object.entries).map(([atMs, counts]) => bucketOf(revision, atMs, counts));
  });
  return {
    ...inOrder({ buckets, minutes }, { revisions, sinceMs }),
    hearing: hearingOf(heardUntilMs, readGaps(fields.parse(gaps)), { service: at.service, sinceMs }),
    alerts: readAlerts(z.string().nullable().parse(alerts)),
    watermark: watermarkOf({ entry: newestEntry.parse(entry), gap: newestEntry.parse(gapEntry), heardUntilMs }),
  };
}

const minuteIn = (json: string) => readMinute(JSON.parse(json));

/**
 * Of the revisions that were asked for, not empty, since then, in order of time and revision: the same for a look and for its
 * replay. Whoever asks for none gets the minutes of all.
 */
export function inOrder(
  { buckets, minutes }: { readonly buckets: readonly Bucket[]; readonly minutes: readonly Minute[] },
  { revisions, sinceMs }: Pick<Wanted, 'revisions' | 'sinceMs'>,
): Pick<Evidence, 'buckets' | 'minutes'> {
  type Dated = { readonly revision: string; readonly atMs: number };
  const isWanted = ({ revision, atMs }: Dated) => revisions.includes(revision) && atMs >= sinceMs;
  const isCounted = (minute: Minute) => isWanted(minute) || (revisions.length === 0 && minute.atMs >= sinceMs);
  const byTime = (one: Dated, other: Dated) =>
    one.atMs - other.atMs || revisions.indexOf(one.revision) - revisions.indexOf(other.revision);
  return {
    buckets: buckets.filter((bucket) => isWanted(bucket) && !isEmpty(bucket)).toSorted(byTime),
    minutes: minutes.filter(isCounted).toSorted(byTime),
  };
}

/** @throws what Redis said of any of them. */
function answersOf(results: readonly [Error | null, unknown][] | null): readonly unknown[] {
  if (results === null) throw new Error('Redis did not carry out a transaction');
  return results.map(([error, answer]) => {
    if (error) throw error;
    return answer;
  });
}

function hoursOf(sinceMs: number, untilMs: number): readonly number[] {
  const first = Math.floor(sinceMs / HOUR_MS);
  return Array.from({ length: Math.floor(untilMs / HOUR_MS) - first + 1 }, (_none, nth) => first + nth);
}
