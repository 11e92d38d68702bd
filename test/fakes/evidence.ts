import type { EvidenceStore } from '../../src/ports/evidence.ts';

/** What the evidence says of whatever canary has traffic. */
export type Evidence = 'good' | 'bad' | 'none';

/** How long ago the evidence of a test begins; periods as short as a window, so that every look finds all of it counted. */
const EVIDENCE_MS = 10 * 60_000;
const PERIOD_MS = 5_000;
const REQUESTS = 10_000;

/** Every revision has its requests; where the evidence is bad, whatever is not the seeded one fails half of them. */
export function evidenceThatIs(
  what: () => Evidence,
  { now, seeded }: { readonly now: () => number; readonly seeded: string },
): EvidenceStore {
  const read: EvidenceStore['read'] = async (_at, revisions, sinceMs) => {
    const nowMs = now();
    const periods = what() === 'none' ? [] : periodsWithin(Math.max(sinceMs, nowMs - EVIDENCE_MS), nowMs);
    const each = periods.flatMap((atMs) => revisions.map((revision) => ({ atMs, revision })));
    const failing = (revision: string) => (what() === 'bad' && revision !== seeded ? REQUESTS / 2 : 0);
    return {
      buckets: each
        .map((one) => ({ ...one, ...NOTHING_BAD, errors: failing(one.revision) }))
        .filter(({ errors }) => errors > 0),
      minutes: each.map((one) => ({ ...one, ...HEALTHY, errors: failing(one.revision) })),
      hearing: { heardUntilMs: nowMs, gaps: [] },
      alerts: [],
      watermark: String(nowMs),
    };
  };
  return {
    read,
    readAsOf: (at, revisions, sinceMs) => read(at, revisions, sinceMs),
    count: async () => 0,
    countMinutes: async () => undefined,
    alerts: async () => undefined,
  };
}

const NOTHING_BAD = { refused: 0, slow: 0, verySlow: 0, failingClients: 0 };
const HEALTHY = {
  lengthMs: PERIOD_MS,
  requests: REQUESTS,
  slow: { surely: 0, possibly: 0 },
  verySlow: { surely: 0, possibly: 0 },
  p50Ms: 80,
  p95Ms: 180,
  p99Ms: 260,
  instances: 2,
  cpu: 0.3,
  memory: 0.4,
  startUpMs: null,
};

function periodsWithin(fromMs: number, untilMs: number): readonly number[] {
  const first = Math.ceil(fromMs / PERIOD_MS);
  const count = Math.max(0, Math.floor(untilMs / PERIOD_MS) - first);
  return Array.from({ length: count }, (_none, index) => (first + index) * PERIOD_MS);
}
