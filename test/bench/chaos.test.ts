import { describe, expect, test } from 'vitest';
import { chaosFigures } from '../../bench/chaos/report.ts';
import { withChaos } from '../../bench/chaos/run.ts';

/** The machine may be busy with everything at once: the run ends sooner when everything has come to its end sooner. */
const LONGEST_MS = 300_000;

const NOTHING = {
  ...{ commandsLost: 0, rolloutsLost: 0, answersMissing: 0, gatesSettledTwice: 0 },
  ...{ doubleWrites: 0, stepsSkipped: 0, leftSplit: 0 },
  ...{ slackMissing: 0, slackDoubled: 0, slackOutOfOrder: 0 },
};

describe('while processes are killed and the outside fails', () => {
  test('nothing is lost, nothing done twice, nothing left half done', { timeout: LONGEST_MS }, async ({ signal }) => {
    const wanted = { kills: 6, minutes: 0.1, seed: 11, settleS: 200, say: () => undefined, signal };
    const { figures, findings } = await withChaos(wanted, (ran) => chaosFigures(ran, wanted));
    expect(findings).toEqual([]);
    expect(figures).toMatchObject(NOTHING);
    expect(figures['kills']).toBeGreaterThanOrEqual(6);
    expect(figures['rollouts']).toBeGreaterThan(0);
    expect(figures['commandsTaken']).toBeGreaterThan(0);
  });
});
