import { describe, expect, test } from 'vitest';
import type { Rollout } from '../../src/core/rollout.ts';
import { status } from '../../src/messages/status.ts';
import { expectGolden } from './golden.ts';
import { at, ROLLOUTS, T0 } from './rollouts.ts';

const stored = (...rollouts: readonly Rollout[]) => rollouts.map((rollout) => ({ rollout, version: 3 }));
const freeze = { reason: '5xx 214/4100 = 5.22 %, limit 1 %', by: null, sinceMs: T0 };

describe('status', () => {
  test('shows what is live, what is frozen and what has ended', async () => {
    const rollouts = stored(ROLLOUTS.waiting, ROLLOUTS.stuck, ROLLOUTS.rolledBack, ROLLOUTS.succeeded);
    const freezes = [{ service: 'web-portal', env: 'prod', freeze }];
    await expectGolden('status', status(rollouts, freezes, at(120)));
  });

  test('says so when nothing is going on', async () => {
    await expectGolden('status-quiet', status([], [], at(120)));
  });

  test('of very many shows the first ones and counts the rest', () => {
    const many = status(stored(...Array.from({ length: 30 }, () => ROLLOUTS.baking)), [], at(120));
    expect(many.text).toContain('30 live rollouts');
    expect(JSON.stringify(many.blocks)).toContain('… and 20 more');
  });
});
