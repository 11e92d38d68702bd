import { describe, expect, test } from 'vitest';
import { courseOf, waitedMs } from '../../src/core/course.ts';
import type { EventEntry, RolloutEvent } from '../../src/core/event.ts';
import { ROLLOUTS } from '../messages/rollouts.ts';

const MINUTE_MS = 60_000;
const reason = { who: 'U0IRA', text: 'errors' };

/** Events by the minute in which they happened. */
function entries(...happened: readonly (readonly [number, RolloutEvent])[]): readonly EventEntry[] {
  return happened.map(([minute, event], before) => ({ version: before + 1, atMs: minute * MINUTE_MS, event }));
}
const began = (percent: number) => ({ kind: 'phaseBegan', percent }) as const;
const shifting = (toPercent: number) => ({ kind: 'shifting', toPercent, by: 'U0BO' }) as const;
const nothingChanged = { who: null, client: null, traffic: null, template: null, tags: [] };
const restoring = (toPercent: number) =>
  ({ kind: 'restoring', toPercent, by: 'U0BO', change: nothingChanged }) as const;
const asked = (toPercent: number) => ({ kind: 'askedToAdvance', toPercent, missing: null }) as const;
const resumed = { kind: 'resumed', by: 'U0BO', because: null } as const;
const rollbackFrom = (fromPercent: number) => ({ kind: 'rollbackBegan', reason, fromPercent }) as const;
const rolledBack = { kind: 'rolledBack', errors: null } as const;
const span = <Of>(of: Of, since: number, until: number | null) => ({
  of,
  sinceMs: since * MINUTE_MS,
  untilMs: until === null ? null : until * MINUTE_MS,
});

const succeeded = entries(
  [0, { kind: 'started', by: 'U0ANA' }],
  [2, { kind: 'verified', detail: '/healthz answers 200' }],
  [2, { kind: 'shifting', toPercent: 5, by: null }],
  [3, began(5)],
  [13, asked(25)],
  [20, shifting(25)],
  [21, began(25)],
  [24, { kind: 'paused', reason }],
  [30, resumed],
  [40, { kind: 'succeeded', by: 'U0BO' }],
);

describe('how a rollout went by the clock', () => {
  test('says how long each share of traffic stood, and until when', () => {
    expect(courseOf(ROLLOUTS.succeeded, succeeded)).toMatchObject({
      phases: [span(5, 3, 21), span(25, 21, 40)],
      rollback: null,
      endedAtMs: 40 * MINUTE_MS,
    });
  });

  test('says how long people were waited for: for a press, and for the end of a pause', () => {
    const course = courseOf(ROLLOUTS.succeeded, succeeded);
    expect(course.waits).toEqual([span('advance', 13, 20), span('resume', 24, 30)]);
    expect(waitedMs(course, 40 * MINUTE_MS)).toBe(13 * MINUTE_MS);
  });

  test('goes on while the rollout does', () => {
    const course = courseOf(ROLLOUTS.waiting, succeeded.slice(0, 5));
    expect(course).toMatchObject({ phases: [span(5, 3, null)], waits: [span('advance', 13, null)], endedAtMs: null });
    expect(waitedMs(course, 15 * MINUTE_MS)).toBe(2 * MINUTE_MS);
  });

  test('has of several rollbacks the last one, with its decision, the traffic back and the end', () => {
    const twice = entries(
      [3, began(5)],
      [4, rollbackFrom(5)],
      [9, { kind: 'stuck', nextStep: 'Look at it.', reason }],
      [12, rollbackFrom(5)],
      [13, { kind: 'routedBack' }],
      [14, rolledBack],
    );
    expect(courseOf(ROLLOUTS.rolledBack, twice)).toEqual({
      phases: [span(5, 3, 13)],
      waits: [span('repair', 9, 12)],
      rollback: { decidedAtMs: 12 * MINUTE_MS, backAtMs: 13 * MINUTE_MS, endedAtMs: 14 * MINUTE_MS },
      endedAtMs: 14 * MINUTE_MS,
    });
  });

  test('counts a share that nobody saw become real, because the rollback was from it', () => {
    // Put back, and rolled back before anybody saw it: the share never went away.
    const same = entries([3, began(5)], [8, restoring(5)], [9, rollbackFrom(5)], [10, { kind: 'routedBack' }]);
    expect(courseOf(ROLLOUTS.rolledBack, same).phases).toEqual([span(5, 3, 10)]);
    const unseen = entries([3, began(5)], [8, shifting(25)], [9, rollbackFrom(25)], [10, { kind: 'routedBack' }]);
    expect(courseOf(ROLLOUTS.rolledBack, unseen).phases).toEqual([span(5, 3, 8), span(25, 8, 10)]);
  });

  test('denies a share that never became real', () => {
    const before = entries([3, began(5)], [8, shifting(25)], [9, rollbackFrom(5)], [10, { kind: 'routedBack' }]);
    expect(courseOf(ROLLOUTS.rolledBack, before).phases).toEqual([span(5, 3, 10)]);
  });

  test.for([
    ['a first deploy has its phase', { stable: null }, [span(5, 2, null)]],
    ['a single writer has its phase', { plan: { ...ROLLOUTS.succeeded.plan, singleWriter: true } }, [span(5, 2, null)]],
    ['a canary has nobody yet', {}, []],
  ] as const)('from its verification on %s', ([, change, phases]) => {
    const verified = entries([2, { kind: 'verified', detail: '/healthz answers 200' }]);
    expect(courseOf({ ...ROLLOUTS.succeeded, ...change }, verified).phases).toEqual(phases);
  });

  test('of a preview waits for its switch from its verification on', () => {
    const { plan, stable } = ROLLOUTS.waiting;
    const [first] = plan.phases;
    const phases = first ? [{ ...first, percent: 0 }, ...plan.phases] : [];
    const preview = { stable, plan: { ...plan, strategy: 'blue-green' as const, phases } };
    const all = entries([2, { kind: 'verified', detail: 'ok' }], [9, shifting(100)], [10, began(100)]);
    expect(courseOf(preview, all)).toMatchObject({ waits: [span('advance', 2, 9)], phases: [span(100, 10, null)] });
  });

  test('that was found again on its service has its share, and waits for people, from then on', () => {
    const found = entries([5, { kind: 'foundAgain', percent: 25 }], [9, resumed], [20, shifting(50)], [21, began(50)]);
    expect(courseOf(ROLLOUTS.paused, found)).toMatchObject({
      phases: [span(25, 5, 21), span(50, 21, null)],
      waits: [span('resume', 5, 9)],
    });
  });

  test('of which nothing is known is empty', () => {
    expect(courseOf(ROLLOUTS.baking, [])).toEqual({ phases: [], waits: [], rollback: null, endedAtMs: null });
  });
});
