import { describe, expect, test } from 'vitest';
import type { Act } from '../../bench/chaos/acts.ts';
import { isFinishedUnjudged, stepsSkipped } from '../../bench/chaos/count-cloud-run.ts';
import { commandsLost, gatesSettledTwice } from '../../bench/chaos/count-people.ts';
import { rolloutsLost, slackDoubled, slackMissing, slackOutOfOrder } from '../../bench/chaos/count-slack.ts';
import type { Seen } from '../../bench/chaos/evidence.ts';
import { isHitTwice } from '../../bench/chaos/resume.ts';
import type { Shown } from '../../bench/chaos/slack-diary.ts';
import type { JournalEntry } from '../../sandbox/google/cloud-run/journal.ts';

const ID = '0123456789';
const CANARY = `checkout-r${ID}`;
const PLACE = {
  service: 'checkout',
  env: 'prod',
  channel: 'C1',
  name: 'checkout',
  image: 'i',
  percents: [10, 50, 100],
};

/** A write of Slipway's that Cloud Run took at this time; `percent` is the canary's share that it asks for. */
function write(atMs: number, state: string, percent: number): JournalEntry {
  return {
    ...{ atMs, method: 'UpdateService', service: 'checkout', caller: 'slipway', client: 'slipway', etagSent: '"1"' },
    ...{ mask: [], trafficBefore: [], latestBefore: '', manualInstanceCount: null, outcome: 'committed', message: '' },
    trafficAfter: [{ revision: CANARY, percent, tag: 'canary' }],
    annotations: { 'slipway/rollout': ID, 'slipway/step': `${atMs}-${state}` },
    revision: state === 'deploying' ? CANARY : '',
  };
}

/** A message of the thread that was decided at this version and stands at this time. */
function said(version: number, text: string, atMs = version): Shown {
  const where = { channelId: 'C1', ts: String(atMs), threadTs: '0', userId: null } as const;
  return { atMs, how: 'post', ...where, text, mark: { rolloutId: ID, version, index: 1 } };
}

const WRITES = [
  write(2, 'deploying', 0),
  write(10, 'shifting', 10),
  write(20, 'shifting', 50),
  write(30, 'shifting', 100),
  write(40, 'baking', 100),
];
const LINES = [
  said(1, 'Started checkout in prod'),
  said(3, `Revision ${CANARY} created; it has no traffic yet.`),
  said(9, `${CANARY} answers as it should: version.`),
  said(11, 'The canary of checkout in prod serves 10 %.'),
  said(19, 'Moving checkout in prod to 50 %, by bo.'),
  said(21, 'The canary of checkout in prod serves 50 %.'),
  said(29, 'Moving checkout in prod to 100 %, by bo.'),
  said(31, 'The canary of checkout in prod serves 100 %.'),
  said(41, '*checkout in prod is deployed*: v1 serves all traffic.'),
];
const GOOD: Seen = {
  ...{ id: ID, place: PLACE, canary: CANARY, writes: WRITES, lines: LINES },
  roots: [{ ...said(0, 'checkout in prod: Deploying.'), threadTs: null }],
  card: 'checkout in prod: Succeeded. Started by ana.',
};
const without = <T>(list: readonly T[], index: number) => list.filter((_, at) => at !== index);
const again = <T>(list: readonly T[], index: number) => list.flatMap((one, at) => (at === index ? [one, one] : [one]));

describe('a rollout that went as it should', () => {
  test.each([
    ['rollouts lost', rolloutsLost],
    ['steps skipped', stepsSkipped],
    ['messages missing', slackMissing],
    ['messages doubled', slackDoubled],
    ['messages out of order', slackOutOfOrder],
  ])('%s: none', (_what, count) => {
    expect(count([GOOD])).toEqual([]);
  });
});

const STOPPED = 'checkout in prod is stopped: mia changed it outside Slipway.';
const ADOPTED = 'ana adopted it for checkout in prod: mia changed it.';
const RESTORED = 'ana restores checkout in prod over this: mia changed it. Going back to 50 %.';
const REACHED = LINES[5]?.text ?? '';

describe('a rollout that somebody else changed meanwhile', () => {
  test.each<[string, (rollouts: readonly Seen[]) => readonly string[], readonly Shown[], number]>([
    ['a share that is real again', slackDoubled, [said(22, STOPPED), said(23, RESTORED), said(25, REACHED)], 0],
    ['a share moved to again', slackDoubled, [said(22, STOPPED), said(23, ADOPTED), said(25, REACHED)], 0],
    ['the same told twice after it', slackDoubled, [said(23, RESTORED), said(25, REACHED), said(26, REACHED)], 1],
    ['the same before it', slackDoubled, [said(22, REACHED), said(23, RESTORED)], 1],
    ['one message twice after it', slackDoubled, [said(23, RESTORED), said(25, REACHED), said(25, REACHED)], 1],
    ['what happens once only', slackDoubled, [said(23, RESTORED), said(25, LINES[1]?.text ?? '')], 1],
  ])('messages doubled, %s', (_what, count, more, found) => {
    const lines = [...LINES, ...more].toSorted((one, other) => one.atMs - other.atMs);
    expect(count([{ ...GOOD, lines }])).toHaveLength(found);
  });

  test.each([
    ['changed before it was committed', [said(21, STOPPED), said(23, ADOPTED)], 0],
    ['committed, and changed later', [said(22, 'The time is up.'), said(24, STOPPED)], 1],
    ['never told, and nobody changed it', [], 1],
  ])('messages missing, a share %s', (_what, more, found) => {
    const lines = [...without(LINES, 5), ...more];
    expect(slackMissing([{ ...GOOD, lines }])).toHaveLength(found);
  });
});

describe('what people would suffer is found', () => {
  test.each<[string, (rollouts: readonly Seen[]) => readonly string[], Partial<Seen>]>([
    ['a rollout whose card says that it still runs', rolloutsLost, { card: 'checkout in prod: Canary 10 %.' }],
    ['a rollout without a card', rolloutsLost, { roots: [], card: null }],
    ['a share that was never tried', stepsSkipped, { writes: without(WRITES, 2) }],
    ['a share that is in no plan', stepsSkipped, { writes: [...WRITES, write(50, 'shifting', 70)] }],
    ['a card that is missing', slackMissing, { roots: [], card: null }],
    ...[1, 2, 3, 4, 5, 6, 7, 8].map((index): [string, typeof slackMissing, Partial<Seen>] => [
      `a line that is missing: ${LINES[index]?.text}`,
      slackMissing,
      { lines: without(LINES, index) },
    ]),
    ['an end that the card does not show', slackMissing, { card: 'checkout in prod: Canary 100 %.' }],
    ['a second card', slackDoubled, { roots: again(GOOD.roots, 0) }],
    ...LINES.map((line, index): [string, typeof slackDoubled, Partial<Seen>] => [
      `a line that stands twice: ${line.text}`,
      slackDoubled,
      { lines: again(LINES, index) },
    ]),
    ['the same told by two decisions', slackDoubled, { lines: [...LINES, said(50, LINES[5]?.text ?? '')] }],
    ['a line below a later one', slackOutOfOrder, { lines: [...LINES.slice(0, 5), said(2, 'Late.', 20)] }],
    ['a line below the end', slackOutOfOrder, { lines: [...LINES, said(50, 'checkout in prod goes on.')] }],
    ['a share that is told before it is asked for', slackOutOfOrder, { writes: without(WRITES, 2) }],
  ])('%s', (_what, count, wrong) => {
    expect(count([{ ...GOOD, ...wrong }])).toHaveLength(1);
  });
});

function press(userId: string, answer: string | null): Act {
  const told = answer === null ? null : said(20, answer);
  const what = { verb: 'advance', place: PLACE, words: 'advance', button: `${ID}.18` } as const;
  return { ...what, userId, atMs: 18, acknowledgedAtMs: 18, answer: told };
}

const ADVANCED = 'checkout in prod moves to 50 %. See the card';
const TOO_LATE = 'Already taken, nothing was done twice.';

describe('what people were told', () => {
  const evidence = (acts: readonly Act[]) => ({ acts });

  test.each([
    ['one advanced it, the other was told so', [press('bo', ADVANCED), press('cy', TOO_LATE)], 0],
    ['one was told twice', [press('bo', ADVANCED), press('bo', ADVANCED)], 0],
    ['both were told that it was they', [press('bo', ADVANCED), press('cy', ADVANCED)], 1],
  ])('gates: %s', (_what, acts, count) => {
    expect(gatesSettledTwice(evidence(acts))).toHaveLength(count);
  });

  test.each([
    ['taken and answered', [press('bo', ADVANCED)], [GOOD], 0],
    ['taken and done, as the thread says', [press('bo', null)], [GOOD], 0],
    ['taken, and then nothing', [press('bo', null)], [{ ...GOOD, lines: LINES.slice(0, 4) }], 1],
    ['never taken', [{ ...press('bo', null), acknowledgedAtMs: null }], [{ ...GOOD, lines: [] }], 0],
  ])('commands: %s', (_what, acts, rollouts, count) => {
    expect(commandsLost(evidence(acts), rollouts)).toHaveLength(count);
  });
});

describe('a share that others gave and a person adopted', () => {
  const theirs = (percent: number): JournalEntry => ({
    ...write(15, 'shifting', percent),
    trafficBefore: [{ revision: CANARY, percent, tag: '' }],
  });
  const [created, first] = WRITES.slice(0, 2);

  test.each([
    ['goes on to the step above it', 65, 100, 0],
    ['goes on to the step above it, from below the second', 30, 50, 0],
    ['leaves out a step', 30, 100, 1],
  ])('%s', (_what, adopted, next, found) => {
    const writes = [...(created && first ? [created, first] : []), theirs(adopted), write(20, 'shifting', next)];
    expect(stepsSkipped([{ ...GOOD, writes }])).toHaveLength(found);
  });
});

describe('whether a person finished a rollout, told that evidence was missing', () => {
  const finished = [...WRITES.slice(0, 4), write(40, 'waiting', 100)];
  const lines = (asked: string) => [...LINES.slice(0, 8), said(35, asked), ...LINES.slice(8)];
  const MISSING = 'The time at 100 % is up, but evidence is missing for checkout in prod: no requests.';

  test.each([
    ['so it was', finished, lines(MISSING), true],
    [
      'so it was, after a longer time',
      finished,
      lines(MISSING.replace(' is up', ' is up, after 9 s instead of 3 s')),
      true,
    ],
    [
      'it fails, and nothing can be proved',
      finished,
      lines('The time at 100 % is up, but checkout in prod has not passed: failing.'),
      true,
    ],
    ['the judge had passed it', finished, lines('checkout in prod passed at 100 %: 5xx 0 %.'), false],
    ['it was missing for an earlier share alone', finished, [said(22, MISSING.replace('100', '50')), ...LINES], false],
    ['Slipway finished it by itself', WRITES, lines(MISSING), false],
  ])('%s', (_what, writes, told, isSo) => {
    expect(isFinishedUnjudged({ ...GOOD, writes, lines: told })).toBe(isSo);
  });
});

describe('how long a rollout takes to go on', () => {
  const worker = (id: string, atMs: number) => ({ kind: 'worker', atMs, victim: { id, door: 'worker' } }) as const;
  const redis = (atMs: number) => ({ kind: 'redis', atMs, victim: null }) as const;
  const web = { kind: 'web', atMs: 120, victim: { id: 'web-1', door: 'web' } } as const;
  const worked = (workerId: string, atMs: number) => ({ workerId, atMs });

  test.each([
    ['nobody else was hit', [worker('a', 100)], [worked('b', 110)], false],
    ['whoever took over was killed', [worker('a', 100), worker('b', 120)], [worked('b', 110)], true],
    ['the same one took it up again and was killed', [worker('a', 100), worker('a', 120)], [worked('a', 110)], true],
    ['somebody was killed who had nothing to do with it', [worker('c', 120)], [worked('b', 110)], false],
    ['it was killed before it worked for it', [worker('b', 120)], [worked('b', 130)], false],
    ['it had worked for it only before', [worker('b', 120)], [worked('b', 90)], false],
    ['it was killed after the sign', [worker('b', 160)], [worked('b', 110)], false],
    ['Redis went away', [redis(120)], [], true],
    ['Redis went away before', [redis(90)], [], false],
    ['web was killed', [web], [worked('web-1', 110)], false],
  ] as const)('%s', (_what, blows, work, isTwice) => {
    expect(isHitTwice({ atMs: 100, tookMs: 50 }, blows, work)).toBe(isTwice);
  });
});
