import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Mute } from '../../src/core/patterns/report.ts';
import type { Mutes } from '../../src/ports/patterns.ts';
import { errorKeys } from '../../src/redis/error-keys.ts';
import { redisMutes } from '../../src/redis/mutes.ts';
import { memoryMutes } from '../fakes/errors.ts';
import { AT, START_MS } from './an-error.ts';
import { type RedisTown, redisTown } from './town.ts';

let town: RedisTown;
let nowMs = START_MS;
beforeAll(async () => {
  town = await redisTown();
});
afterAll(() => town.stop());

describe.each([
  ['in Redis', async () => redisMutes((await town.place()).space, () => nowMs)],
  ['in memory', async () => memoryMutes(() => nowMs)],
] as const)('what is muted of a service, %s', (_name, begin) => {
  let mutes: Mutes;
  beforeEach(async () => {
    nowMs = START_MS;
    mutes = await begin();
  });
  const aMute = (patternId: string, forMs: number): Mute => ({
    ...{
      patternId,
      keys: [patternId, 'older'],
      template: 'upstream <*> answered',
      by: 'U0BO',
      sinceMs: nowMs,
      untilMs: nowMs + forMs,
    },
  });

  test('is nothing until somebody mutes it, and then that, the oldest first', async () => {
    expect(await mutes.of(AT)).toEqual([]);
    const first = aMute('bbb', 1_000);
    await mutes.mute(AT, first);
    nowMs += 1;
    const second = aMute('aaa', 1_000);
    await mutes.mute(AT, second);
    expect(await mutes.of(AT)).toEqual([first, second]);
    expect(await mutes.of({ ...AT, region: 'us-east1' })).toEqual([]);
  });

  test('is so until its time is over, and that is the one of the last who muted it', async () => {
    await mutes.mute(AT, aMute('aaa', 1_000));
    await mutes.mute(AT, aMute('bbb', 5_000));
    await mutes.mute(AT, aMute('aaa', 2_000));
    nowMs += 1_999;
    expect(await mutes.of(AT)).toHaveLength(2);
    nowMs += 1;
    expect(await mutes.of(AT)).toMatchObject([{ patternId: 'bbb' }]);
    await mutes.mute(AT, aMute('ccc', 1_000));
    expect(await mutes.of(AT)).toHaveLength(2);
  });

  test('can be heard again at once, if it was muted', async () => {
    await mutes.mute(AT, aMute('aaa', 1_000));
    expect(await mutes.unmute(AT, 'bbb')).toBe(false);
    expect(await mutes.unmute(AT, 'aaa')).toBe(true);
    expect(await mutes.unmute(AT, 'aaa')).toBe(false);
    await mutes.mute(AT, aMute('aaa', 1_000));
    nowMs += 1_000;
    expect(await mutes.unmute(AT, 'aaa')).toBe(false);
  });
});

test('one that cannot be read takes no other with it', async () => {
  const { space } = await town.place();
  const mutes = redisMutes(space, () => nowMs);
  const one = { patternId: 'aaa', keys: ['aaa'], template: 'it', by: 'U0BO', sinceMs: nowMs, untilMs: nowMs + 1_000 };
  await space.client.hset(errorKeys(space.prefix, AT).mutes, 'bbb', '{"v":9}');
  await mutes.mute(AT, one);
  expect(await mutes.of(AT)).toEqual([one]);
  expect(await mutes.unmute(AT, 'bbb')).toBe(false);
});
