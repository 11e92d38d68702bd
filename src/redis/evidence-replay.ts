import type { Bucket, Evidence, Minute } from '../core/evidence/evidence.ts';
import type { HeardGap } from '../core/evidence/hearing.ts';
import type { RedisSpace } from './connect.ts';
import { evidenceKeys, hearingKeys } from './evidence-keys.ts';
import { inOrder, type Wanted } from './evidence-read.ts';
import { bucketsIn, minuteName, plus, readAlerts, readMinute } from './evidence-record.ts';
import { hearingOf, readChange } from './hearing-record.ts';
import { markOf } from './watermark.ts';

/** Nothing arrives before it happens, but for clocks that differ. */
const EARLIER_MS = 60 * 60_000;
const PAGE = 1_000;

/** The evidence as it had arrived at a watermark, put together again from the journals. */
export async function replayEvidence(
  space: RedisSpace,
  { at, revisions, sinceMs, watermark }: Wanted & { readonly watermark: string },
): Promise<Evidence> {
  const own = evidenceKeys(space.prefix, at);
  const hearing = hearingKeys(space.prefix, at.project);
  const { entry, gap, heardUntilMs } = markOf(watermark);
  const fromMs = Math.floor(Math.max(0, sinceMs - EARLIER_MS));
  const counted = await countedIn(entriesOf(space, own.journal, { fromMs, untilId: entry }));
  const gaps = await gapsIn(entriesOf(space, hearing.journal, { fromMs, untilId: gap }));
  return {
    ...inOrder(counted, { revisions, sinceMs }),
    hearing: hearingOf(heardUntilMs, gaps, { service: at.service, sinceMs }),
    alerts: readAlerts(await alertsAt(space, own.alertsBefore, entry)),
    watermark,
  };
}

type Entries = AsyncIterable<readonly [kind: string, told: string]>;

async function countedIn(entries: Entries): Promise<Pick<Evidence, 'buckets' | 'minutes'>> {
  const buckets = new Map<string, Bucket>();
  const minutes = new Map<string, Minute>();
  for await (const [kind, told] of entries) {
    if (kind === 'buckets') for (const change of bucketsIn(told)) addTo(buckets, change);
    if (kind === 'minutes') for (const minute of minutesIn(told)) minutes.set(minuteName(minute), minute);
  }
  return { buckets: [...buckets.values()], minutes: [...minutes.values()] };
}

async function gapsIn(entries: Entries): Promise<readonly HeardGap[]> {
  const gaps = new Map<string, HeardGap>();
  for await (const [, told] of entries) {
    const { closed, opened } = readChange(told);
    for (const id of closed) gaps.delete(id);
    for (const one of opened) gaps.set(one.id, one);
  }
  return [...gaps.values()];
}

function minutesIn(told: string): readonly Minute[] {
  const rows: unknown = JSON.parse(told);
  return Array.isArray(rows) ? rows.map(readMinute) : [];
}

function addTo(buckets: Map<string, Bucket>, change: Bucket): void {
  const name = `${change.revision}:${change.atMs}`;
  const before = buckets.get(name);
  buckets.set(name, before ? plus(before, change) : change);
}

/** Kind and text of each entry of a journal, a page at a time. None where the watermark knew of no entry. */
async function* entriesOf(
  { client }: RedisSpace,
  journal: string,
  { fromMs, untilId }: { readonly fromMs: number; readonly untilId: string | null },
): AsyncGenerator<readonly [string, string]> {
  let from = String(fromMs);
  while (untilId !== null) {
    const page = await client.xrange(journal, from, untilId, 'COUNT', PAGE);
    for (const [, [kind = '', told = '']] of page) yield [kind, told];
    const last = page.at(-1)?.[0];
    if (page.length < PAGE || last === undefined) return;
    from = `(${last}`;
  }
}

/** The list that stood when that entry was the newest. */
async function alertsAt({ client }: RedisSpace, stream: string, entry: string | null): Promise<string | null> {
  if (entry === null) return null;
  const [last] = await client.xrevrange(stream, entry, '-', 'COUNT', 1);
  return last?.[1][1] ?? null;
}
