import { describe, expect, test } from 'vitest';
import { backtest, wrongRate } from '../../../src/core/backtest/backtest.ts';
import { drawn, seededDice } from '../../../src/core/backtest/dice.ts';
import type { PastMinute } from '../../../src/core/backtest/past.ts';
import type { Phase } from '../../../src/core/catalog.ts';
import { QUIET } from '../../fakes/archive.ts';
import { aService, catalog, prod } from '../../fakes/catalog.ts';
import { MINUTE, PHASES, T0 } from '../../messages/rollouts.ts';

/** The phases of the example, a fifth as long. */
const phases: readonly Phase[] = PHASES.map((phase) => ({ ...phase, bakeMs: phase.bakeMs / 5 }));
const policy = { service: aService('api-gateway', { phases, warmUpMs: 30_000 }), env: prod, timing: catalog.timing };

type Traffic = { readonly hours: number; readonly perSecond: number; readonly errorShare?: number };

function pastWith({ hours, perSecond, errorShare = 0 }: Traffic): readonly PastMinute[] {
  const dice = seededDice(7);
  return Array.from({ length: hours * 60 }, (_none, minute) => {
    const requests = drawn(dice, perSecond * 120, 0.5);
    const errors = drawn(dice, requests, errorShare);
    return { ...QUIET, revision: 'then', atMs: T0 + minute * MINUTE, requests, errors, failedAtMs: [] };
  });
}

const howOf = (past: readonly PastMinute[], seed = 1) => backtest(past, policy, seed).attempts.map(({ how }) => how);

describe('a policy on the past', () => {
  test('promotes what is like stable, where there is enough traffic', () => {
    const { attempts } = backtest(pastWith({ hours: 4, perSecond: 200, errorShare: 0.0002 }), policy, 1);
    expect(new Set(attempts.map(({ how, percent }) => `${how} at ${percent}`))).toEqual(new Set(['promoted at 100']));
    expect(attempts.length).toBeGreaterThan(5);
  });

  test('begins after the hour that it is compared with, and each rollout after the one before', () => {
    const { attempts } = backtest(pastWith({ hours: 4, perSecond: 60 }), policy, 1);
    expect(attempts[0]?.fromMs).toBe(T0 + 60 * MINUTE);
    for (const [index, { fromMs }] of attempts.entries()) {
      expect(fromMs).toBeGreaterThanOrEqual(attempts[index - 1]?.untilMs ?? 0);
    }
  });

  test('asks a person where there is too little traffic', () => {
    const { attempts } = backtest(pastWith({ hours: 3, perSecond: 0.5 }), policy, 1);
    expect(new Set(attempts.map(({ how, percent }) => `${how} at ${percent}`))).toEqual(new Set(['asked at 5']));
    expect(new Set(attempts.map(({ verdict }) => verdict.ground))).toEqual(new Set(['evidence']));
  });

  test('goes the same way for the same seed', () => {
    const past = pastWith({ hours: 3, perSecond: 20, errorShare: 0.003 });
    expect(backtest(past, policy, 1)).toEqual(backtest(past, policy, 1));
  });

  test('comes to no end where the past is too short, or where there is none', () => {
    expect(howOf(pastWith({ hours: 1, perSecond: 60 }))).toEqual([]);
    expect(howOf([])).toEqual([]);
    expect(backtest([], policy, 1)).toEqual({ attempts: [], fromMs: 0, untilMs: 0, requests: 0, errors: 0 });
  });

  test('that switches all at once is replayed as that', () => {
    const atOnce = { ...policy, service: { ...policy.service, strategy: 'blue-green' as const } };
    const { attempts } = backtest(pastWith({ hours: 3, perSecond: 60 }), atOnce, 1);
    expect(new Set(attempts.map(({ how, percent }) => `${how} at ${percent}`))).toEqual(new Set(['promoted at 100']));
  });
});

test('a rate of wrong rollbacks comes with what it is surely below', () => {
  const base = backtest([], policy, 1);
  const [one] = backtest(pastWith({ hours: 2, perSecond: 60 }), policy, 1).attempts;
  if (!one) throw new Error('nothing was promoted');
  const attempts = Array.from({ length: 100 }, (_none, index) => ({
    ...one,
    how: index < 2 ? ('rolledBack' as const) : ('promoted' as const),
  }));
  const { share, sureBelow } = wrongRate({ ...base, attempts });
  expect(share).toBe(0.02);
  expect(sureBelow).toBeCloseTo(0.0616, 3);
  expect(wrongRate(base)).toEqual({ share: 0, sureBelow: 1 });
});
