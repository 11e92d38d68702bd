import { concerns } from '../src/core/evidence/hearing.ts';
import type { Span } from '../src/core/evidence/span.ts';
import type { Shift } from '../src/core/judge/trial.ts';
import { clippedTo, minus, unionOf } from '../src/core/patterns/holes.ts';
import type { ErrorReport } from '../src/core/patterns/report.ts';
import { reportOf } from '../src/core/patterns/report-of.ts';
import { sidesOf } from '../src/core/patterns/sides-of.ts';
import type { ServiceAt } from '../src/core/service-view.ts';
import type { World } from './job.ts';
import { errorTailOf } from './tail-wish.ts';

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
};

export type ErrorsWorld = Pick<World, 'errors' | 'hearing' | 'evidence' | 'mutes' | 'now' | 'log'>;

/** What went wrong on a revision, from what is stored; whatever was not heard of it is said. Asks nobody but Redis. */
export async function errorReport(asked: ErrorsAsked, world: ErrorsWorld): Promise<ErrorReport> {
  const { at, subject, beside, span, beforeMs, shifts } = asked;
  const before = { revision: beside ?? subject, span: { fromMs: span.fromMs - beforeMs, untilMs: span.fromMs } };
  const whole = { fromMs: before.span.fromMs, untilMs: span.untilMs };
  const revisions = beside === null ? [subject] : [subject, beside];
  const [stored, holes, { minutes }, mutes] = await Promise.all([
    world.errors.read(at, revisions, whole),
    holesOf(at, whole, world),
    world.evidence.read(at, [], whole.fromMs),
    world.mutes.of(at),
  ]);
  const sides = sidesOf(minutes, {
    subject: { revision: subject, span },
    beside: beside === null ? null : { revision: beside, span },
    before,
    shifts,
  });
  return reportOf({ ...stored, holes }, sides, mutes);
}

/** What nobody has heard, nor listed since. */
async function holesOf(at: ServiceAt, span: Span, world: Pick<World, 'errors' | 'hearing'>): Promise<readonly Span[]> {
  const [gaps, listed] = await Promise.all([world.hearing.gaps(errorTailOf(at.project)), world.errors.listed(at)]);
  const missed = gaps.filter((gap) => concerns(gap, at.service));
  return clippedTo(minus(unionOf(missed), listed), span);
}
