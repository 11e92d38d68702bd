import { expect, test } from 'vitest';
import { keptLedgers } from '../../jobs/ledgers.ts';
import { measure } from '../../jobs/measure.ts';
import { seededDice } from '../../src/core/backtest/dice.ts';
import { differencesOf } from '../../src/core/judge/differences.ts';
import { verdictAgain } from '../../src/core/judge/replay.ts';
import type { RolloutIn } from '../../src/core/rollout.ts';
import { memoryArchive } from '../fakes/archive.ts';
import { catalog } from '../fakes/catalog.ts';
import { jobTown } from '../fakes/job-world.ts';
import { MINUTE, ROLLOUTS, T0 } from '../messages/rollouts.ts';

const { canary, stable } = ROLLOUTS.baking;
const LASTS_MIN = 110;
const SHIFTS = [
  { atMin: 0, percent: 5 },
  { atMin: 11, percent: 25 },
  { atMin: 27, percent: 50 },
];

/** Two hours of a service that errs a little and is slow now and then, whose canary is a little worse. */
function busyTown() {
  const town = memoryArchive({ nowMs: T0 + 3 * 60 * MINUTE });
  const dice = seededDice(4);
  const revisions = [canary, stable?.revision ?? ''] as const;
  for (let minute = -60; minute < LASTS_MIN; minute++) {
    const percent = SHIFTS.findLast(({ atMin }) => atMin <= minute)?.percent ?? 0;
    const atMs = T0 + minute * MINUTE;
    for (const [revision, share] of [
      [revisions[0], percent],
      [revisions[1], 100 - percent],
    ] as const) {
      const errors = Math.floor(dice() * 4);
      const requests = Math.round(60 * share * (0.8 + dice() / 3));
      if (requests === 0) continue;
      town.count(revision, atMs, requests, errors);
      for (let one = 0; one < errors; one++) {
        const failedAtMs = atMs + Math.floor(dice() * 12) * 5_000;
        town.fail(revision, failedAtMs, 1, failedAtMs + 5_000 + Math.floor(dice() * 20_000));
      }
    }
  }
  return town;
}

function bakingAt(nowMs: number): RolloutIn<'baking'> {
  const real = SHIFTS.filter(({ atMin }) => T0 + atMin * MINUTE <= nowMs);
  const marks = real.map(({ atMin, percent }) => ({ percent, atMs: T0 + atMin * MINUTE, requests: 0, errors: 0 }));
  const sinceMs = marks.at(-1)?.atMs ?? T0;
  return { ...ROLLOUTS.baking, marks, sinceMs, phaseIndex: marks.length - 1 };
}

test('what a worker folds away while it looks, nobody misses who makes the verdict again', async () => {
  const { archive } = busyTown();
  const { world } = jobTown();
  const view = await world.cloudRun.read({ project: 'acme-prod', region: 'europe-west1', service: 'api-gateway' });
  if (view === null) throw new Error('there is no such service');
  let nowMs = T0;
  const evidence = {
    ...world.evidence,
    read: (...[at, revisions, sinceMs]: Parameters<typeof world.evidence.read>) =>
      archive.readAsOf(at, revisions, sinceMs, String(nowMs)),
  };
  const looking = { ...world, catalog: () => catalog, evidence, ledgers: keptLedgers(), now: () => nowMs };
  const found: string[] = [];
  let folded = 0;
  while (nowMs < T0 + LASTS_MIN * MINUTE) {
    nowMs += 30_000;
    const { verdict, basis } = await measure(bakingAt(nowMs), view, looking);
    const revisions = [canary, stable?.revision ?? ''];
    const whole = await archive.readAsOf(basis.place, revisions, basis.sinceMs, basis.watermark);
    const differences = differencesOf(verdict, verdictAgain(basis, whole));
    if (differences.length > 0) found.push(`${(nowMs - T0) / MINUTE} min: ${JSON.stringify(differences)}`);
    folded = looking.ledgers.read(ROLLOUTS.baking.id)?.ledger?.untilMs ?? 0;
  }
  expect(folded).toBeGreaterThan(T0 + 30 * MINUTE);
  expect(found).toEqual([]);
});
