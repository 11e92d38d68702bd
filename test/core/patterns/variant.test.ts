import { describe, expect, it } from 'vitest';
import { CANARY, onlyPattern, reported, STABLE, signature, tally } from './stored.ts';

describe('variants', () => {
  const OF_STABLE = 'cannot price articleView yet today';
  const alike = (words: string, changes: Parameters<typeof signature>[1] = {}) => {
    const signatures = [signature(OF_STABLE, { minute: -60 }), signature(words, changes)];
    const tallies = [tally(words, CANARY, { requests: 40 }), tally(OF_STABLE, STABLE)];
    return onlyPattern(reported(tallies, { signatures }));
  };

  it('differ from what stable shows only in what may be a value, and name it', () => {
    expect(alike('cannot price basketView yet today')).toMatchObject({
      standing: 'variant',
      variantOf: { id: signature(OF_STABLE).key, template: OF_STABLE },
    });
  });

  it('are looked for among what stable shows most, where it shows hundreds of kinds', () => {
    const words = 'cannot price basketView yet today';
    const others = Array.from({ length: 400 }, (_none, nth) => `trouble ${nth}`);
    const standingAmong = (requests: number) => {
      const rest = others.map((one) => tally(one, STABLE, { requests: 5 }));
      const tallies = [tally(words, CANARY, { requests: 40 }), tally(OF_STABLE, STABLE, { requests }), ...rest];
      const signatures = [OF_STABLE, words].map((one) => signature(one));
      const kinds = others.map((one) => signature(one, { codes: [one] }));
      return onlyPattern(reported(tallies, { signatures: [...signatures, ...kinds] })).standing;
    };
    expect([standingAmong(9), standingAmong(1)]).toEqual(['variant', 'new']);
  });

  it.each([
    ['in what was done', 'cannot remove articleView yet today', {}],
    ['in most words', 'doors around articleView were shut', {}],
    ['in its code', 'cannot price basketView yet today', { codes: ['503'] }],
    ['in its kind', 'cannot price basketView yet today', { kind: 'trace' }],
  ] as const)('are not what differs %s', (_name, words, changes) => {
    expect(alike(words, changes)).toMatchObject({ standing: 'new', variantOf: null });
  });
});
