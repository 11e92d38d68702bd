import { describe, expect, test } from 'vitest';
import type { Rollout } from '../../src/core/rollout.ts';
import { status } from '../../src/messages/status.ts';
import { expectGolden } from './golden.ts';
import { at, ROLLOUTS, T0 } from './rollouts.ts';

const stored = (...rollouts: readonly Rollout[]) => rollouts.map((rollout) => ({ rollout, version: 3 }));
const looked = { viewer: 'U0ANA', nowMs: at(120) };
const freeze = { reason: '5xx 5.2 % (214 of 4,100), limit 1 %', by: null, sinceMs: T0 };

describe('status', () => {
  test('shows what is live, what is frozen and what has ended', async () => {
    const rollouts = stored(ROLLOUTS.waiting, ROLLOUTS.stuck, ROLLOUTS.rolledBack, ROLLOUTS.succeeded);
    const freezes = [{ service: 'web-portal', env: 'prod', freeze }];
    await expectGolden('status', status({ rollouts, waiting: [], freezes }, looked));
  });

  test('shows what waits, and lets its requester leave', async () => {
    const waiting = [
      ROLLOUTS.queued,
      { ...ROLLOUTS.queued, id: '66bb66bb66', requestedBy: 'U0BO', held: 'it is frozen, 5xx 5.22 %' },
    ];
    const shown = { rollouts: stored(ROLLOUTS.waiting), waiting, freezes: [] };
    await expectGolden('status-waiting', status(shown, looked));
    const toOthers = JSON.stringify(status(shown, { ...looked, viewer: 'U0CY' }));
    expect(toOthers).not.toContain('stop_waiting');
  });

  test('says so when nothing is going on', async () => {
    await expectGolden('status-quiet', status({ rollouts: [], waiting: [], freezes: [] }, looked));
  });

  test('of very many shows the first ones and counts the rest', () => {
    const many = status(
      { rollouts: stored(...Array.from({ length: 30 }, () => ROLLOUTS.baking)), waiting: [], freezes: [] },
      looked,
    );
    expect(many.text).toContain('30 live rollouts');
    expect(JSON.stringify(many.blocks)).toContain('… and 20 more');
  });
});
