import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { PLATFORM_TROUBLES } from '../core/logged/logged-error.ts';
import { type ErrorReport, type Pattern, type ShownReport, STANDINGS } from '../core/patterns/report.ts';

/** Raised when the meaning of what is kept changes. */
const OWN_SHAPE = 1;

const at = z.number();
const count = z.number();
const span = z.object({ fromMs: at, untilMs: at });
const side = z.object({ revision: z.string(), span, requests: count.nullable(), isEstimated: z.boolean() });
const shownBy = { requests: count, errors: count };

const pattern = z.object({
  id: z.string(),
  keys: z.array(z.string()),
  standing: z.enum(STANDINGS),
  variantOf: z.object({ id: z.string(), template: z.string() }).nullable(),
  template: z.string(),
  codes: z.array(z.string()),
  frames: z.array(z.string()),
  platform: z.enum(PLATFORM_TROUBLES).nullable(),
  values: z.array(z.array(z.object({ text: z.string(), count }))),
  subject: z.object({ ...shownBy, firstAtMs: at, lastAtMs: at, instances: count }),
  beside: z.object(shownBy).nullable(),
  before: z.object(shownBy),
  times: count.nullable(),
  example: z.string(),
  constantText: z.string(),
  muted: z.object({ patternId: z.string(), untilMs: at, by: z.string() }).nullable(),
}) satisfies z.ZodType<Pattern>;

const report = z.object({
  subject: side,
  beside: side.nullable(),
  before: side.nullable(),
  patterns: z.array(pattern),
  failingRequests: count,
  failingBeside: count.nullable(),
  errors: count,
  unread: count,
  holes: z.array(span),
}) satisfies z.ZodType<ErrorReport>;

const shownReport = z.object({
  at: z.object({ project: z.string(), region: z.string(), service: z.string() }),
  service: z.string(),
  env: z.string(),
  report,
}) satisfies z.ZodType<ShownReport>;

const anyShape = z.looseObject({ shape: z.number() });

/** Packed: examples are long and much alike, and a report is kept for weeks. */
export function writeReport(shown: ShownReport): Buffer {
  return gzipSync(JSON.stringify({ shape: OWN_SHAPE, ...shown }));
}

/** @throws with the path of what does not fit, or because a newer Slipway wrote it. */
export function readReport(packed: Buffer): ShownReport {
  const { shape, ...shown } = anyShape.parse(JSON.parse(gunzipSync(packed).toString()));
  if (shape > OWN_SHAPE) {
    throw new Error(`the report has shape ${shape}, written by a newer Slipway; this one reads up to ${OWN_SHAPE}`);
  }
  return shownReport.parse(shown);
}
