import { expect, test } from 'vitest';
import { playRaces } from '../../bench/races/play.ts';

/** Drawn anew each time: the name of the test that failed says with which. */
const seed = 1 + Math.floor(Math.random() * 2 ** 30);
const ignore = () => undefined;

test(`a rollback wins every race against a shift that is being written, and a gate is won once (seed ${seed})`, {
  timeout: 240_000,
}, async () => {
  expect(await playRaces({ races: 20, gates: 10, presses: 20, seed }, ignore)).toEqual({
    races: 20,
    leftNotRolledBack: 0,
    gates: 10,
    presses: 200,
    wonOnce: 10,
    wonTwice: 0,
    losersTold: 190,
  });
});
