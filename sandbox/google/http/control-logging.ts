import { z } from 'zod';
import type { GoogleModel } from '../model.ts';

const share = z.number().min(0).max(1);
const ms = z.number().nonnegative();
const exclusion = z.object({ project: z.string(), errors: share.default(0), successes: share.default(0) });
const lag = z.object({ lagMs: ms });
const delay = z.object({ delayMs: z.tuple([ms, ms]).nullable() });
const cuts = z.object({ everyMs: z.number().positive().nullable() });
const tails = z.object({ entriesPerMinute: z.number().int().nonnegative(), isNobodyConsuming: z.boolean() }).partial();

/** What can be done to Logging at /control, by method and path. */
export const loggingActions: Record<string, (model: GoogleModel, body: unknown) => object | undefined> = {
  'POST /control/log-exclusion': ({ logs }, body) => {
    const { project, ...shares } = exclusion.parse(body);
    logs.exclusions.set(project, shares);
    return undefined;
  },
  'DELETE /control/log-exclusion': ({ logs }) => void logs.exclusions.clear(),
  'POST /control/log-lag': ({ logs }, body) => {
    logs.lagMs = lag.parse(body).lagMs;
    return undefined;
  },
  'POST /control/log-delay': ({ logs }, body) => {
    logs.delayMs = delay.parse(body).delayMs;
    return undefined;
  },
  // Once, or with a body again and again.
  'POST /control/cut-tails': ({ logs }, body) => {
    if (body === undefined) logs.tails.cut();
    else logs.tails.cutEvery(cuts.parse(body).everyMs);
    return undefined;
  },
  'POST /control/tails': ({ logs }, body) => {
    Object.assign(logs.tails, tails.parse(body));
    return undefined;
  },
};
