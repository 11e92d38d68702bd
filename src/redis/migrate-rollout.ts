import { z } from 'zod';

/** What this Slipway writes, and the newest that it reads. */
const OWN_SHAPE = 2;

const anyShape = z.looseObject({ shape: z.number() });
const firstShape = z.looseObject({ plan: z.looseObject({ strategy: z.string() }) });

/**
 * A record in the shape of today, whatever its own; it is written so with the next commit.
 * @throws for a newer one: what this Slipway knows nothing of would be lost if it wrote it back.
 */
export function migrated(record: unknown): unknown {
  const { shape } = anyShape.parse(record);
  if (shape > OWN_SHAPE) {
    throw new Error(`it has shape ${shape}, written by a newer Slipway; this one reads up to ${OWN_SHAPE}: upgrade it`);
  }
  return shape === 1 ? toSecond(record) : record;
}

/**
 * The first shape knew canary and replace alone, and whatever it replaced was a single writer. Some were written with a
 * part of what came later; that part stands.
 */
function toSecond(record: unknown): unknown {
  const { plan, ...rest } = firstShape.parse(record);
  const singleWriter = plan.strategy === 'replace';
  const known = { strategyAsked: null, targetReady: null, singleWriter, checklist: [], ...plan };
  return { previewUrl: null, behind: null, startedAtMs: null, ...rest, shape: OWN_SHAPE, plan: known };
}
