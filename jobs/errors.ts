import type { Evidence } from '../src/core/evidence/evidence.ts';
import type { Span } from '../src/core/evidence/span.ts';
import type { Shift } from '../src/core/judge/trial.ts';
import type { ErrorReport, Mute } from '../src/core/patterns/report.ts';
import { reportOf } from '../src/core/patterns/report-of.ts';
import { sidesOf } from '../src/core/patterns/sides-of.ts';
import type { ServiceAt } from '../src/core/service-view.ts';
import { holesOf } from './error-holes.ts';
import { inTime } from './in-time.ts';
import type { World } from './job.ts';
import { listHoles } from './list-holes.ts';

/** Whose errors are wanted: `beside` served in the same span, and showed before what is old. */
export type ErrorsAsked = {
  readonly at: ServiceAt;
  readonly subject: string;
  /** Null where nothing else serves: then the subject's own past says what is old. */
  readonly beside: string | null;
  readonly span: Span;
  /** How long before the span is looked at for what is old. */
  readonly beforeMs: number;
  /** The subject's shares of the traffic; null: it has all of it, and had. */
  readonly shifts: readonly Shift[] | null;
  /** How long the report may wait for what nobody has heard to be listed; 0 where Logging is not to be asked. */
  readonly listsWithinMs: number;
};

export type ErrorsWorld = Pick<
  World,
  'errorLog' | 'errors' | 'hearing' | 'evidence' | 'mutes' | 'redact' | 'now' | 'log'
>;

/**
 * What went wrong on a revision, from what is stored, and from a few lists of what nobody has heard. Never throws: whatever
 * does not answer is left out, and what could not be read is said. Null: nothing could be.
 */
export async function errorReport(asked: ErrorsAsked, world: ErrorsWorld): Promise<ErrorReport | null> {
  const { at, subject, beside, span, beforeMs, shifts, listsWithinMs } = asked;
  const before = { revision: beside ?? subject, span: { fromMs: span.fromMs - beforeMs, untilMs: span.fromMs } };
  const whole = { fromMs: before.span.fromMs, untilMs: span.untilMs };
  const orElse = <T>(reading: Promise<T>, instead: T): Promise<T> =>
    reading.catch((error: unknown) => {
      world.log('errors.unreadable', { ...at, err: error });
      return instead;
    });
  // What is still listed when the time is over is there for the next report.
  if (listsWithinMs > 0) await orElse(inTime(listHoles(at, whole, world), listsWithinMs, undefined), undefined);
  const [stored, holes, { minutes }, mutes] = await Promise.all([
    orElse(world.errors.read(at, beside === null ? [subject] : [subject, beside], whole), null),
    orElse(holesOf(at, whole, world), [whole]),
    orElse<Pick<Evidence, 'minutes'>>(world.evidence.read(at, [], whole.fromMs), { minutes: [] }),
    orElse<readonly Mute[]>(world.mutes.of(at), []),
  ]);
  if (stored === null) return null;
  const sides = sidesOf(minutes, {
    subject: { revision: subject, span },
    beside: beside === null ? null : { revision: beside, span },
    before,
    shifts,
  });
  return reportOf({ ...stored, holes }, sides, mutes);
}
