import { parse, stringify } from 'yaml';
import { z } from 'zod';

export type ShortTimes = {
  /** How long each phase is watched, the last one too. */
  readonly bakeMs: number;
  readonly lookEveryMs: number;
  /** Canary requests that so short a phase needs before it may pass. */
  readonly minRequests: number;
};

const phase = z.looseObject({ percent: z.number(), criteria: z.looseObject({}).default({}) });
const service = z.looseObject({
  // Those of a service that names none: the runbook's.
  phases: z.array(phase).default([5, 25, 50, 100].map((percent) => ({ percent, criteria: {} }))),
  verify: z.looseObject({}).default({}),
  probes: z.looseObject({}).optional(),
});
const example = z.looseObject({
  services: z.record(z.string(), service),
  timing: z.looseObject({}).default({}),
});

/**
 * A catalog with phases of seconds in place of minutes, as few requests and probes as so short a time can show, and
 * short waits: for a revision to be ready (20 s) and right (5 s), and for a single writer to end (1 s). Who may do what,
 * the services and their strategies are what `text` says.
 */
export function shortCatalog(text: string, { bakeMs, lookEveryMs, minRequests }: ShortTimes): string {
  const written = example.parse(parse(text));
  const services = Object.entries(written.services).map(([name, { phases, verify, probes, ...rest }]) => {
    const short = phases.map((one) => {
      const least = leastOf(minRequests, one.percent);
      const criteria = { ...one.criteria, minRequests: least, mustExclude: excludedBy(least) };
      return { ...one, bake: seconds(bakeMs), criteria };
    });
    const warmUp = seconds(bakeMs * WARM_UP);
    const few = probes && { probes: { ...probes, requests: minRequests, perSecond: PROBES_PER_SECOND } };
    return [name, { ...rest, ...few, warmUp, phases: short, verify: { ...verify, timeout: '5s' } }] as const;
  });
  const window = seconds(Math.min(5_000, Math.max(500, bakeMs * WINDOW)));
  const timing = { ...written.timing, lookEvery: seconds(lookEveryMs), readyTimeout: '20s', stopGrace: '1s', window };
  return stringify({ ...written, services: Object.fromEntries(services), timing });
}

/** Parts of a phase, about as in a plan of minutes: 90 s of 10 min, and windows of which one phase has enough. */
const WARM_UP = 0.15;
const WINDOW = 0.1;

/** As fast as any catalog may ask for. */
const PROBES_PER_SECOND = 50;

/** `minRequests` is what a phase of 5 % can show; a smaller one shows less in the same time. */
function leastOf(minRequests: number, percent: number): number {
  return Math.max(1, Math.round(minRequests * Math.min(1, percent / 5)));
}

/** The error share that so many requests without an error exclude, 95 % sure: there cannot be asked for less. */
function excludedBy(requests: number): number {
  return Number((1 - 0.05 ** (1 / requests)).toFixed(3));
}

function seconds(ms: number): string {
  return `${Math.round(ms) / 1000}s`;
}
