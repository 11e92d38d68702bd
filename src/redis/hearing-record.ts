import { z } from 'zod';
import type { Hearing } from '../core/evidence/evidence.ts';
import { concerns, type HeardGap } from '../core/evidence/hearing.ts';

const gap = z.object({
  id: z.string(),
  fromMs: z.number(),
  untilMs: z.number(),
  why: z.enum(['away', 'suppressed']),
  services: z.array(z.string()).nullable(),
}) satisfies z.ZodType<HeardGap>;

/** By service: null while it is heard, else when that ended. */
const covered = z.record(z.string(), z.number().nullable());

/** How far a project has been heard; null before its first session. */
export type HeardState = { readonly untilMs: number | null; readonly covered: z.infer<typeof covered> };

export function readState(fields: Readonly<Record<string, string>>): HeardState {
  const { until, covered: services = '{}' } = fields;
  return { untilMs: until === undefined ? null : Number(until), covered: covered.parse(JSON.parse(services)) };
}

export function readGaps(fields: Readonly<Record<string, string>>): readonly HeardGap[] {
  return Object.values(fields).map((json) => gap.parse(JSON.parse(json)));
}

const change = z.object({ closed: z.array(z.string()), opened: z.array(gap) });

/** One entry of the journal: gaps that are no more, and those that are there instead. */
export type GapChange = z.infer<typeof change>;

export const readChange = (json: string): GapChange => change.parse(JSON.parse(json));

/** How far one service was heard: no further than the project, and never where no session was meant to hear it. */
export function heardUntil({ untilMs, covered: services }: HeardState, service: string): number | null {
  const endedAtMs = services[service];
  if (endedAtMs === undefined || untilMs === null) return null;
  return endedAtMs ?? untilMs;
}

/** As much of the gaps as matters to one service from some time on, in order. */
export function hearingOf(
  heardUntilMs: number | null,
  gaps: readonly HeardGap[],
  { service, sinceMs }: { readonly service: string; readonly sinceMs: number },
): Hearing {
  const own = gaps.filter((one) => concerns(one, service) && one.untilMs > sinceMs);
  const inOrder = own.toSorted(
    (one, other) => one.fromMs - other.fromMs || one.untilMs - other.untilMs || one.why.localeCompare(other.why),
  );
  return { heardUntilMs, gaps: inOrder.map(({ fromMs, untilMs, why }) => ({ fromMs, untilMs, why })) };
}
