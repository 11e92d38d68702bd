import { expect, test } from 'vitest';
import { type OthersMoved, spansWith } from '../../src/core/others-moved.ts';

const moved = { traffic: { was: [], now: [] } };
const tagged = { traffic: null };
const open: readonly OthersMoved[] = [{ fromMs: 85_000, untilMs: null }];
const closed: readonly OthersMoved[] = [{ fromMs: 85_000, untilMs: 200_000 }];

test.for<readonly [string, readonly OthersMoved[], Parameters<typeof spansWith>[1], number, readonly OthersMoved[]]>([
  ['nothing changed', [], null, 100_000, []],
  ['others changed a tag alone', [], tagged, 100_000, []],
  ['others moved traffic: it began before it was noticed', [], moved, 100_000, open],
  ['they hold it on', open, moved, 150_000, open],
  ['it is as it was again', open, null, 200_000, closed],
  ['only a tag is left', open, tagged, 200_000, closed],
  ['they do it again', closed, moved, 300_000, [...closed, { fromMs: 285_000, untilMs: null }]],
])('%s', ([, spans, foreign, nowMs, expected]) => {
  expect(spansWith(spans, foreign, nowMs)).toEqual(expected);
});
