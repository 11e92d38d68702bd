import { describe, expect, test } from 'vitest';
import { casesOf } from '../../bench/detect/cases.ts';
import { detectCatalog } from '../../bench/detect/catalog.ts';
import { type Detection, figuresOf } from '../../bench/detect/figures.ts';
import { parseCatalog } from '../../src/config/catalog.ts';

const cases = casesOf(3, 1);

/** What became of each case, in seconds; null: not rolled back. */
function detections(tookS: (one: (typeof cases)[number], nth: number) => number | null): readonly Detection[] {
  return cases.map((one, nth) => {
    const seconds = tookS(one, nth);
    return { ...one, tookMs: seconds === null ? null : seconds * 1000 };
  });
}

test('each rate has as many services as are wanted, and each service a name of its own', () => {
  expect(cases.map(({ fault, requestsPerSecond }) => `${fault} ${requestsPerSecond}`)).toEqual([
    ...Array(3).fill('errors-100pct 10'),
    ...Array(3).fill('errors-100pct 100'),
    ...['errors-5pct 10', 'errors-5pct 100', 'errors-1pct 10', 'errors-1pct 100'],
  ]);
  expect(new Set(cases.map(({ service }) => service)).size).toBe(cases.length);
});

describe('figures', () => {
  test('are medians by fault and rate', () => {
    const seconds = detections(({ fault, requestsPerSecond }, nth) =>
      fault === 'errors-100pct' ? nth * 10 + 1 : requestsPerSecond,
    );
    expect(figuresOf(seconds)).toEqual({
      totalFailureMedianS: 21,
      totalFailureP90S: 51,
      totalFailure10rpsMedianS: 11,
      totalFailure100rpsMedianS: 41,
      errors5pctMedianS: 10,
      errors1pctMedianS: 10,
      notRolledBack: { 'errors-100pct': 0, 'errors-5pct': 0, 'errors-1pct': 0 },
      samples: 10,
    });
  });

  test('one that was not rolled back took longer than all that were', () => {
    const slowest = detections(({ fault }, nth) => (fault === 'errors-100pct' && nth > 0 ? 20 : null));
    expect(figuresOf(slowest)).toMatchObject({
      totalFailureMedianS: 20,
      totalFailureP90S: null,
      errors5pctMedianS: null,
      notRolledBack: { 'errors-100pct': 1, 'errors-5pct': 2, 'errors-1pct': 2 },
    });
  });
});

test('its catalog has the times of production', () => {
  const [service, ...others] = cases.map((one) => one.service);
  const parsed = parseCatalog(detectCatalog(cases, 15), 'services.yml');
  expect(parsed).toMatchObject({
    ok: {
      services: [
        { name: service, warmUpMs: 90_000, phases: [{ percent: 5, bakeMs: 900_000 }, { percent: 100 }] },
        ...others.map((name) => ({ name })),
      ],
      timing: { lookEveryMs: 10_000, windowMs: 5_000 },
    },
  });
});
