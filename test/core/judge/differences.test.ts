import { expect, test } from 'vitest';
import { differencesOf } from '../../../src/core/judge/differences.ts';
import { failing, passing, sample } from '../../messages/rollouts.ts';

test('a verdict does not differ from itself, nor from what was stored of it', () => {
  expect(differencesOf(passing, passing)).toEqual([]);
  const stored: unknown = JSON.parse(JSON.stringify(failing));
  expect(stored).toEqual(failing);
  expect(differencesOf(failing, structuredClone(failing))).toEqual([]);
});

test('whatever differs is told by its path, down to the last digit', () => {
  const proof = { sureBelow: 0.1 + 0.2, mustBeBelow: 0.5, requests: 9, missingRequests: 1, etaMs: null };
  const one = { ...passing, proof };
  const other = { ...passing, because: 'else', proof: { ...proof, sureBelow: 0.3, etaMs: 5 } };
  expect(differencesOf(one, other)).toEqual([
    { what: 'proof.sureBelow', was: '0.30000000000000004', now: '0.3' },
    { what: 'proof.etaMs', was: 'null', now: '5' },
    { what: 'because', was: JSON.stringify(passing.because), now: '"else"' },
  ]);
});

test('what one has and the other has not differs', () => {
  const proof = { sureBelow: 0.1, mustBeBelow: 0.5, requests: 9, missingRequests: 1, etaMs: null };
  const what = differencesOf({ ...passing, sample }, { ...passing, sample, proof }).map((one) => [one.what, one.was]);
  expect(what).toContainEqual(['proof', 'null']);
  expect(what).toContainEqual(['proof.requests', 'nothing']);
});
