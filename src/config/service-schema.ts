import { z } from 'zod';
import {
  type Criteria,
  type Phase,
  type Probes,
  type Service,
  type Signal,
  STRATEGIES,
  type Verification,
} from '../core/catalog.ts';
import { aliases, shortName } from './environment-schema.ts';
import { duration, share } from './units.ts';

/** Cloud Run allows 49 characters, so that a revision's suffix still fits into a DNS label of 63. */
export const serviceName = z
  .string()
  .regex(/^[a-z]([a-z0-9-]{0,47}[a-z0-9])?$/, 'expected the name of a Cloud Run service');

/** Runbook 001, read as a ladder: many users only where Critical is excluded, most of them only where Warning is. */
const CRITICAL = 0.01;
const WARNING = 0.005;

/** Any of the limits. The defaults are runbook 001's: success is under 0.1 % errors, requests are slow over 500 ms. */
const someCriteria = z.strictObject({
  maxErrorShare: share.optional().meta({ description: 'Most requests that may fail (5xx). Default 0.1%.' }),
  slowOver: duration.optional().meta({ description: 'A request is slow when it takes longer. Default 500ms.' }),
  maxSlowShare: share.optional().meta({ description: 'Most requests that may be slow. Default 1%.' }),
  minRequests: z
    .int()
    .min(1)
    .optional()
    .meta({ description: 'Canary requests needed before a phase may pass. Default 300.' }),
  mustExclude: share.optional().meta({
    description:
      'What the evidence must exclude, with 95 % confidence, before a phase may pass: error shares from here on. Default 1% below 25 % of traffic, 0.5% from there on.',
  }),
  maxFailed: z.int().min(1).optional().meta({
    description:
      'Requests that may fail on the canary beyond what stable fails; more roll it back at once. Default: no such budget.',
  }),
  maxCpu: share.optional().meta({
    description:
      'CPU of the busiest instances, from which on the canary is rolled back unless stable is as busy. Default 95%.',
  }),
  maxMemory: share.optional().meta({ description: 'Memory of the fullest instances, likewise. Default 95%.' }),
});

type Written = z.output<typeof someCriteria>;

/** The limits of one phase: its own stand over the service's, and these over the defaults. */
function criteriaAt(percent: number, service: Written, own: Written): Criteria {
  return {
    maxErrorShare: own.maxErrorShare ?? service.maxErrorShare ?? 0.001,
    slowOverMs: own.slowOver ?? service.slowOver ?? 500,
    maxSlowShare: own.maxSlowShare ?? service.maxSlowShare ?? 0.01,
    minRequests: own.minRequests ?? service.minRequests ?? 300,
    mustExclude: own.mustExclude ?? service.mustExclude ?? (percent < 25 ? CRITICAL : WARNING),
    maxFailed: own.maxFailed ?? service.maxFailed ?? null,
    maxCpu: own.maxCpu ?? service.maxCpu ?? 0.95,
    maxMemory: own.maxMemory ?? service.maxMemory ?? 0.95,
  };
}

const phase = z.strictObject({
  percent: z.int().min(1).max(100).meta({ description: 'Share of traffic for the canary, in percent.' }),
  bake: duration.meta({ description: 'How long the canary is held at this share and watched.' }),
  advance: z
    .enum(['press', 'auto'])
    .default('press')
    .meta({ description: 'Whether the next phase needs a press or starts by itself after a pass.' }),
  criteria: someCriteria
    .prefault({})
    .meta({ description: 'Limits of this phase alone; the rest is as for the service.' }),
});

/** Runbook 001, "Canary deployment procedure", with a bake of an hour at the end. */
const DEFAULT_PHASES: z.input<typeof phase>[] = [
  { percent: 5, bake: '10m' },
  { percent: 25, bake: '15m' },
  { percent: 50, bake: '15m' },
  { percent: 100, bake: '1h' },
];

const path = z
  .string()
  .regex(/^\/\S*$/, 'expected a path that starts with a slash')
  .meta({ title: 'path' });

const verification = z
  .strictObject({
    health: path.default('/health').meta({ description: 'Must answer 2xx.' }),
    version: path
      .nullable()
      .default('/version')
      .meta({ description: "Must name the image's tag or digest; null where there is no such path." }),
    timeout: duration.prefault('2m').meta({ description: 'How long it may take until both are right.' }),
  })
  .transform(({ health, version, timeout }) => ({ healthPath: health, versionPath: version, timeoutMs: timeout }));
verification satisfies z.ZodType<Verification>;

const probes = z.strictObject({
  paths: z.array(path).min(1).max(20).meta({ description: "What is asked of the canary's own URL, in turn." }),
  requests: z
    .int()
    .min(1)
    .max(3_000)
    .default(300)
    .meta({ description: 'How many requests are sent before it has users.' }),
  perSecond: z.int().min(1).max(50).default(5).meta({ description: 'How many of them in a second.' }),
});
probes satisfies z.ZodType<Probes>;

const signal = z.strictObject({
  failures: z
    .string()
    .min(1)
    .max(1_000)
    .meta({ description: 'A filter of Cloud Logging; each of its lines is a failure.' }),
  volume: z
    .string()
    .regex(/^[a-z0-9./_-]+$/i, 'expected the type of a metric, such as run.googleapis.com/request_count')
    .meta({ description: 'The type of a metric of Cloud Monitoring that counts what is done.' }),
});
signal satisfies z.ZodType<Signal>;

const writtenService = z.strictObject({
  aliases,
  environments: z.array(shortName).min(1).meta({ description: 'The environments it may be deployed to.' }),
  image: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]*(\/[a-z0-9][a-z0-9._-]*)+$/, 'expected an image repository without tag or digest')
    .meta({ description: 'Image repository, without tag or digest.' }),
  strategy: z.enum(STRATEGIES).optional().meta({
    description:
      'How users come to the new revision: `canary` in growing shares, `blue-green` all at once when somebody has looked at it and switches, `replace` all at once by itself. Default: `replace` for a single writer, `canary` for the others.',
  }),
  singleWriter: z
    .boolean()
    .default(false)
    .meta({ description: 'Two revisions must never run at once: the old one is stopped before the new one starts.' }),
  sessionAffinity: z
    .boolean()
    .default(false)
    .meta({ description: 'Clients stick to their revision, so the split is only roughly true.' }),
  criteria: someCriteria.prefault({}).meta({ description: 'The limits every phase is judged by.' }),
  phases: z.array(phase).min(1).prefault(DEFAULT_PHASES).meta({
    description:
      'Ascending, the last one at 100; only a canary goes through those before it. Default: 5 % for 10m, 25 % for 15m, 50 % for 15m, 100 % for 1h.',
  }),
  verify: verification.prefault({}).meta({ description: "What is asked of the new revision's own URL first." }),
  warmUp: duration.prefault('90s').meta({
    description: 'After each shift new instances start: for so long only gross failures of the canary count.',
  }),
  probes: probes.nullable().default(null).meta({
    description:
      "Requests to the canary's own URL before it has users. The first half warms it; what then surely fails more often than the first phase allows gets no users. Default: none.",
  }),
  signal: signal.nullable().default(null).meta({
    description:
      'What tells its health where HTTP does not (WebSocket, gRPC, queue pullers). Default: 5xx are failures, requests are what is done.',
  }),
});

/** One service as it stands under its name. */
export const serviceEntry = writtenService.transform(
  ({ criteria, phases, strategy, warmUp, ...rest }): Omit<Service, 'name'> => ({
    ...rest,
    warmUpMs: warmUp,
    strategy: strategy ?? (rest.singleWriter ? 'replace' : 'canary'),
    phases: phases.map(
      ({ percent, bake, advance, criteria: ownCriteria }): Phase => ({
        percent,
        bakeMs: bake,
        advance,
        criteria: criteriaAt(percent, criteria, ownCriteria),
      }),
    ),
  }),
);
