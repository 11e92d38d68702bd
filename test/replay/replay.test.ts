import { beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_PARAMS, JUDGE_VERSION } from '../../src/core/judge/params.ts';
import { replayText, whatIfText } from '../../src/messages/replay.ts';
import { replay, whatIf } from '../../src/replay.ts';
import { MINUTE, ROLLOUTS, T0 } from '../messages/rollouts.ts';
import { archiveOf, BREAKS_AT_MS, canary, played } from './played.ts';

const town = archiveOf(1);
let judged: Awaited<ReturnType<typeof played>>;
beforeAll(async () => {
  judged = await played(town);
});

describe('the verdicts on a canary that broke', () => {
  test('are the same when they are made again', async () => {
    const rows = await replay(judged, town.archive);
    expect(rows.map((row) => [row.judged.did, row.now?.kind, row.differences])).toEqual([
      ['turn', 'inconclusive', []],
      ['rollBack', 'fail', []],
    ]);
  });

  test('are the same whatever has arrived since', async () => {
    const later = archiveOf(1);
    later.fail(canary, T0 + 5_000, 500, T0 + 50 * MINUTE);
    const rows = await replay(judged, later.archive);
    expect(rows.flatMap(({ differences }) => differences)).toEqual([]);
  });

  test('differ where the evidence is not what it was, and it is told how', async () => {
    const rows = await replay(judged, archiveOf(0.5).archive);
    const what = rows.at(-1)?.differences.map((one) => one.what);
    expect(what).toContain('sample.canary.errors');
    const text = replayText(ROLLOUTS.rolledBack, rows, JUDGE_VERSION);
    expect(text).toMatch(/sample\.canary\.errors: \d+ → \d+/);
    expect(text).toContain('1 of 2 verdicts the same.');
  });

  test('cannot be made again when their evidence is gone, and it is said', async () => {
    const rows = await replay(judged, archiveOf(1, { keptMs: 30 * MINUTE }).archive);
    expect(rows.map(({ now }) => now)).toEqual([null, null]);
    const text = replayText(ROLLOUTS.rolledBack, rows, JUDGE_VERSION);
    expect(text).toContain('of 2 verdicts the evidence is gone: it is kept for a week.');
    expect(await whatIf(judged, {}, archiveOf(1, { keptMs: 30 * MINUTE }).archive)).toBeNull();
  });

  test('by another version of the judge are told as that', async () => {
    const older = judged.map((one) => ({ ...one, judgeVersion: 0 }));
    const text = replayText(ROLLOUTS.rolledBack, await replay(older, town.archive), JUDGE_VERSION);
    expect(text).toContain(`Judged by version 0 of the judge; this one is version ${JUDGE_VERSION} and may differ.`);
  });

  test('under the parameters of then are made again under these', async () => {
    const slow = await played(town, { fewestWindows: 20 });
    expect((await replay(slow, town.archive)).flatMap(({ differences }) => differences)).toEqual([]);
    const shy = judged.map((one) => ({ ...one, params: { fewestWindows: 1_000, deadChance: 0 } }));
    expect((await replay(shy, town.archive)).flatMap(({ differences }) => differences)).not.toEqual([]);
  });

  test('are told as a table', async () => {
    const lines = replayText(ROLLOUTS.rolledBack, await replay(judged, town.archive), JUDGE_VERSION).split('\n');
    expect(lines.slice(0, 4)).toEqual([
      `api-gateway in prod, rollout ${ROLLOUTS.rolledBack.id}: Rolled back`,
      '',
      expect.stringMatching(/^Time \(UTC\) +Share +What came of it +Verdict then +Verdict now$/),
      expect.stringMatching(/^2026-11-21 14:00:10 +5 % +another verdict +inconclusive .*same$/),
    ]);
    expect(lines.find((line) => line.includes('rolled back'))).toMatch(
      / 5 % +rolled back +fail \(errors\) +fail .*same$/,
    );
    expect(lines.at(-1)).toBe('2 of 2 verdicts the same.');
  });
});

test('a rollout that no verdict has changed has nothing to be made again', () => {
  expect(replayText(ROLLOUTS.failed, [], JUDGE_VERSION)).toContain('there is nothing to make again');
});

describe('what if the judge', () => {
  const ask = async (turned: Parameters<typeof whatIf>[1]) => {
    const found = await whatIf(judged, turned, town.archive);
    return found === null ? '' : whatIfText('that', found);
  };

  test('had been as it was: the same', async () => {
    expect(await ask(DEFAULT_PARAMS)).toMatch(/^With that, \d+ looks made again: every verdict would have been/);
  });

  test('had not been so slow: it would have rolled back earlier', async () => {
    const slow = await played(town, { fewestWindows: 20, deadChance: 0 });
    expect(slow.at(-1)?.did).toBe('rollBack');
    const found = await whatIf(slow, DEFAULT_PARAMS, town.archive);
    const earlierS = ((slow.at(-1)?.atMs ?? 0) - (judged.at(-1)?.atMs ?? 0)) / 1_000;
    expect(earlierS).toBeGreaterThan(0);
    expect(found && whatIfText('that', found)).toContain(`It would have rolled back here, ${earlierS} s earlier.`);
  });

  test('had never bet: it would not have rolled back', async () => {
    const shy = { fewestWindows: 1_000, deadChance: 0 };
    const text = await ask(shy);
    expect(text).toContain('It would not have rolled back when it did.');
    expect(text).toMatch(/it says +fail/);
    expect(text).toMatch(/it would say +inconclusive/);
  });

  test('is asked at every look from the first verdict to the last', async () => {
    const last = judged.at(-1)?.atMs ?? 0;
    expect(last).toBeGreaterThan(BREAKS_AT_MS);
    expect((await whatIf(judged, {}, town.archive))?.looks).toBe((last - T0) / 10_000);
  });
});
