import { z } from 'zod';
import type { Catalog, Timing } from '../core/catalog.ts';
import { environmentEntry, shortName } from './environment-schema.ts';
import { redaction } from './redaction-schema.ts';
import { serviceEntry, serviceName } from './service-schema.ts';
import { duration } from './units.ts';

const timing = z
  .strictObject({
    lookEvery: duration
      .refine((ms) => ms >= 100, 'expected at least 100ms')
      .refine((ms) => ms <= 12_000, 'expected at most 12s, so that what others change is noticed within 15s')
      .prefault('10s')
      .meta({ description: 'Time between two looks at a baking canary, and at what others do; at most `12s`.' }),
    readyTimeout: duration
      .prefault('6m')
      .meta({ description: "Longest wait for a revision to become Ready; Cloud Run's own start-up limit is 4m." }),
    stopGrace: duration
      .prefault('15s')
      .meta({ description: 'How long a stopped single writer may go on writing; Cloud Run kills it after 10s.' }),
    window: duration
      .refine((ms) => ms >= 500 && ms <= 10_000, 'expected between 500ms and 10s')
      .prefault('5s')
      .meta({
        description: 'Width of the windows in which canary and stable are compared; shorter only in rehearsals.',
      }),
  })
  .transform(
    ({ lookEvery, readyTimeout, stopGrace, window }): Timing => ({
      windowMs: window,
      lookEveryMs: lookEvery,
      readyTimeoutMs: readyTimeout,
      stopGraceMs: stopGrace,
    }),
  );

/** `services.yml` as people write it. The descriptions become the reference and what an editor shows. */
export const catalogFile = z.strictObject({
  environments: z
    .record(shortName, environmentEntry)
    .meta({ description: 'Pairs of project and region, with the people and the incident channel that go with them.' }),
  services: z.record(serviceName, serviceEntry).meta({ description: 'The Cloud Run services that may be deployed.' }),
  timing: timing.prefault({}).meta({ description: 'How often Slipway looks and how long it waits.' }),
  redaction: redaction.prefault({}).meta({
    description: 'What is taken out of logs and messages besides secrets of known kinds: [redaction](../redaction.md).',
  }),
});

const named = <T>(entries: Readonly<Record<string, T>>): ({ readonly name: string } & T)[] =>
  Object.entries(entries).map(([name, entry]) => ({ name, ...entry }));

/** Puts each key of the file into its entry as the name. */
export function catalogOf({ environments, services, timing: times, ...rest }: z.output<typeof catalogFile>): Catalog {
  return { environments: named(environments), services: named(services), timing: times, ...rest };
}
