import { z } from 'zod';
import type { EventEntry, RolloutEvent } from '../core/event.ts';
import { errorGlance } from './error-glance-record.ts';
import { foreignChange } from './foreign-record.ts';

type Kind = RolloutEvent['kind'];
type Records = { readonly [K in Kind]: z.ZodType<RolloutEvent & { readonly kind: K }> };

const reason = z.object({ who: z.string().nullable(), text: z.string() }).readonly();
const of = <K extends Kind>(kind: K) => z.object({ kind: z.literal(kind) });
/** What an older Slipway did not write down. */
const unknownBefore = <T>(type: z.ZodType<T>) => type.nullable().default(null);

const chosen = { by: z.string(), change: foreignChange, toPercent: z.number().nullable() };

/** The stored shape of every event: a kind without one does not compile. */
const EVENTS: Records = {
  planned: of('planned'),
  expired: of('expired'),
  queued: of('queued').extend({ how: unknownBefore(z.enum(['supersede', 'wait'])) }),
  held: of('held').extend({ because: z.string() }),
  notStarted: of('notStarted').extend({ because: z.string(), nextStep: z.string() }),
  leftQueue: of('leftQueue').extend({ reason: unknownBefore(reason) }),
  started: of('started').extend({ by: z.string() }),
  revisionCreated: of('revisionCreated'),
  revisionReady: of('revisionReady').extend({ tookMs: z.number() }),
  singleWriterStopped: of('singleWriterStopped'),
  singleWriterStarting: of('singleWriterStarting'),
  verified: of('verified').extend({ detail: z.string() }),
  shifting: of('shifting').extend({ toPercent: z.number(), by: z.string().nullable() }),
  phaseBegan: of('phaseBegan').extend({ percent: z.number() }),
  looked: of('looked'),
  bakesOn: of('bakesOn').extend({ because: z.string() }),
  askedToAdvance: of('askedToAdvance').extend({ toPercent: z.number(), missing: z.string().nullable() }),
  paused: of('paused').extend({ reason }),
  resumed: of('resumed').extend({ by: z.string(), because: unknownBefore(z.string()) }),
  foreignChange: of('foreignChange').extend({ change: foreignChange, percent: z.number(), again: z.boolean() }),
  foreignGone: of('foreignGone'),
  adopted: of('adopted').extend(chosen),
  restoring: of('restoring').extend(chosen),
  restored: of('restored'),
  rollbackBegan: of('rollbackBegan').extend({ reason, fromPercent: z.number() }),
  routedBack: of('routedBack'),
  rolledBack: of('rolledBack').extend({ errors: errorGlance }),
  aborted: of('aborted').extend({ reason }),
  failed: of('failed').extend({ cause: z.string(), nextStep: z.string(), errors: errorGlance }),
  succeeded: of('succeeded').extend({ by: unknownBefore(z.string()) }),
  unfrozen: of('unfrozen').extend({ by: z.string() }),
  stuck: of('stuck').extend({ nextStep: z.string(), reason: unknownBefore(reason) }),
  troubled: of('troubled').extend({ trouble: z.string() }),
  recovered: of('recovered'),
  foundAgain: of('foundAgain').extend({ percent: z.number() }),
  foundHalfWay: of('foundHalfWay').extend({ seen: z.string(), nextStep: z.string() }),
};

const anyEvent = z.looseObject({ kind: z.string() });
const row = z.object({ v: z.coerce.number().int(), at: z.coerce.number(), e: z.string() });

/** @throws with the path of what does not fit, or because a newer Slipway wrote it. Older events are read as far as they go. */
export function readEvent(fields: readonly string[]): EventEntry {
  const pairs = fields.flatMap((name, index) => (index % 2 === 0 ? [[name, fields[index + 1]] as const] : []));
  const { v, at, e } = row.parse(Object.fromEntries(pairs));
  const event: unknown = JSON.parse(e);
  const { kind } = anyEvent.parse(event);
  if (!isKind(kind)) throw new Error(`it is of the kind ${kind}, written by a newer Slipway`);
  return { version: v, atMs: at, event: EVENTS[kind].parse(event) };
}

function isKind(kind: string): kind is Kind {
  return Object.hasOwn(EVENTS, kind);
}
