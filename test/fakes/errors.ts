import type { Span } from '../../src/core/evidence/span.ts';
import { unionOf } from '../../src/core/patterns/holes.ts';
import type { Mute, ShownReport } from '../../src/core/patterns/report.ts';
import { ANY, type KnownSignature, type StoredErrors, type Tally } from '../../src/core/patterns/tally.ts';
import type { ServiceAt } from '../../src/core/service-view.ts';
import type { ErrorStore, Mutes, Reports, SignedError } from '../../src/ports/patterns.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const nameOf = ({ project, region, service }: ServiceAt) => `${project} ${region} ${service}`;

type Kept = {
  readonly errors: Map<string, SignedError>;
  unread: { atMs: number; count: number }[];
  listed: { span: Span; how: string }[];
};

/** What services log as errors, in memory: all of it, counted anew with each look. */
export function memoryErrors(now: () => number): ErrorStore {
  const services = new Map<string, Kept>();
  const of = (at: ServiceAt): Kept => {
    const kept = services.get(nameOf(at)) ?? { errors: new Map(), unread: [], listed: [] };
    services.set(nameOf(at), kept);
    return kept;
  };
  return {
    count: async (at, all, unseen) => {
      const kept = of(at);
      const errors = all.filter(({ atMs }) => atMs > now() - 2 * HOUR_MS && atMs < now() + HOUR_MS);
      const unread = unseen + all.length - errors.length;
      for (const error of errors) {
        const name = `${error.insertId} ${error.atMs}`;
        if (!kept.errors.has(name)) kept.errors.set(name, error);
      }
      if (unread > 0) kept.unread.push({ atMs: now(), count: unread });
    },
    read: async (at, revisions, span) => {
      const { errors, unread } = of(at);
      const all = [...errors.values()];
      const own = all.filter(({ revision }) => revisions.includes(revision));
      const tallies = talliesOf(own).filter((one) => one.lastAtMs >= span.fromMs && one.firstAtMs < span.untilMs);
      return {
        span,
        signatures: signaturesOf(all),
        tallies,
        instances: instancesOf(own),
        unread: unread
          .filter(({ atMs }) => atMs >= minuteOf(span.fromMs) && atMs < span.untilMs)
          .reduce((sum, { count }) => sum + count, 0),
      };
    },
    listed: async (at) => {
      const spansOf = (how: string) => unionOf(of(at).listed.flatMap((one) => (one.how === how ? [one.span] : [])));
      return { read: spansOf('read'), tried: spansOf('tried') };
    },
    markListed: async (at, span, how) => void of(at).listed.push({ span, how }),
  };
}

const minuteOf = (atMs: number) => Math.floor(atMs / MINUTE_MS) * MINUTE_MS;

function talliesOf(errors: readonly SignedError[]): readonly Tally[] {
  const shown = errors.flatMap((error) => [error.signature.key, ANY].map((key) => ({ key, error })));
  const groups = Map.groupBy(shown, ({ key, error }) => `${minuteOf(error.atMs)} ${error.revision} ${key}`);
  const requestsOf = (name: string) => new Set((groups.get(name) ?? []).map(({ error }) => error.request));
  const tallies = [...groups].flatMap(([name, group]): Tally[] => {
    const [first] = group;
    if (!first) return [];
    const { key } = first;
    const { revision } = first.error;
    const minuteMs = minuteOf(first.error.atMs);
    const before = requestsOf(`${minuteMs - MINUTE_MS} ${revision} ${key}`);
    const times = group.map(({ error }) => Math.floor(error.atMs));
    return [
      {
        ...{ key, revision, minuteMs, errors: group.length },
        requests: [...requestsOf(name)].filter((request) => !before.has(request)).length,
        firstAtMs: Math.min(...times),
        lastAtMs: Math.max(...times),
      },
    ];
  });
  return tallies.toSorted(
    (one, other) =>
      one.minuteMs - other.minuteMs || one.revision.localeCompare(other.revision) || (one.key < other.key ? -1 : 1),
  );
}

function signaturesOf(errors: readonly SignedError[]): readonly KnownSignature[] {
  const groups = Map.groupBy(errors, ({ signature }) => signature.key);
  const known = [...groups.values()].flatMap((group): KnownSignature[] => {
    const [newest] = group.toSorted((one, other) => other.atMs - one.atMs || (one.example < other.example ? -1 : 1));
    if (!newest) return [];
    const { example, signature, values } = newest;
    const firstSeenMs = Math.min(...group.map(({ atMs }) => Math.floor(atMs)));
    return [{ ...signature, firstSeenMs, example, values: values.map((_value, slot) => topOf(group, slot)) }];
  });
  return known.toSorted((one, other) => (one.key < other.key ? -1 : 1));
}

function topOf(group: readonly SignedError[], slot: number) {
  const texts = Map.groupBy(
    group.flatMap(({ values }) => values[slot] ?? []),
    (text) => text,
  );
  const counts = [...texts].map(([text, all]) => ({ text, count: all.length }));
  return counts.toSorted((one, other) => other.count - one.count || (one.text < other.text ? -1 : 1)).slice(0, 8);
}

function instancesOf(errors: readonly SignedError[]): StoredErrors['instances'] {
  const named = errors.filter(({ instance }) => instance !== null);
  const groups = Map.groupBy(named, ({ revision, signature }) => `${revision} ${signature.key}`);
  return Object.fromEntries(
    [...groups].map(([name, group]) => [name, new Set(group.map(({ instance }) => instance)).size]),
  );
}

export function memoryMutes(now: () => number): Mutes {
  const kept = new Map<string, Mute>();
  const holds = (mute: Mute | undefined) => mute !== undefined && mute.untilMs > now();
  return {
    of: async (at) =>
      [...kept]
        .filter(([name, mute]) => name.startsWith(`${nameOf(at)} `) && holds(mute))
        .map(([, mute]) => mute)
        .toSorted((one, other) => one.sinceMs - other.sinceMs),
    mute: async (at, mute) => void kept.set(`${nameOf(at)} ${mute.patternId}`, mute),
    unmute: async (at, patternId) => {
      const name = `${nameOf(at)} ${patternId}`;
      const was = holds(kept.get(name));
      kept.delete(name);
      return was;
    },
  };
}

export function memoryReports(): Reports {
  const kept = new Map<string, ShownReport>();
  return {
    keep: async (reportId, shown) => void kept.set(reportId, shown),
    read: async (reportId) => kept.get(reportId) ?? null,
  };
}
