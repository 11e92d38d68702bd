import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { z } from 'zod';

export type ShortTimes = {
  /** How long each phase is watched, the last one too. */
  readonly bakeMs: number;
  readonly lookEveryMs: number;
  /** Canary requests that so short a phase needs before it may pass. */
  readonly minRequests: number;
};

const EXAMPLE = new URL('../../services.example.yml', import.meta.url);

const phase = z.looseObject({ percent: z.number(), criteria: z.looseObject({}).default({}) });
const service = z.looseObject({
  // Those of a service that names none: the runbook's.
  phases: z.array(phase).default([5, 25, 50, 100].map((percent) => ({ percent, criteria: {} }))),
  verify: z.looseObject({}).default({}),
});
const example = z.looseObject({ services: z.record(z.string(), service), timing: z.looseObject({}) });

/**
 * The example catalog with phases of seconds in place of minutes, and as few requests as so short a time can show. Nothing
 * else is changed: who may do what, the services and their strategies are what the example says.
 */
export function shortCatalog({ bakeMs, lookEveryMs, minRequests }: ShortTimes): string {
  const written = example.parse(parse(readFileSync(EXAMPLE, 'utf8')));
  const services = Object.entries(written.services).map(([name, { phases, verify, ...rest }]) => {
    const short = phases.map((one) => ({ ...one, bake: seconds(bakeMs), criteria: { ...one.criteria, minRequests } }));
    return [name, { ...rest, phases: short, verify: { ...verify, timeout: '5s' } }] as const;
  });
  const timing = { lookEvery: seconds(lookEveryMs), readyTimeout: '20s', stopGrace: '1s' };
  return stringify({ ...written, services: Object.fromEntries(services), timing });
}

function seconds(ms: number): string {
  return `${ms / 1000}s`;
}
