import { describe, expect, test } from 'vitest';
import { CANARY_EVERY_MS, type QueueLife, steadiness, whyLeave } from '../../src/redis/silence.ts';

const NOW_MS = 1_000_000;
const ago = (seconds: number) => NOW_MS - seconds * 1_000;
const steadyFor = (seconds: number) => ({ sinceMs: ago(seconds), checkedAtMs: NOW_MS });
const ticks = (lookedS: number, canaryS: number | null): QueueLife => ({
  queue: 'ticks',
  lookedAtMs: ago(lookedS),
  canarySinceMs: canaryS === null ? null : ago(canaryS),
});

describe('a process stays or leaves', () => {
  test.for([
    ['its worker has just looked, its canary is through', ticks(1, null), steadyFor(600), []],
    ['its worker is slow, but not silent', ticks(60, null), steadyFor(600), []],
    [
      'its worker is silent',
      ticks(61, null),
      steadyFor(600),
      [/our worker of "ticks" has not looked for work for 61 s/],
    ],
    ['its canary waits', ticks(1, 60), steadyFor(600), []],
    ['its canary is not carried out', ticks(1, 75), steadyFor(600), [/nobody .* canary in "ticks" for 75 s/]],
    ['both: said once', ticks(90, 90), steadyFor(600), [/not looked .* 90 s/]],
    ['Redis was away until a moment ago', ticks(600, 600), steadyFor(5), []],
    ['Redis is back for long enough', ticks(600, 600), steadyFor(61), [/61 s/]],
    ['it has just begun', ticks(2, null), steadyFor(2), []],
  ] as const)('when %s', ([, life, steady, reasons]) => {
    expect(whyLeave([life], steady, NOW_MS)).toEqual(reasons.map((words) => expect.stringMatching(words)));
  });

  test('and names every queue that is silent', () => {
    const lives = [ticks(61, null), { ...ticks(1, null), queue: 'slack' }, { ...ticks(1, 61), queue: 'commands' }];
    expect(whyLeave(lives, steadyFor(600), NOW_MS)).toHaveLength(2);
  });
});

describe('silence counts from', () => {
  const before = { sinceMs: ago(600), checkedAtMs: ago(CANARY_EVERY_MS / 1_000) };

  test.for([
    ['where it did, while Redis answers and we are awake', before, true, ago(600)],
    ['now, when Redis does not answer', before, false, NOW_MS],
    ['now, when we have slept ourselves', { ...before, checkedAtMs: ago(46) }, true, NOW_MS],
    ['where it did, when we were a little late', { ...before, checkedAtMs: ago(44) }, true, ago(600)],
  ] as const)('%s', ([, steady, answers, sinceMs]) => {
    expect(steadiness(steady, NOW_MS, answers)).toEqual({ sinceMs, checkedAtMs: NOW_MS });
  });
});
