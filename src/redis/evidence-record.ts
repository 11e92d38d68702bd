import { z } from 'zod';
import type { Alert, Bucket, Minute } from '../core/evidence/evidence.ts';
import type { CountedRequest } from '../ports/evidence.ts';

/** Counts of a bucket as they are kept: five numbers in this order, and each kind is named by its place, from 1. */
const KINDS = ['errors', 'refused', 'slow', 'verySlow', 'failingClients'] as const;

type Kind = (typeof KINDS)[number];

/** What a request adds to its bucket; what no instance had is no sign of slowness. */
export function kindsOf({ outcome, slow, verySlow }: CountedRequest): readonly number[] {
  const kinds: Kind[] = [];
  if (outcome === 'failed') kinds.push('errors');
  if (outcome === 'refused') kinds.push('refused');
  if (slow && outcome !== 'refused') kinds.push('slow');
  if (verySlow && outcome !== 'refused') kinds.push('verySlow');
  return kinds.map((kind) => KINDS.indexOf(kind) + 1);
}

export function bucketOf(revision: string, atMs: string, counts: string): Bucket {
  const [errors = 0, refused = 0, slow = 0, verySlow = 0, failingClients = 0] = counts.split(' ').map(Number);
  return { revision, atMs: Number(atMs), errors, refused, slow, verySlow, failingClients };
}

/** The changes of one entry of the journal. */
export function bucketsIn(told: string): readonly Bucket[] {
  return told.split(';').map((change) => {
    const [revision = '', atMs = '', ...counts] = change.split(' ');
    return bucketOf(revision, atMs, counts.join(' '));
  });
}

/** The sum of two looks at the same bucket. */
export function plus(one: Bucket, other: Bucket): Bucket {
  const sums = Object.fromEntries(KINDS.map((kind) => [kind, one[kind] + other[kind]]));
  return { ...one, ...sums };
}

/** A bucket whose only client turned out to have failed earlier. */
export function isEmpty(bucket: Bucket): boolean {
  return KINDS.every((kind) => bucket[kind] === 0);
}

const number = z.number();
const known = z.number().nullable();
const volumes = [number, number, number, number, number, number, number, number] as const;
const figures = [known, known, known, known, known, known, known] as const;
const minuteRow = z.tuple([z.string(), ...volumes, ...figures]);

/** A row instead of an object: names of fields would be two thirds of what is kept. */
export function writeMinute(minute: Minute): string {
  const { revision, atMs, lengthMs, requests, errors, slow, verySlow } = minute;
  const { p50Ms, p95Ms, p99Ms, instances, cpu, memory, startUpMs } = minute;
  return JSON.stringify([
    ...[revision, atMs, lengthMs, requests, errors],
    ...[slow.surely, slow.possibly, verySlow.surely, verySlow.possibly],
    ...[p50Ms, p95Ms, p99Ms, instances, cpu, memory, startUpMs],
  ]);
}

export function readMinute(row: unknown): Minute {
  const [revision, atMs, lengthMs, requests, errors, ...rest] = minuteRow.parse(row);
  const [slowSurely, slowPossibly, verySurely, veryPossibly, ...others] = rest;
  const [p50Ms, p95Ms, p99Ms, instances, cpu, memory, startUpMs] = others;
  const slow = { surely: slowSurely, possibly: slowPossibly };
  const verySlow = { surely: verySurely, possibly: veryPossibly };
  return {
    ...{ revision, atMs, lengthMs, requests, errors, slow, verySlow },
    ...{ p50Ms, p95Ms, p99Ms, instances, cpu, memory, startUpMs },
  };
}

export const minuteName = ({ revision, atMs }: Pick<Minute, 'revision' | 'atMs'>) => `${revision}:${atMs}`;

const alerts = z.array(z.object({ name: z.string(), policy: z.string(), openedAtMs: z.number() })) satisfies z.ZodType<
  Alert[]
>;

/** Always in the same order, so that the same alerts are the same text. */
export function writeAlerts(open: readonly Alert[]): string {
  const inOrder = open.toSorted((one, other) => one.openedAtMs - other.openedAtMs || (one.name < other.name ? -1 : 1));
  return JSON.stringify(inOrder.map(({ name, policy, openedAtMs }) => ({ name, policy, openedAtMs })));
}

export function readAlerts(json: string | null): readonly Alert[] {
  return json === null ? [] : alerts.parse(JSON.parse(json));
}
