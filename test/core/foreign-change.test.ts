import { describe, expect, test } from 'vitest';
import type { ForeignChange } from '../../src/core/foreign.ts';
import {
  acceptedWith,
  adoptionOf,
  foreignChange,
  isAsDecided,
  restorationOf,
  sameChange,
} from '../../src/core/foreign-change.ts';
import { beforeStop, shiftOver } from '../../src/core/foreign-transitions.ts';
import { ownRows } from '../../src/core/own-split.ts';
import type { Rollout } from '../../src/core/rollout.ts';
import { traceOf } from '../../src/core/trace.ts';
import { soleRows, type TrafficRow } from '../../src/core/traffic.ts';
import { PREVIEW } from '../messages/at-once.ts';
import { at, common, PHASES, ROLLOUTS } from '../messages/rollouts.ts';
import { CHANGES, stoppedFor } from '../messages/stopped.ts';

const { canary } = common;
const stable = common.stable.revision;
const theirs = 'api-gateway-00043-xyz';
const image = 'us-docker.pkg.dev/acme/apps/api-gateway:v2.2.0';

type Seen = Parameters<typeof foreignChange>[0];
/** The service as the rollout left it, and then as somebody with gcloud did. */
function seen(rollout: Rollout, changed: Partial<Seen> = {}): Seen {
  const traffic = ownRows([], rollout);
  const ours = { traffic, latestCreated: rollout.canary, image, lastModifier: 'alice@acme.example', client: 'gcloud' };
  return { ...ours, settled: true, annotations: traceOf(shifting, 3), ...changed };
}

const tagless = (rows: readonly TrafficRow[]) => rows.filter(({ tag }) => tag === null);
const { baking, waiting, verifying, shifting } = ROLLOUTS;
const first = { ...verifying, stable: null };
const writer = { ...baking, plan: { ...baking.plan, singleWriter: true } };
const by = { who: 'alice of acme.example', client: 'gcloud' };
const none = { traffic: null, template: null, tags: [] };

describe('what others changed', () => {
  test.for<readonly [string, Rollout]>([
    ['baking', baking],
    ['waiting', waiting],
    ['verified, without users', verifying],
    ['a first deploy', first],
    ['a single writer', writer],
    ['a preview', PREVIEW.waiting],
  ])('is nothing while the service is as the rollout left it: %s', ([, rollout]) => {
    expect(foreignChange(seen(rollout), rollout)).toBeNull();
  });

  const moved = ownRows([], baking, 60);
  test.for<readonly [string, Rollout, Partial<Seen>, Partial<ForeignChange>]>([
    ['traffic', baking, { traffic: moved }, { traffic: CHANGES.traffic.traffic }],
    ['a deploy without traffic', baking, { latestCreated: theirs }, { template: { revision: theirs, image } }],
    [
      'a deploy that took everything',
      verifying,
      { latestCreated: theirs, traffic: [...ownRows([], verifying).slice(1), ...soleRows([], theirs)] },
      {
        traffic: { was: [{ revision: stable, percent: 100 }], now: [{ revision: theirs, percent: 100 }] },
        template: { revision: theirs, image },
      },
    ],
    [
      'our tags taken away',
      baking,
      { traffic: tagless(ownRows([], baking)) },
      {
        tags: [
          { tag: 'canary', was: canary, now: null },
          { tag: 'stable', was: stable, now: null },
        ],
      },
    ],
    [
      'a tag of ours moved',
      waiting,
      { traffic: ownRows([], { ...waiting, accepted: { newest: null, tags: { canary: theirs, stable } } }) },
      { tags: [{ tag: 'canary', was: canary, now: theirs }] },
    ],
    [
      'traffic of a first deploy',
      first,
      { traffic: soleRows(ownRows([], first), theirs, [{ tag: 'canary', revision: canary }]) },
      { traffic: { was: [{ revision: canary, percent: 100 }], now: [{ revision: theirs, percent: 100 }] } },
    ],
  ])('%s', ([, rollout, changed, found]) => {
    expect(foreignChange(seen(rollout, changed), rollout)).toEqual({ ...by, ...none, ...found });
  });

  test("other people's tags are theirs", () => {
    const traffic = [...ownRows([], baking), { revision: theirs, percent: 0, tag: 'green' }];
    expect(foreignChange(seen(baking, { traffic }), baking)).toBeNull();
  });

  test('what a person accepted stops it no more', () => {
    const accepted = { newest: theirs, tags: { canary: theirs, stable: null } };
    const rollout = { ...baking, accepted };
    expect(foreignChange(seen(rollout, { latestCreated: theirs }), rollout)).toBeNull();
    expect(foreignChange(seen(rollout, { latestCreated: 'api-gateway-00044-abc' }), rollout)).not.toBeNull();
  });

  test('our own finishing, carried out late, is nobody else’s', () => {
    const traffic = soleRows([], canary);
    const last = { ...baking, marks: [{ percent: 100, atMs: at(44), requests: 0, errors: 0 }] };
    expect(foreignChange(seen(last, { traffic, annotations: traceOf(last, 4) }), last)).toBeNull();
    expect(foreignChange(seen(last, { traffic }), last)).not.toBeNull();
    // Cloud Run may have gone back to the tags of before, because it could not make the end of them real.
    expect(foreignChange(seen(last, { annotations: traceOf(last, 4) }), last)).toBeNull();
  });

  test.for([
    ['gcloud', 'gcloud'],
    ['cloud-console', 'cloud-console'],
    ['slipway', null],
    ['', null],
    ['a *very* <odd> client', null],
  ])('written with “%s”: %s', ([client, named]) => {
    expect(foreignChange(seen(baking, { client: client ?? '', latestCreated: theirs }), baking)?.client).toBe(named);
  });
});

describe('whether it is the same as what was shown', () => {
  const { traffic } = CHANGES;
  test.for<readonly [string, ForeignChange | null, boolean]>([
    ['whoever touched something else since', { ...traffic, who: 'bob of acme.example', client: null }, true],
    ['another split', { ...traffic, traffic: CHANGES.third.traffic }, false],
    ['a deploy besides', { ...traffic, template: CHANGES.template.template }, false],
    ['a tag besides', { ...traffic, tags: CHANGES.tags.tags }, false],
    ['all undone', null, false],
  ])('%s: %s', ([, now, same]) => {
    expect(sameChange(traffic, now)).toBe(same);
  });
});

const share = (percent: number): ForeignChange => ({
  ...CHANGES.traffic,
  traffic: {
    was: CHANGES.traffic.traffic.was,
    now: [
      { revision: canary, percent },
      { revision: stable, percent: 100 - percent },
    ].filter((row) => row.percent > 0),
  },
});

describe('what adopting comes to', () => {
  const shift = (phaseIndex: number, toPercent: number) => ({ kind: 'shift', phaseIndex, toPercent });
  test.for<readonly [number, object]>([
    [100, shift(3, 100)],
    [60, shift(2, 60)],
    [25, shift(1, 25)],
    [24, shift(0, 24)],
    [3, shift(0, 3)],
    [0, { kind: 'end', why: 'rolledBack' }],
  ])('a canary at %s %', ([percent, found]) => {
    expect(adoptionOf(stoppedFor(share(percent)))).toEqual(found);
  });

  const handedOver = { kind: 'end', why: 'handedOver' };
  const plan = { ...common.plan };
  test.for<readonly [string, ReturnType<typeof stoppedFor>, object]>([
    ['a third revision serves', stoppedFor(CHANGES.third), handedOver],
    ['a deploy beside it', stoppedFor(CHANGES.template), { kind: 'goOn' }],
    ['tags, once it has passed', stoppedFor(CHANGES.tags), { kind: 'goOn' }],
    ['tags, before it has passed', stoppedFor(CHANGES.tags, { passed: 'start' }), shift(0, 5)],
    ['a split of a single writer', stoppedFor(share(60), { plan: { ...plan, singleWriter: true } }), handedOver],
    ['less than the only phase', stoppedFor(share(60), { plan: { ...plan, phases: PHASES.slice(3) } }), handedOver],
  ])('%s', ([, stopped, found]) => {
    expect(adoptionOf(stopped)).toEqual(found);
  });
});

describe('what restoring goes back to', () => {
  const stopped = stoppedFor(CHANGES.traffic);
  test.for<readonly [string, ReturnType<typeof stoppedFor>, object]>([
    ['the share that stood', stopped, { phaseIndex: 0, toPercent: 5 }],
    [
      'that of the phase before, on its way to the next',
      { ...stopped, phaseIndex: 1 },
      { phaseIndex: 0, toPercent: 5 },
    ],
    ['the first, on its way there', { ...stopped, marks: [] }, { phaseIndex: 0, toPercent: 5 }],
    ['no users, before it has passed', { ...stopped, marks: [], passed: 'start' }, { phaseIndex: 0, toPercent: 0 }],
    [
      'a share that was adopted',
      { ...stopped, phaseIndex: 2, marks: [{ percent: 60, atMs: 0, requests: 0, errors: 0 }] },
      { phaseIndex: 2, toPercent: 60 },
    ],
  ])('%s', ([, rollout, found]) => {
    expect(restorationOf(rollout)).toEqual(found);
  });
});

test('their tags stay when they are adopted, but for the one that the check needs; restored, ours come back', () => {
  const of = { change: CHANGES.tags, passed: 'health' } as const;
  expect(acceptedWith(baking, { ...of, how: 'adopt' })).toEqual({
    newest: null,
    tags: { canary: null, stable: theirs },
  });
  expect(acceptedWith(baking, { ...of, how: 'adopt', passed: 'start' }).tags).toEqual({ canary, stable: theirs });
  expect(acceptedWith(baking, { ...of, how: 'restore' })).toEqual({ newest: null, tags: null });
  expect(acceptedWith(baking, { ...of, change: CHANGES.template, how: 'restore' }).newest).toBe(theirs);
});

test('a write is for what was shown, and for nothing that came since', () => {
  const stopped = stoppedFor(CHANGES.traffic);
  const restoring = shiftOver(stopped, { how: 'restore', ...restorationOf(stopped) }, { by: 'U0BO', nowMs: at(9) });
  expect(restoring.fence).toBe(stopped.fence + 1);
  const withSplit = (percent: number) => seen(restoring, { traffic: ownRows([], restoring, percent) });
  expect(isAsDecided(withSplit(60), restoring)).toBe(true);
  expect(isAsDecided(withSplit(5), restoring)).toBe(true);
  expect(isAsDecided(withSplit(70), restoring)).toBe(false);
  expect(beforeStop({ ...restoring, written: true }).marks.at(-1)).toMatchObject({ percent: 5 });
});
