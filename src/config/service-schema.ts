import { z } from 'zod';
import { type Criteria, type Phase, type Service, STRATEGIES, type Verification } from '../core/catalog.ts';
import { aliases, shortName } from './environment-schema.ts';
import { duration, share } from './units.ts';

/** Cloud Run allows 49 characters, so that a revision's suffix still fits into a DNS label of 63. */
export const serviceName = z
  .string()
  .regex(/^[a-z]([a-z0-9-]{0,47}[a-z0-9])?$/, 'expected the name of a Cloud Run service');

/** Runbook 001: success is under 0.1 % errors, requests are slow over 500 ms. */
const DEFAULT_CRITERIA: Criteria = { maxErrorShare: 0.001, slowOverMs: 500, maxSlowShare: 0.01, minRequests: 300 };

/** Any of the limits; what is not written stays as it is by default. */
const someCriteria = z.strictObject({
  maxErrorShare: share.optional().meta({ description: 'Most requests that may fail (5xx). Default 0.1%.' }),
  slowOver: duration.optional().meta({ description: 'A request is slow when it takes longer. Default 500ms.' }),
  maxSlowShare: share.optional().meta({ description: 'Most requests that may be slow. Default 1%.' }),
  minRequests: z
    .int()
    .min(1)
    .optional()
    .meta({ description: 'Canary requests needed before a phase may pass. Default 300.' }),
});

function criteriaOver(base: Criteria, written: z.output<typeof someCriteria>): Criteria {
  return {
    maxErrorShare: written.maxErrorShare ?? base.maxErrorShare,
    slowOverMs: written.slowOver ?? base.slowOverMs,
    maxSlowShare: written.maxSlowShare ?? base.maxSlowShare,
    minRequests: written.minRequests ?? base.minRequests,
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
});

/** One service as it stands under its name. */
export const serviceEntry = writtenService.transform(
  ({ criteria, phases, strategy, ...rest }): Omit<Service, 'name'> => ({
    ...rest,
    strategy: strategy ?? (rest.singleWriter ? 'replace' : 'canary'),
    phases: phases.map(
      ({ percent, bake, advance, criteria: ownCriteria }): Phase => ({
        percent,
        bakeMs: bake,
        advance,
        criteria: criteriaOver(criteriaOver(DEFAULT_CRITERIA, criteria), ownCriteria),
      }),
    ),
  }),
);
