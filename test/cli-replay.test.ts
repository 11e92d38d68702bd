import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Basis, Judged } from '../src/core/judge/judged.ts';
import { JUDGE_VERSION } from '../src/core/judge/params.ts';
import { verdictAgain } from '../src/core/judge/replay.ts';
import { PREFIX } from '../src/redis/connect.ts';
import { redisEvidence } from '../src/redis/evidence.ts';
import { redisHearing } from '../src/redis/hearing.ts';
import { redisRollouts } from '../src/redis/rollouts.ts';
import { QUIET } from './fakes/archive.ts';
import { MINUTE, ROLLOUTS } from './messages/rollouts.ts';
import { another, commitOf } from './redis/commits.ts';
import { judgedAt } from './redis/judgements.ts';
import { type RedisTown, redisTown } from './redis/town.ts';
import { slipway } from './slipway-cli.ts';

const LONGEST_MS = 30_000;
/** The journal of the evidence bears the time of Redis: this is of the present hour. */
const BEGAN_MS = Math.floor(Date.now() / MINUTE) * MINUTE - 6 * MINUTE;
const LOOKED_AT_MS = BEGAN_MS + 5 * MINUTE;

const rollout = another(ROLLOUTS.rolledBack);
const unjudged = another(ROLLOUTS.failed);
const wrong = another(ROLLOUTS.rolledBack);
const old = another(ROLLOUTS.rolledBack);

let town: RedisTown;
beforeAll(async () => {
  town = await redisTown();
  const { space, queues } = await town.connect('worker', PREFIX);
  const evidence = redisEvidence(space, { now: Date.now, windowMs: () => 5_000 });
  const hearing = redisHearing(space, Date.now);
  const { version: _, verdict: _verdict, did: _did, ...usual } = judgedAt(LOOKED_AT_MS, { params: {}, leftOut: [] });
  const { place, canary, stable } = usual;
  await hearing.hold(place.project, 'w1', MINUTE);
  await hearing.begin(place.project, [place.service], BEGAN_MS - MINUTE);
  await hearing.heard(place.project, 'w1', { fromMs: BEGAN_MS - MINUTE, untilMs: LOOKED_AT_MS });
  await evidence.count(place, badRequests(canary));
  await evidence.countMinutes(place, minutesOf(canary, 300).concat(minutesOf(stable ?? '', 5_700)));
  const { watermark } = await evidence.read(place, [canary, stable ?? ''], BEGAN_MS);
  const shifts = [{ atMs: BEGAN_MS, percent: 5 }];
  const trial = { ...usual.trial, shifts, sinceMs: BEGAN_MS, bakedMs: 5 * MINUTE };
  const basis: Basis = { ...usual, judgeVersion: JUDGE_VERSION, sinceMs: BEGAN_MS, watermark, trial };
  const known = await evidence.readAsOf(place, [canary, stable ?? ''], BEGAN_MS, watermark);
  const judged: Judged = { ...basis, version: 1, verdict: verdictAgain(basis, known), did: 'rollBack' };
  // What comes later is no part of it.
  await evidence.count(place, badRequests(canary, 'late'));
  const rollouts = redisRollouts(space, queues, Date.now);
  const verdict = { ...judged.verdict, because: 'it was a Friday' };
  await rollouts.commit(commitOf(rollout, 0, { judged }));
  await rollouts.commit(commitOf(unjudged, 0));
  await rollouts.commit(commitOf(wrong, 0, { judged: { ...judged, verdict } }));
  await rollouts.commit(commitOf(old, 0, { judged: { ...judged, sinceMs: BEGAN_MS - 8 * 24 * 60 * MINUTE } }));
});
afterAll(() => town.stop());

function badRequests(revision: string, name = 'i') {
  return Array.from({ length: 60 }, (_none, index) => ({
    insertId: `${name}${index}`,
    atMs: BEGAN_MS + 3 * MINUTE + index * 2_000,
    revision,
    client: null,
    outcome: 'failed' as const,
    slow: false,
    verySlow: false,
  }));
}

function minutesOf(revision: string, requests: number) {
  return [0, 1, 2].map((minute) => ({ ...QUIET, revision, atMs: BEGAN_MS + minute * MINUTE, requests }));
}

const replay = (id: string, ...more: readonly string[]) => slipway(['replay', id, ...more], town.server.url);

describe('the verdicts of a rollout, made again from a terminal,', { timeout: LONGEST_MS }, () => {
  test('are the same', async () => {
    const { code, said } = await replay(rollout.id);
    expect(said).toMatch(/ 5 % +rolled back +fail .*same\n/);
    expect(said).toContain('1 of 1 verdict the same.');
    expect(code).toBe(0);
  });

  test('that are not the same are told apart, and end with a 1', async () => {
    const { code, said } = await replay(wrong.id);
    expect(said).toMatch(/because: "it was a Friday" → "5xx/);
    expect([code, said]).toEqual([1, expect.stringContaining('0 of 1 verdict the same.')]);
  });

  test('whose evidence is gone end with a 1', async () => {
    const { code, said } = await replay(old.id);
    expect([code, said]).toEqual([1, expect.stringContaining('the evidence is gone: it is kept for a week')]);
  });

  test('under other parameters are told, too', async () => {
    const { code, said } = await replay(rollout.id, '--judge-params', 'fewestWindows=1000,alpha=0,deadChance=0');
    expect(said).toContain('With fewestWindows=1000, alpha=0, deadChance=0, 1 look made again: it would have parted');
    expect(code).toBe(0);
  });

  test('are one JSON object for machines', async () => {
    const { said } = await replay(rollout.id, '--json');
    expect(JSON.parse(said)).toMatchObject({
      rollout: rollout.id,
      judgeVersion: JUDGE_VERSION,
      verdicts: [{ judged: { did: 'rollBack' }, now: { kind: 'fail' }, differences: [] }],
      whatIf: null,
    });
  });

  test.for([
    ['of a rollout that nobody knows', ['ffffffffff'], 1, 'Nothing is known of a rollout ffffffffff.'],
    ['that there were none of', [unjudged.id], 0, 'there is nothing to make again'],
    ['under a parameter that the judge has not', [rollout.id, '--judge-params', 'alfa=1'], 2, 'no parameter "alfa"'],
    ['of nothing', [], 2, 'npm run slipway -- replay ROLLOUT'],
    ['under an option that is none', [rollout.id, '--params', 'x'], 1, "Unknown option '--params'"],
  ] as const)('%s are answered in a sentence', async ([, words, code, sentence]) => {
    const ended = await slipway(['replay', ...words], town.server.url);
    expect([ended.code, ended.said]).toEqual([code, expect.stringContaining(sentence)]);
  });

  test('cannot be had while Redis is away, and it is said', async () => {
    const { code, said } = await slipway(['replay', rollout.id], 'redis://127.0.0.1:1');
    expect([code, said]).toEqual([1, expect.stringContaining('Redis did not answer')]);
  });
});
