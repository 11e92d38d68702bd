import { describe, expect, it } from 'vitest';
import { ANY } from '../../../src/core/patterns/tally.ts';
import { CANARY, everyMinute, onlyPattern, reported, STABLE, sides, tally } from './stored.ts';

const LOST = 'lost connection to payments';
const FULL = 'queue of orders is full';

describe('how a pattern stands to stable', () => {
  it.each([
    ['new: the canary alone shows it, and often', [tally(LOST, CANARY, { requests: 40 })], 'new'],
    ['unseen: one request proves nothing', [tally(LOST, CANARY)], 'unseen'],
    [
      'same: stable beside shows it as often per request',
      [tally(LOST, CANARY, { requests: 6 }), ...everyMinute(LOST, STABLE, { from: -60, until: 10, requests: 11 })],
      'same',
    ],
    [
      'raised: stable shows it far less often per request',
      [tally(LOST, CANARY, { requests: 60 }), ...everyMinute(LOST, STABLE, { from: -60, until: 10, requests: 11 })],
      'raised',
    ],
    [
      'same: the canary shows it less often',
      [tally(LOST, CANARY), ...everyMinute(LOST, STABLE, { from: -60, until: 10, requests: 11 })],
      'same',
    ],
    [
      'same: stable showed it once, in the hour before',
      [tally(LOST, CANARY), tally(LOST, STABLE, { minute: -50 })],
      'same',
    ],
    [
      'new: another revision showed it, which nobody asked for',
      [tally(LOST, CANARY, { requests: 40 }), tally(LOST, 'api-gateway-r0', { minute: -50 })],
      'new',
    ],
  ] as const)('%s', (_name, tallies, standing) => {
    expect(onlyPattern(reported(tallies)).standing).toBe(standing);
  });

  it('is the same for everything where there is no stable to compare with', () => {
    const report = reported([tally(LOST, CANARY, { requests: 40 })], { on: sides({ beside: null, before: null }) });
    expect(onlyPattern(report)).toMatchObject({ standing: 'same', beside: null, times: null });
  });

  it('leaves out of the report what stable alone shows', () => {
    const report = reported([tally(LOST, CANARY), tally(FULL, STABLE, { requests: 500 })]);
    expect(report.patterns.map(({ template }) => template)).toEqual([LOST]);
  });
});

describe('requests that failed in all', () => {
  it('are fewer than the patterns add up to where one request showed two', () => {
    const tallies = [tally(LOST, CANARY, { requests: 4 }), tally(FULL, CANARY, { requests: 3 })];
    expect(reported([...tallies, tally(ANY, CANARY, { requests: 5 })])).toMatchObject({
      failingRequests: 5,
      errors: 7,
    });
  });
});
