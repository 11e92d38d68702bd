import type { Minute } from '../core/evidence/evidence.ts';
import type { ServiceMinutes, Wanted } from '../ports/cloud.ts';
import { bucketsOf, quantileOf, slowerThan } from './distribution.ts';
import { type Metric, numberIn, type Sample } from './series.ts';

/** What one sample adds to the minute of its revision. */
type Part = Partial<Omit<Minute, 'revision' | 'atMs' | 'lengthMs'>>;

export type Kind = Metric & {
  /** Without it a minute would look healthier than it was. */
  readonly isNeeded?: true;
  /** null: it says nothing of this service. */
  readonly partOf: (sample: Sample, limits: Wanted) => Part | null;
};

const run = (name: string) => `run.googleapis.com/${name}`;

/** Cloud Run's own metrics, by what they say of a minute. Where health is no HTTP status, requests say nothing. */
export const KINDS: readonly Kind[] = [
  {
    type: run('request_count'),
    isNeeded: true,
    aligner: 'ALIGN_DELTA',
    label: 'response_code_class',
    partOf: ({ label, value }, { volume }) => {
      if (volume !== null) return null;
      return { requests: numberIn(value), errors: label === '5xx' ? numberIn(value) : 0 };
    },
  },
  {
    type: run('request_latencies'),
    isNeeded: true,
    aligner: 'ALIGN_DELTA',
    partOf: (sample, { slowOverMs, volume }) => (volume === null ? latencyOf(sample, slowOverMs) : null),
  },
  {
    // Active and idle ones are two series.
    type: run('container/instance_count'),
    aligner: 'ALIGN_MAX',
    partOf: ({ value }) => ({ instances: numberIn(value) }),
  },
  {
    type: run('container/cpu/utilizations'),
    aligner: 'ALIGN_DELTA',
    partOf: (sample) => ({ cpu: quantileOf(bucketsIn(sample), BUSIEST) }),
  },
  {
    type: run('container/memory/utilizations'),
    aligner: 'ALIGN_DELTA',
    partOf: (sample) => ({ memory: quantileOf(bucketsIn(sample), BUSIEST) }),
  },
  {
    type: run('container/startup_latencies'),
    aligner: 'ALIGN_DELTA',
    partOf: (sample) => ({ startUpMs: quantileOf(bucketsIn(sample), 0.5) }),
  },
];

/** A metric by which a service itself counts what is done; one that a service has not declared counts nothing of it. */
export function volumeKind(type: string): Kind {
  return {
    type,
    aligner: 'ALIGN_DELTA',
    partOf: ({ value }, { volume }) => (volume === type ? { requests: numberIn(value) } : null),
  };
}

const BUSIEST = 0.99;

function bucketsIn({ value }: Sample) {
  return bucketsOf(value.distributionValue ?? {});
}

function latencyOf(sample: Sample, slowOverMs: number): Part {
  const buckets = bucketsIn(sample);
  return {
    slow: slowerThan(buckets, slowOverMs),
    verySlow: slowerThan(buckets, 2 * slowOverMs),
    p50Ms: quantileOf(buckets, 0.5),
    p95Ms: quantileOf(buckets, 0.95),
    p99Ms: quantileOf(buckets, 0.99),
  };
}

export type PartOfMinute = { readonly sample: Sample; readonly part: Part };

/** What all metrics say, by service, revision and minute. */
export function joinParts(
  project: string,
  lengthMs: number,
  parts: readonly PartOfMinute[],
): readonly ServiceMinutes[] {
  const services = Map.groupBy(parts, ({ sample }) => `${sample.region} ${sample.service}`);
  return [...services.values()].flatMap((ofService) => {
    const [first] = ofService;
    if (!first) return [];
    const { region, service } = first.sample;
    return [{ at: { project, region, service }, minutes: minutesOf(ofService, lengthMs) }];
  });
}

function minutesOf(parts: readonly PartOfMinute[], lengthMs: number): readonly Minute[] {
  const minutes = new Map<string, Minute>();
  for (const { sample, part } of parts) {
    const { revision, atMs } = sample;
    const key = `${revision} ${atMs}`;
    const known = minutes.get(key) ?? { ...BLANK, revision, atMs, lengthMs };
    const requests = known.requests + (part.requests ?? 0);
    const errors = known.errors + (part.errors ?? 0);
    minutes.set(key, { ...known, ...part, requests, errors });
  }
  return [...minutes.values()].sort((left, right) => left.atMs - right.atMs);
}

const BLANK: Omit<Minute, 'revision' | 'atMs' | 'lengthMs'> = {
  requests: 0,
  errors: 0,
  slow: { surely: 0, possibly: 0 },
  verySlow: { surely: 0, possibly: 0 },
  p50Ms: null,
  p95Ms: null,
  p99Ms: null,
  instances: null,
  cpu: null,
  memory: null,
  startUpMs: null,
};
