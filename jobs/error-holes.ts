import { LATE_MS } from '../src/core/evidence/hearing.ts';
import type { Span } from '../src/core/evidence/span.ts';
import { clippedTo, minus, unionOf } from '../src/core/patterns/holes.ts';
import type { ServiceAt } from '../src/core/service-view.ts';
import type { World } from './job.ts';
import { errorTailOf } from './tail-wish.ts';

/** Nobody has heard yet what was written a moment ago; while a tail changes hands it takes longer. */
const HEARD_WITHIN_MS = LATE_MS;

type Reading = Pick<World, 'errors' | 'hearing' | 'now'>;

/** What of the span nobody has heard, nor read since. */
export async function holesOf(at: ServiceAt, span: Span, world: Reading): Promise<readonly Span[]> {
  const [hearing, listed] = await Promise.all([
    world.hearing.of(errorTailOf(at.project), at.service, span.fromMs),
    world.errors.listed(at),
  ]);
  const { heardUntilMs, gaps } = hearing;
  const isLate = heardUntilMs === null || world.now() - heardUntilMs > HEARD_WITHIN_MS;
  const unheard = isLate ? [{ fromMs: (heardUntilMs ?? 0) - LATE_MS, untilMs: span.untilMs }] : [];
  return clippedTo(minus(unionOf([...gaps, ...unheard]), listed.read), span);
}
