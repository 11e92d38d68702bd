import { describe, expect, it } from 'vitest';
import type { Minute } from '../../../src/core/evidence/evidence.ts';
import { sidesOf } from '../../../src/core/patterns/sides-of.ts';
import { QUIET } from '../../fakes/archive.ts';
import { CANARY, everyMinute, MINUTE_MS, reported, STABLE, START_MS } from './stored.ts';

const at = (minute: number) => START_MS + minute * MINUTE_MS;
const span = (from: number, until: number) => ({ fromMs: at(from), untilMs: at(until) });
const minutes = (revision: string, from: number, until: number, requests: number): readonly Minute[] =>
  Array.from({ length: until - from }, (_none, index) => ({ ...QUIET, revision, atMs: at(from + index), requests }));

/** An hour of stable at 600 requests a minute, then a canary with 10 % of them. */
const COUNTED = [...minutes(STABLE, -60, 0, 600), ...minutes(STABLE, 0, 10, 540), ...minutes(CANARY, 0, 10, 60)];

function served(counted: readonly Minute[], { until = 10, shifts = [{ atMs: START_MS, percent: 10 }] } = {}) {
  const { subject, beside, before } = sidesOf(counted, {
    subject: { revision: CANARY, span: span(0, until) },
    beside: { revision: STABLE, span: span(0, until) },
    before: { revision: STABLE, span: span(-60, 0) },
    shifts,
  });
  const figure = (side: typeof before) => side && [side.requests, side.isEstimated ? 'about' : 'counted'];
  return { subject: figure(subject), beside: figure(beside), before: figure(before) };
}

describe('how many requests each side served', () => {
  it('is what Monitoring counted', () => {
    expect(served(COUNTED)).toEqual({
      subject: [600, 'counted'],
      beside: [5_400, 'counted'],
      before: [36_000, 'counted'],
    });
  });

  it('is about the newest rate by the split, for the minutes that Monitoring is late', () => {
    const late = COUNTED.filter(({ atMs }) => atMs < at(7));
    expect(served(late)).toMatchObject({ subject: [600, 'about'], beside: [5_400, 'about'] });
  });

  it('is known from the first moment on, of a canary that nothing is counted of yet', () => {
    const late = COUNTED.filter(({ atMs }) => atMs < at(-3));
    expect(served(late, { until: 0.5 })).toEqual({
      subject: [30, 'about'],
      beside: [270, 'about'],
      before: [36_000, 'about'],
    });
  });

  it('follows the split where it changed since the last minute that is counted', () => {
    const late = COUNTED.filter(({ atMs }) => atMs < at(7));
    const shifts = [
      { atMs: START_MS, percent: 10 },
      { atMs: at(8), percent: 50 },
    ];
    expect(served(late, { shifts })).toMatchObject({ subject: [420 + 60 + 600, 'about'] });
  });

  it.each([
    ['nothing was ever counted', []],
    ['Monitoring has been silent for more than five minutes', COUNTED.filter(({ atMs }) => atMs < at(4))],
    ['less than half of the span was counted', COUNTED.filter(({ atMs }) => atMs < at(0) || atMs >= at(6))],
  ])('is not known where %s', (_name, counted) => {
    expect(served(counted)).toMatchObject({ subject: [null, 'counted'], beside: [null, 'counted'] });
  });

  it('is all of the traffic where a revision is looked at alone', () => {
    const alone = sidesOf(COUNTED, {
      subject: { revision: STABLE, span: span(-15, 0) },
      beside: null,
      before: { revision: STABLE, span: span(-60, -15) },
      shifts: null,
    });
    expect([alone.subject.requests, alone.beside, alone.before?.requests]).toEqual([9_000, null, 27_000]);
  });
});

describe('for how long stable served', () => {
  const wanted = {
    subject: { revision: CANARY, span: span(0, 10) },
    beside: { revision: STABLE, span: span(0, 10) },
    before: { revision: STABLE, span: span(-60, 0) },
    shifts: [{ atMs: START_MS, percent: 10 }],
  };

  it.each([
    ['all the time', COUNTED, 70],
    ['since it was first counted', COUNTED.filter(({ atMs }) => atMs >= at(-3)), 13],
    ['all the time, where nothing was counted', [], 70],
  ])('%s', (_name, counted, lasted) => {
    expect(sidesOf(counted, wanted).stableMs).toBe(lasted * MINUTE_MS);
  });

  it('is what its noise is spread over: what a young one logs all the time is no clump', () => {
    const young = COUNTED.filter(({ atMs }) => atMs >= at(-3));
    const brief = {
      ...wanted,
      subject: { revision: CANARY, span: span(0, 2) },
      beside: { revision: STABLE, span: span(0, 2) },
    };
    const noise = everyMinute('cache is cold', STABLE, { from: -3, until: 2, requests: 40 });
    const news = everyMinute('price is gone', CANARY, { from: 0, until: 2, requests: 6 });
    const report = reported([...noise, ...news], { on: sidesOf(young, brief) });
    expect(report.patterns.map(({ template, standing }) => [template, standing])).toEqual([['price is gone', 'new']]);
  });
});
