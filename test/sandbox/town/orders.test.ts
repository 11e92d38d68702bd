import { expect, test } from 'vitest';
import { manualClock } from '../../../sandbox/google/clock.ts';
import { GoogleModel } from '../../../sandbox/google/model.ts';
import type { TownOrder } from '../../../sandbox/page/protocol/town.ts';
import { exampleWorkspace } from '../../../sandbox/slack/example-workspace.ts';
import { Faults } from '../../../sandbox/slack/faults.ts';
import { faultRow } from '../../../sandbox/town/fault-row.ts';
import { obeyOrder } from '../../../sandbox/town/orders.ts';
import { Tally } from '../../../sandbox/town/tally.ts';
import { imageRows, serviceRows } from '../../../sandbox/town/town-state.ts';

const SERVICE = 'projects/acme-prod/locations/europe-west1/services/shop';

test.for([
  ['an outage', { do: 'outage', service: SERVICE, isOn: true }, { hasOutage: true }],
  ['a bad client', { do: 'badClient', service: SERVICE, isOn: true }, { hasBadClient: true }],
  ['a rate', { do: 'rate', service: SERVICE, requestsPerSecond: 7 }, { requestsPerSecond: 7 }],
] as const)('%s shows on its service', ([, order, shown]) => {
  const town = smallTown();
  expect(town.obey(order)).toEqual({ kind: 'done' });
  expect(town.services()).toMatchObject([shown]);
});

test('a shared outage ends with all faults, and as many people come as before', () => {
  const town = smallTown();
  town.obey({ do: 'rate', service: SERVICE, requestsPerSecond: 7 });
  town.obey({ do: 'outage', service: SERVICE, isOn: true });
  town.obey({ do: 'noFaults' });
  expect(town.services()).toMatchObject([{ hasOutage: false, requestsPerSecond: 7 }]);
});

test.for([
  ['Slack away', { do: 'slackAway', isAway: true }, { isSlackAway: true }],
  ['a lag of history', { do: 'historyLag', lagMs: 9_000 }, { historyLagMs: 9_000 }],
  ['cut tails', { do: 'tailCuts', isOn: true }, { areTailsCut: true }],
  ['lossy logs', { do: 'logLoss', isOn: true }, { isLogLossy: true }],
  ['late logs', { do: 'logLag', lagMs: 15_000 }, { logLagMs: 15_000 }],
  [
    '429s',
    { do: 'slackLimits', posts: 2, retryAfterSeconds: 3 },
    { waiting: ['next 2 × chat.postMessage: 429, retry after 3 s'] },
  ],
  [
    'a lost reply',
    { do: 'googleWrites', fault: 'replyLost', times: 1 },
    { waiting: ['next 1 × UpdateService: done, but the reply is lost'] },
  ],
  ['a slow write', { do: 'googleWrites', fault: 'slow', times: 1 }, { waiting: ['next 1 × UpdateService: 8 s late'] }],
  [
    'Google away',
    { do: 'googleWrites', fault: 'unavailable', times: 3 },
    { waiting: ['next 3 × UpdateService: refused with status 14'] },
  ],
] as const)('%s shows on the board, and goes with all faults', ([, order, shown]) => {
  const town = smallTown();
  const well = town.faults();
  expect(town.obey(order)).toEqual({ kind: 'done' });
  expect(town.faults()).toMatchObject(shown);
  town.obey({ do: 'noFaults' });
  expect(town.faults()).toEqual(well);
});

test('faults of one kind add up at their button', () => {
  const town = smallTown();
  town.obey({ do: 'googleWrites', fault: 'slow', times: 1 });
  town.obey({ do: 'googleWrites', fault: 'slow', times: 2 });
  town.obey({ do: 'slackLimits', posts: 4, retryAfterSeconds: 3 });
  expect(town.faults().left).toEqual({ posts: 4, replyLost: 0, slow: 3, unavailable: 0 });
});

test('an image does what it is told, at once or after a while', () => {
  const town = smallTown();
  const digest = town.images().find(({ tag }) => tag === 'v1.1.0')?.digest ?? '';
  const of = () => town.images().find((image) => image.digest === digest);
  expect(of()).toMatchObject({ image: 'shop', behaviour: 'healthy', does: 'does its work' });
  town.obey({ do: 'behaviour', digest, behaviour: 'errors-5pct', goodForSeconds: 0 });
  expect(of()).toMatchObject({ behaviour: 'errors-5pct', does: 'fails 5 % of requests' });
  town.obey({ do: 'behaviour', digest, behaviour: 'errors-5pct', goodForSeconds: 30 });
  expect(of()).toMatchObject({
    behaviour: null,
    does: 'is fine for its first 30 s of traffic, then fails 5 % of requests',
  });
});

test.for([
  ['a service', { do: 'outage', service: 'shop', isOn: true }, /full name/],
  ['an image', { do: 'behaviour', digest: 'sha256:0', behaviour: 'slow', goodForSeconds: 0 }, /digest/],
  ['a process', { do: 'kill', process: 'web-9' }, /web-9 does not run/],
] as const)('%s that is not there is refused', ([, order, words]) => {
  expect(smallTown().obey(order)).toEqual({ kind: 'refused', because: expect.stringMatching(words) });
});

test('a behaviour that no image has is refused with those there are', () => {
  const town = smallTown();
  const digest = town.images()[0]?.digest ?? '';
  const answer = town.obey({ do: 'behaviour', digest, behaviour: 'lazy', goodForSeconds: 0 });
  expect(answer).toEqual({ kind: 'refused', because: expect.stringMatching(/lazy.*healthy, errors-1pct/) });
});

test('a service shows its real split, its image, and what users get', () => {
  const town = smallTown();
  for (let second = 0; second < 20; second += 1) town.pass(1_000);
  const [shop] = town.services();
  expect(shop).toMatchObject({ service: 'shop', env: 'prod', isMoving: false });
  expect(shop?.revisions).toMatchObject([
    { name: 'shop-00001-seed', imageTag: 'v1.0.0', state: 'ready', percent: 100, desiredPercent: 100 },
  ]);
  expect(shop?.revisions[0]?.requestsPerSecond).toBeCloseTo(50, -1);
  town.obey({ do: 'outage', service: SERVICE, isOn: true });
  for (let second = 0; second < 11; second += 1) town.pass(1_000);
  expect(town.services()[0]?.revisions[0]?.errorShare).toBeGreaterThan(0.3);
});

function smallTown() {
  const clock = manualClock();
  const model = new GoogleModel({ clock });
  const [project, region, image] = ['acme-prod', 'europe-west1', 'europe-west1-docker.pkg.dev/acme/apps/shop'];
  model.seed([{ project, region, service: 'shop', image, rps: 50 }]);
  const tally = new Tally();
  model.traffic.onAnswer.push((revision, { status }, atMs) => tally.add(revision, status, atMs));
  const faults = new Faults();
  const slack = {
    workspace: exampleWorkspace(clock.now),
    faults,
    setAway: (isAway: boolean) => void Object.assign(faults, { isAway }),
  };
  const town = { google: { model }, slack, supervisor: { kill: () => false, restart: () => false } };
  return {
    obey: (order: TownOrder) => obeyOrder(town, order),
    faults: () => faultRow(town),
    images: () => imageRows(model),
    services: () => serviceRows(model, tally, () => 'prod'),
    pass: (ms: number) => {
      model.traffic.tick(clock.now());
      clock.advance(ms);
      model.traffic.tick(clock.now());
    },
  };
}
