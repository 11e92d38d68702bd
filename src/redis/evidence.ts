import { createHash, randomBytes } from 'node:crypto';
import { HOUR_MS } from '../core/evidence/last-hour.ts';
import type { ServiceAt } from '../core/service-view.ts';
import type { CountedRequest, EvidenceArchive, EvidenceStore } from '../ports/evidence.ts';
import type { RedisSpace } from './connect.ts';
import { type EvidenceKeys, evidenceKeys, saltKey } from './evidence-keys.ts';
import { readEvidence } from './evidence-read.ts';
import { kindsOf, minuteName, writeAlerts, writeMinute } from './evidence-record.ts';
import { replayEvidence } from './evidence-replay.ts';
import { ALERTS_SCRIPT, COUNT_SCRIPT, MINUTES_SCRIPT } from './evidence-scripts.ts';
import { EVIDENCE_LIVES_MS } from './retention.ts';
import { type ScriptKeys, scriptKeys } from './script-keys.ts';
import { markMoved, markOf, watermarkOf } from './watermark.ts';

const MINUTE_MS = 60_000;
/** Buckets and minutes of one hour share a key, so that a look reads, and Redis keeps, no more hours than are needed. */
const KEPT_S = EVIDENCE_LIVES_MS / 1_000;
/** The same entry comes again when a session changes hands or a gap is filled, both within minutes; an outage has very many. */
const REMEMBER_ENTRY_S = 10 * 60;
/** While a script runs, Redis does nothing else: this many entries take about three milliseconds. */
const MOST_AT_ONCE = 300;
const MOST_LISTS_OF_ALERTS = 500;

export type EvidenceSettings = {
  readonly now: () => number;
  /** Width of a bucket from now on, as the catalog has it. */
  readonly windowMs: () => number;
};

/** Evidence in Redis: counts by bucket, minutes by the hour, and a stream per service with all that changed. */
export function redisEvidence(space: RedisSpace, { now, windowMs }: EvidenceSettings): EvidenceStore & EvidenceArchive {
  const { client, prefix } = space;
  const keys = (at: ServiceAt) => evidenceKeys(prefix, at);
  const oldestEntry = () => Math.floor(Math.max(0, now() - EVIDENCE_LIVES_MS - HOUR_MS));
  const salt = saltOf(space);

  const countBatch = async (at: ServiceAt, requests: readonly CountedRequest[]) => {
    const own = keys(at);
    const named = scriptKeys([own.journal], KEPT_S);
    const rows = await rowsOf(requests, { own, named, windowMs: windowMs(), salt });
    const { names, lives } = named;
    const fresh = await client.eval(
      COUNT_SCRIPT,
      names.length,
      ...names,
      JSON.stringify(rows),
      oldestEntry(),
      ...lives,
    );
    return Number(fresh);
  };
  return {
    count: async (at, requests) => {
      let fresh = 0;
      for (let first = 0; first < requests.length; first += MOST_AT_ONCE) {
        fresh += await countBatch(at, requests.slice(first, first + MOST_AT_ONCE));
      }
      return fresh;
    },
    countMinutes: async (at, minutes) => {
      if (minutes.length === 0) return;
      const own = keys(at);
      const named = scriptKeys([own.journal], KEPT_S);
      const rows = minutes.flatMap((minute) => {
        const hour = named.numberOf(own.minutes(Math.floor(minute.atMs / HOUR_MS)), KEPT_S);
        return [hour, minuteName(minute), writeMinute(minute)];
      });
      await client.eval(MINUTES_SCRIPT, named.names.length, ...named.names, oldestEntry(), KEPT_S, ...rows);
    },
    alerts: async (at, open) => {
      const { journal, alerts, alertsBefore } = keys(at);
      const values = [writeAlerts(open), oldestEntry(), KEPT_S, MOST_LISTS_OF_ALERTS];
      await client.eval(ALERTS_SCRIPT, 3, journal, alerts, alertsBefore, ...values);
    },
    read: (at, revisions, sinceMs) => readEvidence(space, { at, revisions, sinceMs, nowMs: now() }),
    readAsOf: (at, revisions, sinceMs, watermark) => replayEvidence(space, { at, revisions, sinceMs, watermark }),
    moved: (watermark, fromMs, toMs) => watermarkOf(markMoved(markOf(watermark), fromMs, toMs)),
  };
}

type RowParts = {
  readonly own: EvidenceKeys;
  readonly named: ScriptKeys;
  readonly windowMs: number;
  readonly salt: () => Promise<string>;
};

async function rowsOf(requests: readonly CountedRequest[], { own, named, windowMs, salt }: RowParts) {
  const secret = requests.some(hasClient) ? await salt() : '';
  return requests.map((request) => {
    const { insertId, revision, atMs } = request;
    const bucketMs = Math.floor(atMs / windowMs) * windowMs;
    const minute = Math.floor(bucketMs / MINUTE_MS);
    const counted = {
      revision,
      bucket: String(bucketMs),
      kinds: kindsOf(request),
      counts: named.numberOf(own.buckets(revision, Math.floor(bucketMs / HOUR_MS)), KEPT_S),
      entry: hashOf(`${insertId} ${atMs}`),
      entries: named.numberOf(own.entries(Math.floor(atMs / MINUTE_MS)), REMEMBER_ENTRY_S),
    };
    if (!hasClient(request)) return counted;
    const clients = named.numberOf(own.clients(revision, minute), REMEMBER_ENTRY_S);
    return { ...counted, client: hashOf(`${secret} ${request.client}`), clients };
  });
}

const hasClient = ({ client, outcome }: CountedRequest) => client !== null && outcome === 'failed';

/** 48 bits: of the 60 000 entries that a tail brings in a minute, one in 150 000 minutes would be taken for another. */
const hashOf = (text: string) => createHash('sha256').update(text).digest('base64').slice(0, 8);

/** The same for all workers, so that an address has one hash wherever it was heard, and nobody outside can try addresses. */
function saltOf({ client, prefix }: RedisSpace): () => Promise<string> {
  const key = saltKey(prefix);
  let known: string | null = null;
  return async () => {
    if (known !== null) return known;
    const own = randomBytes(16).toString('base64');
    await client.setnx(key, own);
    known = (await client.get(key)) ?? own;
    return known;
  };
}
