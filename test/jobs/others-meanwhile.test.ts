import { describe, expect, test } from 'vitest';
import { lookForLost } from '../../jobs/found-again.ts';
import type { OurTags } from '../../src/core/foreign.ts';
import { canaryRows, type TrafficRow } from '../../src/core/traffic.ts';
import { serviceName } from '../fakes/cloud-run.ts';
import { AT, catalog, jobTown, named, SEEDED, writerCatalog } from '../fakes/job-world.ts';
import { type Drive, drive } from './drive.ts';
import { posted } from './forgetful.ts';
import { rollBackNow, timesTold, underFaults, writes } from './under-faults.ts';

const THEIRS = 'api-gateway-00077-own';

/** Alice deploys with gcloud, and leaves the traffic like this. */
function aliceDeploys({ model }: Drive, rows: readonly TrafficRow[]): void {
  const { template } = model.run.getService(serviceName(AT));
  const made = { ...template, revision: THEIRS, labels: {}, containers: template?.containers ?? [] };
  const service = { name: serviceName(AT), client: 'gcloud', template: made, traffic: targets(rows) };
  model.run.updateService({ service, updateMask: { paths: ['template', 'traffic', 'client'] } }, 'alice@acme.example');
}

function aliceMoves({ model }: Drive, rows: readonly TrafficRow[]): void {
  const service = { name: serviceName(AT), client: 'gcloud', traffic: targets(rows) };
  model.run.updateService({ service, updateMask: { paths: ['traffic', 'client'] } }, 'alice@acme.example');
}

function targets(rows: readonly TrafficRow[]) {
  const type = 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION' as const;
  return rows.map(({ revision, percent, tag }) => ({ type, revision, percent, tag: tag ?? '' }));
}

const split = (canary: string, canaryPercent: number, tags: OurTags = { canary, stable: SEEDED }) =>
  canaryRows([], { canary, stable: SEEDED, canaryPercent, tags });
const press = (of: Drive, kind: 'adopt' | 'restore') => of.say({ kind, rollout: named }, 'U0ANA');
const standingTags = async ({ world }: Drive) => {
  const view = await world.cloudRun.read(AT);
  return Object.fromEntries((view?.traffic ?? []).flatMap(({ tag, revision }) => (tag ? [[tag, revision]] : [])));
};

test('a restore whose reply was lost while Cloud Run was away is nobody else’s doing', async () => {
  const of = underFaults();
  await of.start();
  await of.untilState('baking');
  aliceDeploys(of, split(of.newest().canary, 40));
  await of.untilState('paused');
  await press(of, 'restore');
  of.faults.inject('writes', 'lost');
  of.faults.inject('reads', 'UNAVAILABLE', { after: 2 });
  await of.until(({ state }) => state === 'baking' || state === 'paused');
  expect(timesTold(of, 'troubled')).toBe(1);
  expect(of.newest()).toMatchObject({ state: 'baking', accepted: { newest: THEIRS } });
});

test.for([
  ['canary', 'gcloud, which leaves our marks there', 'gcloud', ['traffic', 'client']],
  ['canary', 'a tool without a name that takes our marks along', '', ['traffic', 'client', 'annotations']],
  ['stable', 'a tool that leaves all else there', 'slipway', ['traffic']],
] as const)('the tag %s beside a canary that is starting, taken away by %s, is somebody’s doing', async (row) => {
  const [tag, , client, paths] = row;
  const of = drive();
  await of.start();
  await of.until((rollout) => rollout.state === 'deploying' && rollout.step === 'ready');
  const { canary } = of.newest();
  const ours = { canary, stable: SEEDED };
  const service = { name: serviceName(AT), client, traffic: targets(split(canary, 0, { ...ours, [tag]: null })) };
  of.model.run.updateService({ service: { ...service, annotations: {} }, updateMask: { paths } }, 'alice@acme.example');
  await of.untilState('paused');
  expect(of.newest()).toMatchObject({
    foreign: {
      who: 'alice of acme.example',
      client: client === 'gcloud' ? client : null,
      tags: [{ tag, was: ours[tag], now: null }],
    },
  });
});

describe('a tag of ours that others put on a revision of theirs', () => {
  test.for(['and nobody has answered it', 'and a person adopted it'])(
    '%s: it outlives a rollback of the judge',
    async (when) => {
      const of = drive();
      await of.start();
      await of.untilState('baking');
      aliceDeploys(of, split(of.newest().canary, 5, { canary: THEIRS, stable: SEEDED }));
      await of.untilState('paused');
      if (when === 'and a person adopted it') await press(of, 'adopt');
      of.knobs.evidence = 'bad';
      of.clock.advance(60_000);
      await of.untilState('rolledBack');
      expect(of.split()).toEqual({ [SEEDED]: 100 });
      expect(await standingTags(of)).toEqual({ canary: THEIRS, stable: SEEDED });
    },
  );

  test('is taken back by a person’s rollback', async () => {
    const of = drive();
    await of.start();
    await of.untilState('baking');
    aliceDeploys(of, split(of.newest().canary, 5, { canary: THEIRS, stable: THEIRS }));
    await of.untilState('paused');
    await of.say(rollBackNow, 'U0IRA');
    await of.untilState('rolledBack');
    expect(await standingTags(of)).toEqual({ stable: SEEDED });
  });
});

test('a split that a person left to others is not told again as standing half-way; another one is', async () => {
  const of = drive();
  await of.start();
  await of.untilState('baking');
  const { canary } = of.newest();
  const theirs = (percent: number) => [
    { revision: THEIRS, percent, tag: null },
    { revision: SEEDED, percent: 70 - percent, tag: null },
    { revision: canary, percent: 30, tag: null },
  ];
  aliceDeploys(of, theirs(20));
  await of.untilState('paused');
  await press(of, 'adopt');
  expect(of.newest().state).toBe('aborted');
  of.clock.advance(60_000);
  const before = posted(of).length;
  await lookForLost(of.world)();
  expect(posted(of).slice(before)).toEqual([]);
  aliceDeploys(of, theirs(40));
  of.clock.advance(60_000);
  await lookForLost(of.world)();
  expect(posted(of).slice(before)).toEqual([expect.stringMatching(/stands half-way/)]);
});

test.for([0, 60])(
  'a single writer whose new revision others left with %i of 100 while it was staged does not stand still, and says who',
  async (percent) => {
    const of = drive(jobTown(writerCatalog));
    await of.start();
    await of.until((rollout) => rollout.state === 'deploying' && rollout.step === 'staged');
    aliceDeploys(of, split(of.newest().canary, percent));
    const beganAtMs = of.clock.now();
    await of.untilState('rollingBack');
    expect(of.clock.now() - beganAtMs).toBeLessThanOrEqual(1_000);
    expect(of.newest()).toMatchObject({ reason: { text: expect.stringMatching(/^alice of acme.example moved/) } });
    await of.untilState('rolledBack');
    expect(of.model.run.running.now(serviceName(AT))).toEqual([SEEDED]);
  },
);

test('somebody’s deploy while our new revision is made stops the rollout before the first user', async () => {
  const of = drive();
  await of.start();
  await of.until((rollout) => rollout.state === 'deploying' && rollout.step === 'ready');
  aliceDeploys(of, split(of.newest().canary, 0));
  await of.untilState('paused');
  expect(of.newest()).toMatchObject({ foreign: { template: { revision: THEIRS }, traffic: null }, marks: [] });
});

test('traffic that others put back with another tool, while ours is being made real, is not Cloud Run’s failure', async () => {
  const of = drive();
  await of.start();
  await of.advance();
  await of.until((rollout) => rollout.state === 'shifting' && rollout.written && rollout.toPercent === 25);
  const { canary } = of.newest();
  aliceMoves(of, split(canary, 5));
  await of.untilState('paused');
  expect(of.newest()).toMatchObject({ reason: { text: expect.stringMatching(/^alice of acme.example changed it/) } });
});

describe('a restore that would send users to a stable that is no longer Ready', () => {
  test.for(['verifying', 'baking'] as const)('does not, and says so: stopped while %s', async (state) => {
    const of = drive();
    await of.start();
    await of.untilState(state);
    aliceMoves(of, split(of.newest().canary, 40));
    await of.untilState('paused');
    const record = of.model.run.revisions.find(`${serviceName(AT)}/revisions/${SEEDED}`);
    if (!record) throw new Error('stable is gone');
    record.state = 'failed';
    record.outcome = { state: 'CONDITION_FAILED', atMs: of.clock.now(), message: 'Its image was deleted.' };
    await press(of, 'restore');
    await of.untilState('paused');
    expect(of.split()).toEqual({ [SEEDED]: 60, [of.newest().canary]: 40 });
    expect(of.newest()).toMatchObject({
      reason: { text: `${SEEDED} is not Ready: Its image was deleted.` },
      passed: state === 'verifying' ? 'start' : 'health',
    });
    await of.until((rollout) => rollout.state === 'paused' && rollout.foreign !== null);
  });
});

test('a single writer is not staged from a template that somebody changed while it was stopped', async () => {
  const of = drive(jobTown(writerCatalog));
  await of.start();
  await of.until((rollout) => rollout.state === 'deploying' && rollout.step === 'stopped');
  aliceDeploys(of, [{ revision: SEEDED, percent: 100, tag: null }]);
  await of.untilState('rollingBack');
  const text = `alice of acme.example deployed ${THEIRS} outside Slipway while this rollout was starting`;
  expect(of.newest()).toMatchObject({ reason: { who: null, text } });
  await of.untilState('rolledBack');
  expect(of.model.run.running.now(serviceName(AT))).toEqual([SEEDED]);
  expect(of.model.run.listRevisions(serviceName(AT)).map(({ name }) => name.split('/').at(-1))).toEqual([
    THEIRS,
    SEEDED,
  ]);
});

describe('a way that is not there is not named', () => {
  test.for(['resume', 'restore'] as const)('%s of a single writer whose traffic was moved', async (kind) => {
    const of = drive(jobTown(writerCatalog));
    await of.start();
    await of.untilState('baking');
    aliceMoves(of, split(of.newest().canary, 40));
    await of.untilState('paused');
    await of.say(kind === 'restore' ? { kind, rollout: named } : { kind, rollout: named, because: null }, 'U0ANA');
    expect(of.refusals().at(-1)).toMatch(
      /adopt api-gateway prod takes it on, .*abort .* sends all traffic to .*-seed\.$/,
    );
    expect(of.refusals().at(-1)).not.toContain('/deploy restore');
  });

  test('resume of a first deploy: there is nothing that an abort goes back to', async () => {
    const of = drive(jobTown(catalog, {}, false));
    await of.start();
    await of.untilState('baking');
    aliceDeploys(of, [{ revision: of.newest().canary, percent: 100, tag: null }]);
    await of.untilState('paused');
    await of.say({ kind: 'resume', rollout: named, because: null }, 'U0ANA');
    expect(of.refusals().at(-1)).toMatch(/abort api-gateway prod ends the rollout and leaves the service as it is\.$/);
  });
});

test('a single writer that somebody starts while it is stopped to go back is not stopped once more, and a person is called', async () => {
  const of = underFaults(writerCatalog);
  await of.start();
  await of.untilState('baking');
  await of.say(rollBackNow, 'U0IRA');
  await of.until((rollout) => rollout.state === 'rollingBack' && rollout.step === 'stopping');
  const before = writes(of).length;
  const service = { name: serviceName(AT), client: 'gcloud', scaling: { scalingMode: 'AUTOMATIC' as const } };
  of.model.run.updateService({ service, updateMask: { paths: ['scaling', 'client'] } }, 'alice@acme.example');
  await of.untilState('stuck');
  expect(writes(of)).toHaveLength(before);
});
