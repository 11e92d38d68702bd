import { describe, expect, it } from 'vitest';
import type { Mute } from '../../../src/core/patterns/report.ts';
import { CANARY, everyMinute, MINUTE_MS, onlyPattern, reported, STABLE, START_MS, signature, tally } from './stored.ts';

const DAY_MS = 24 * 60 * MINUTE_MS;

function mute(words: string, changes: Partial<Mute> = {}): Mute {
  const { key } = signature(words);
  const times = { sinceMs: START_MS - DAY_MS, untilMs: START_MS + DAY_MS };
  return { patternId: key, keys: [key], template: words, by: 'U0BO', ...times, ...changes };
}

const usually = (words: string, requests: number) => everyMinute(words, STABLE, { from: -60, until: 10, requests });

/** Two of each standing, the fewer requests first. */
const OF_EACH = [
  tally('rare noise everybody has', CANARY, { requests: 2 }),
  tally('loud hum everybody knows', CANARY, { requests: 80 }),
  tally('cannot price articleView yet today', CANARY, { requests: 9 }),
  tally('once only the lamp went out', CANARY),
  tally('disk is nearly at its end', CANARY, { requests: 60 }),
  tally('lease has run out early', CANARY, { requests: 70 }),
  tally('basket cannot be priced', CANARY, { requests: 30 }),
  tally('TypeError in checkout of guests', CANARY, { requests: 300 }),
  ...usually('rare noise everybody has', 1),
  ...usually('loud hum everybody knows', 160),
  ...usually('disk is nearly at its end', 1),
  ...usually('lease has run out early', 30),
  tally('cannot price basketView yet today', STABLE),
];

const shown = (mutes: readonly Mute[] = []) =>
  reported(OF_EACH, { mutes }).patterns.map(({ standing, template, muted }) =>
    [standing, ...template.split(' ').slice(0, 2), muted ? 'muted' : ''].join(' ').trim(),
  );

describe('the order of patterns', () => {
  it('is new by requests, raised by evidence, unseen, variants, the same by requests', () => {
    expect(shown()).toEqual([
      'new TypeError in',
      'new basket cannot',
      'raised disk is',
      'raised lease has',
      'unseen once only',
      'variant cannot price',
      'same loud hum',
      'same rare noise',
    ]);
  });

  it('puts what is muted last, but for what is raised', () => {
    const muted = shown([mute('TypeError in checkout of guests'), mute('disk is nearly at its end')]);
    expect(muted.slice(0, 2)).toEqual(['new basket cannot', 'raised disk is muted']);
    expect(muted.at(-1)).toBe('new TypeError in muted');
    expect(muted).toHaveLength(8);
  });
});

describe('a mute', () => {
  const NOISE = 'rare noise everybody has';
  const mutedBy = (...mutes: readonly Mute[]) => onlyPattern(reported([tally(NOISE, CANARY)], { mutes })).muted;
  const end = START_MS + 10 * MINUTE_MS;

  it.each([
    ['holds while it lasts', mute(NOISE), { patternId: signature(NOISE).key, untilMs: START_MS + DAY_MS, by: 'U0BO' }],
    ['holds until its end', mute(NOISE, { untilMs: end + 1 }), { untilMs: end + 1 }],
    ['has ended at its end', mute(NOISE, { untilMs: end }), null],
    ['is of one pattern', mute('loud hum everybody knows'), null],
    [
      'holds for a group that has any signature of the pattern that was muted',
      mute('loud hum everybody knows', { keys: ['older', signature(NOISE).key] }),
      { patternId: signature('loud hum everybody knows').key },
    ],
  ] as const)('%s', (_name, given, muted) => {
    if (muted === null) expect(mutedBy(given)).toBeNull();
    else expect(mutedBy(given)).toMatchObject(muted);
  });

  it('of several is the one that holds longest', () => {
    const longer = mute(NOISE, { by: 'U0ANN', untilMs: START_MS + 2 * DAY_MS });
    expect(mutedBy(mute(NOISE), longer, mute(NOISE))).toMatchObject({ by: 'U0ANN' });
  });

  it('spares nobody the count', () => {
    const report = reported([tally(NOISE, CANARY, { requests: 4 })], { mutes: [mute(NOISE)] });
    expect(report).toMatchObject({ errors: 4, failingRequests: 4 });
  });
});
