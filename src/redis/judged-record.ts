import { z } from 'zod';
import type { Judged } from '../core/judge/judged.ts';
import { phase, verdict } from './rollout-record.ts';

const at = z.number();

const trial = z
  .object({
    phases: z.array(phase).readonly(),
    phaseIndex: z.number(),
    bakedMs: z.number(),
    sinceMs: at,
    shifts: z.array(z.object({ atMs: at, percent: z.number() }).readonly()).readonly(),
    windowMs: z.number(),
    warmUpMs: z.number(),
    counts: z.enum(['requests', 'clients']),
    hasStable: z.boolean(),
    maxInstances: z.number().nullable(),
  })
  .readonly();

const history = z
  .object({
    requests: z.number(),
    errors: z.number(),
    slow: z.number(),
    perSecond: z.number().nullable(),
    openAlerts: z.array(z.string()).readonly(),
  })
  .readonly();

const calibration = z
  .object({ log: z.enum(['whole', 'errorsOnly', 'sampled', 'blind']), errorsPerLogged: z.number(), history })
  .readonly();

/** The stored shape of a verdict that changed something. What comes later has a default here: older ones stay readable. */
const judgedRecord = z
  .object({
    version: z.number(),
    atMs: at,
    place: z.object({ project: z.string(), region: z.string(), service: z.string() }).readonly(),
    canary: z.string(),
    stable: z.string().nullable(),
    trial,
    calibration,
    sinceMs: at,
    watermark: z.string(),
    leftOut: z.array(z.object({ fromMs: at, untilMs: at }).readonly()).readonly(),
    judgeVersion: z.number(),
    params: z.record(z.string(), z.number()).readonly(),
    verdict,
    did: z.enum(['rollBack', 'advance', 'promote', 'askToAdvance', 'bakeOn', 'turn']),
  })
  .readonly() satisfies z.ZodType<Judged>;

/** @throws with the path of what does not fit. */
export function readJudged(json: string): Judged {
  return judgedRecord.parse(JSON.parse(json));
}
