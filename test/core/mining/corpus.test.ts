import { expect, test } from 'vitest';
import { scoreOf } from '../../../bench/patterns/score.ts';
import { loggedErrors } from '../../../src/core/logged/logged-errors.ts';
import { grouped } from '../../../src/core/mining/grouped.ts';
import { signer } from '../../../src/core/mining/sign.ts';
import { redact } from '../../../src/core/redaction/redact.ts';
import { asLines, recordedErrors } from '../patterns/recorded-errors.ts';

/** So many instances of one revision write at the same time. */
const INSTANCES = 4;
const START_MS = 1_763_800_000_000;

test('everything that the programs wrote, lines of several instances mixed, is grouped by crash', () => {
  const errors = recordedErrors();
  const entries = errors.map((error, at) => {
    const lane = at % INSTANCES;
    // Instances write within milliseconds of each other; each of them an error every second.
    const atMs = START_MS + Math.floor(at / INSTANCES) * 1000 + lane * 3;
    return asLines(error, { instance: `instance-${lane}`, atMs });
  });
  const crashOf = new Map(
    entries.flatMap((lines, at) => {
      const { language = '', crash = '' } = errors[at] ?? {};
      return lines.map(({ insertId }) => [insertId, `${language} ${crash}`] as const);
    }),
  );
  const sign = signer();
  const read = loggedErrors(entries.flat(), redact).map(({ insertId, ...error }) => ({
    crash: crashOf.get(insertId) ?? '',
    signature: sign(error).signature,
  }));
  const groups = grouped(read.map(({ signature }) => signature));
  const groupOf = new Map(groups.flatMap(({ members }, group) => members.map(({ key }) => [key, group] as const)));

  expect(read).toHaveLength(errors.length);
  const found = read.map(({ signature }) => groupOf.get(signature.key) ?? -1);
  expect(
    scoreOf(
      read.map(({ crash }) => crash),
      found,
    ).GA,
  ).toBeGreaterThanOrEqual(0.95);
});
