import { describe, expect, test } from 'vitest';
import type { Evidence, Gap } from '../../../src/core/evidence/evidence.ts';
import type { Looked } from '../../../src/core/evidence/seen-of.ts';
import { judge } from '../../../src/core/judge/judge.ts';
import { ledgerUpTo } from '../../../src/core/judge/ledger-up-to.ts';
import type { Verdict } from '../../../src/core/verdict.ts';
import { between, evidenceOf, from, HEALTHY, msAt, seenBy, type Told, trialOf, verdictOn } from './told.ts';

type Said = Pick<Verdict, 'kind' | 'needs' | 'ground'>;

const PASS: Said = { kind: 'pass', needs: null, ground: null };
const fail = (ground: Verdict['ground']): Said => ({ kind: 'fail', needs: null, ground });
const open = (needs: Verdict['needs'], ground: Verdict['ground']): Said => ({ kind: 'inconclusive', needs, ground });

/** A total failure three minutes after the first users, and a canary that is well to the end. */
const DYING: Told = { ...HEALTHY, seconds: 240, fails: from(180, 1) };
const WELL = HEALTHY;

const cutting = (everyS: number, forS: number, seconds: number): readonly Gap[] =>
  Array.from({ length: Math.floor(seconds / everyS) }, (_, index) =>
    gap(index * everyS + 3, index * everyS + 3 + forS),
  );
const gap = (fromS: number, untilS: number, why: Gap['why'] = 'away'): Gap => ({
  fromMs: msAt(fromS),
  untilMs: msAt(untilS),
  why,
});
const heard = (told: Told, gaps: readonly Gap[]): Partial<Evidence> => ({
  hearing: { heardUntilMs: msAt(told.seconds), gaps },
});
const deaf = (sinceS: number | null): Partial<Evidence> => ({
  hearing: { heardUntilMs: sinceS === null ? null : msAt(sinceS), gaps: [] },
});

describe('how much there is', () => {
  test.for<[string, Told, Said]>([
    ['no traffic at all', { ...WELL, perSecond: 0 }, open('person', 'evidence')],
    ['no traffic at all, and the phase is young', { ...WELL, perSecond: 0, seconds: 60 }, open('time', 'evidence')],
    ['one request, answered', { ...WELL, perSecond: 1 / 180 }, open('person', 'evidence')],
    ['one request, failed', { ...WELL, perSecond: 1 / 180, fails: () => 1 }, open('person', 'evidence')],
    ['three requests, two failed', { ...WELL, perSecond: 1 / 60, fails: from(200, 1) }, open('person', 'evidence')],
    ['errors equal requests', { ...WELL, fails: () => 1 }, fail('errors')],
    ['errors equal requests, on both', { ...WELL, fails: () => 1, stableFails: () => 1 }, open('time', 'shared')],
    [
      'errors equal requests on both for an hour',
      { ...WELL, seconds: 3_600, fails: () => 1, stableFails: () => 1 },
      open('person', 'shared'),
    ],
    ['every request of both is slow for an hour', { ...WELL, seconds: 3_600, slow: 1 }, PASS],
    ['every request fails while the phase is young', DYING, fail('errors')],
    ['nothing fails', WELL, PASS],
  ])('%s', ([, told, said]) => {
    expect(verdictOn(told)).toMatchObject(said);
  });
});

test('a request is counted once: by Monitoring, while the log tells only of bad ones', () => {
  const { canary, countedRequests } = verdictOn(WELL).sample;
  expect({ countedRequests, requests: canary.requests }).toEqual({ countedRequests: 11 * 300, requests: 13 * 300 });
});

describe('a source that is away', () => {
  test.for<[string, Told, Partial<Evidence>, Said]>([
    ['Monitoring, and nothing fails', WELL, { minutes: [] }, open('time', 'evidence')],
    ['Monitoring, and everything fails', DYING, { minutes: [] }, fail('errors')],
    ['Monitoring, and one in five fails', { ...WELL, fails: from(300, 0.2) }, { minutes: [] }, fail('errors')],
    ['the log, and nothing fails', WELL, { buckets: [], ...deaf(null) }, PASS],
    ['the log, and everything fails', { ...WELL, fails: from(180, 1) }, { buckets: [], ...deaf(null) }, fail('errors')],
    ['the log since a minute, and nothing fails', WELL, deaf(WELL.seconds - 60), PASS],
    ['both', WELL, { buckets: [], minutes: [], ...deaf(null) }, open('person', 'blind')],
    [
      'both since ten minutes',
      WELL,
      { minutes: evidenceOf({ ...WELL, seconds: 280 }).minutes, ...deaf(160) },
      open('time', 'blind'),
    ],
  ])('%s', ([, told, change, said]) => {
    expect(verdictOn(told, { ...evidenceOf(told), ...change })).toMatchObject(said);
  });
});

describe('a log that is not whole', () => {
  const early = { ...WELL, fails: between(180, 185, 1) };
  test.for<[string, Told, Partial<Evidence>, Said]>([
    ['cut every 10 s, and nothing fails', WELL, heard(WELL, cutting(10, 1, WELL.seconds)), PASS],
    ['cut every 10 s, and everything fails', DYING, heard(DYING, cutting(10, 1, DYING.seconds)), fail('errors')],
    ['cut every 5 s, so that no window is whole', WELL, heard(WELL, cutting(5, 1, WELL.seconds)), PASS],
    [
      'the same, and everything fails: Monitoring says so later',
      { ...WELL, fails: from(180, 1) },
      heard(WELL, cutting(5, 1, WELL.seconds)),
      fail('errors'),
    ],
    ['flooded, and everything fails', DYING, heard(DYING, [gap(170, 240, 'suppressed')]), fail('errors')],
    ['flooded, and nothing fails', WELL, heard(WELL, [gap(100, 700, 'suppressed')]), PASS],
    ['without the buckets of a burst that Monitoring counted', early, { buckets: [] }, open('time', 'evidence')],
  ])('%s', ([, told, change, said]) => {
    expect(verdictOn(told, { ...evidenceOf(told), ...change })).toMatchObject(said);
  });
});

describe('what arrives in disorder gives the verdict that it gives in order', () => {
  const late: Told = { ...WELL, fails: from(600, 0.2) };
  const slight: Told = { ...WELL, fails: from(300, 0.004) };
  const { buckets, minutes } = evidenceOf(late);
  test.for<[string, Told, Partial<Evidence>]>([
    ['buckets and minutes back to front', late, { buckets: buckets.toReversed(), minutes: minutes.toReversed() }],
    ['every one twice', late, { buckets: [...buckets, ...buckets], minutes: [...minutes, ...minutes] }],
    [
      'counts that go backwards: a later reading says less',
      late,
      { minutes: [...minutes, ...minutes.map((one) => ({ ...one, requests: 1, errors: 0 }))] },
    ],
    [
      'a bucket that is read again before it is whole',
      late,
      { buckets: [...buckets, ...buckets.map((one) => ({ ...one, errors: 1 }))] },
    ],
    ['an empty bucket where there was none', slight, { buckets: [...evidenceOf(slight).buckets, ...emptyOnes()] }],
    ['buckets of a revision that is neither', WELL, { buckets: strangers() }],
    ["the log's clock runs ahead: errors after now", WELL, { buckets: ahead() }],
  ])('%s', ([, told, change]) => {
    const evidence = evidenceOf(told);
    expect(verdictOn(told, { ...evidence, ...change })).toEqual(verdictOn(told, evidence));
  });

  function emptyOnes() {
    return buckets.map((one) => ({ ...one, atMs: one.atMs - 400_000, errors: 0, failingClients: 0 }));
  }
  function strangers() {
    return buckets.map((one) => ({ ...one, revision: 'other', errors: 1_000 }));
  }
  function ahead() {
    return [10, 15, 20].flatMap((second) => {
      const [one] = buckets;
      return one ? [{ ...one, atMs: msAt(WELL.seconds + second), errors: 50 }] : [];
    });
  }
});

describe('errors that come late', () => {
  const told: Told = { ...WELL, fails: from(600, 0.2) };
  const evidence = evidenceOf(told);
  const young: Told = { ...told, seconds: 720 };

  test.for([
    ['not yet here: nobody can know', evidence.buckets.filter(({ atMs }) => atMs < msAt(600)), 'pass'],
    ['here, after their time', evidence.buckets, 'fail'],
  ] as const)('%s', ([, buckets, kind]) => {
    expect(verdictOn(young, { ...evidenceOf(young), buckets }).kind).toBe(kind);
  });
});

describe('clocks that differ', () => {
  const errors = 30;
  const shifted = (seconds: number) =>
    evidenceOf(DYING).buckets.map((one) => ({ ...one, atMs: one.atMs + seconds * 1_000 }));

  test.for([-10, -5, 5, 10])("the log's clock is %i s off: a failure is a failure", (seconds) => {
    expect(verdictOn(DYING, { ...evidenceOf(DYING), buckets: shifted(seconds) })).toMatchObject(fail('errors'));
  });

  test('errors that seem to be from before the first users are not the canary’s', () => {
    const [first] = evidenceOf(DYING).buckets;
    const before = first ? [-60, -40, -20].map((second) => ({ ...first, atMs: msAt(second), errors })) : [];
    expect(verdictOn(WELL, { ...evidenceOf(WELL), buckets: before })).toMatchObject(PASS);
  });

  test.for([1, 2])("the canary's minutes come %i later than stable's: no silence", (lateMinutes) => {
    const until = msAt(WELL.seconds - 120 - lateMinutes * 60);
    const evidence = evidenceOf(WELL);
    const minutes = evidence.minutes.filter(({ revision, atMs }) => revision === 'old' || atMs + 60_000 <= until);
    expect(verdictOn(WELL, { ...evidence, minutes }).kind).toBe('pass');
  });
});

describe('what is not the rollout’s', () => {
  const struck: Told = { ...WELL, fails: between(300, 360, 1) };
  const away: Pick<Looked, 'leftOut'> = { leftOut: [{ fromMs: msAt(290), untilMs: msAt(365) }] };

  test('while somebody else held the traffic, failures prove nothing', () => {
    expect(verdictOn(struck, evidenceOf({ ...struck, seconds: 780 }), away)).toMatchObject(PASS);
  });

  test('the same failures are a reason as soon as the traffic is ours', () => {
    const back: Told = { ...WELL, seconds: 420, fails: between(300, 420, 1) };
    expect(verdictOn(back, evidenceOf(back), away)).toMatchObject(fail('errors'));
  });
});

describe('stable was deleted', () => {
  const alone = (told: Told): Partial<Looked> => ({ stable: null, trial: trialOf(told, { hasStable: false }) });
  const onlyCanary = (told: Told): Evidence => ({
    ...evidenceOf(told),
    minutes: evidenceOf(told).minutes.filter(({ revision }) => revision === 'new'),
  });

  test.for<[string, Told, Said]>([
    ['and the canary is well', WELL, PASS],
    ['and the canary fails', { ...WELL, fails: from(180, 1) }, fail('errors')],
    ['and there is no traffic', { ...WELL, perSecond: 0 }, open('person', 'evidence')],
  ])('%s', ([, told, said]) => {
    expect(verdictOn(told, onlyCanary(told), alone(told))).toMatchObject(said);
  });
});

describe('a worker that restarts in mid-phase', () => {
  const long: Told = { seconds: 3_000, perSecond: 20, percent: 25, fails: from(2_850, 0.3) };
  const trial = trialOf(long);
  const seen = seenBy(long, evidenceOf(long));
  const rest = (foldedUntilMs: number | null) => seenBy(long, evidenceOf(long), { foldedUntilMs });
  const whole = judge(trial, seen);

  test.for([
    ['has lost its ledger', null],
    ['has an old one', 300],
    ['has a newer one', 1_000],
    ['has one that ends within a minute of Monitoring’s', 615],
  ] as const)('%s: the verdict is the same', ([, second]) => {
    const ledger = second === null ? null : ledgerUpTo(trial, seen, { ledger: null, untilMs: msAt(second) });
    expect(judge(trial, rest(ledger?.untilMs ?? null), ledger)).toEqual(whole);
    expect(whole).toMatchObject(fail('errors'));
  });
});
