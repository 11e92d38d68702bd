import { expect } from 'vitest';
import { canaryPercent, hasEnded, holdsLock, isPreview, phaseAt, type Rollout } from '../../src/core/rollout.ts';
import { serviceName } from '../fakes/cloud-run.ts';
import { AT } from '../fakes/job-world.ts';
import type { Written } from '../fakes/rollouts.ts';
import type { Machine } from './state-machine-town.ts';

/** What must hold whatever people, clocks, crashes and other people's tools do, read from everything that was written. */
export function checkLaws(machine: Machine): void {
  const { store } = machine;
  expect(new Set(store.holders()).size, 'one live rollout per service and environment').toBeLessThanOrEqual(1);
  for (const { rollout } of store.all()) {
    const holds = store.holders().includes(rollout.id);
    expect(holds, `${rollout.state} and the lock`).toBe(holdsLock(rollout));
  }
  const byRollout = Map.groupBy(store.history, ({ rollout }) => rollout.id);
  for (const written of byRollout.values()) checkHistory(written, machine);
  for (const { rollout } of store.history) {
    checkPreview(rollout);
    checkFirst(rollout);
  }
  checkWrites(machine, byRollout);
  checkWriter(machine);
  const answers = store.outbox.flatMap((message) => (message.op === 'answer' ? [message.responseUrl ?? ''] : []));
  expect(new Set(answers).size, 'a request changes a rollout once, however often its job runs').toBe(answers.length);
  const accused = store.history.filter(({ rollout }) => {
    if (rollout.state === 'failed') return rollout.cause.includes('outside Slipway');
    return rollout.state === 'paused' && rollout.reason.text.includes('outside Slipway');
  });
  if (machine.lastForeignMs() === 0) expect(accused, 'nobody is accused of our own writes').toEqual([]);
  const troubles = store.history.map(({ rollout }) => rollout.trouble);
  const surprises = [...machine.failures.map(String), ...troubles].filter((text) => text && !EXPECTED.test(text));
  expect(surprises, 'nothing fails for a reason of our own').toEqual([]);
}

/** What a job may fail with: it died, Google was away, or others were quicker and the queue tries again. */
const EXPECTED = /killed|UNAVAILABLE|took none of 5 writes|changed while it was confirmed/;

function checkHistory(written: readonly Written[], machine: Machine): void {
  const settled: number[] = [];
  for (const [index, now] of written.entries()) {
    const before = written[index - 1];
    expect(now.version, 'versions rise by one').toBe((before?.version ?? 0) + 1);
    if (!before) continue;
    expect(hasEnded(before.rollout), `${before.rollout.state} is final`).toBe(false);
    expect(now.rollout.fence).toBeGreaterThanOrEqual(before.rollout.fence);
    if (now.rollout.state !== 'shifting' || before.rollout.state === 'shifting') continue;
    expect(now.rollout.phaseIndex, `to phase ${now.rollout.phaseIndex}`).toBe(phaseAfter(before.rollout));
    if (before.rollout.state === 'waiting' && now.rollout.by !== null) settled.push(before.rollout.gate);
  }
  expect(new Set(settled).size, 'a gate is settled once').toBe(settled.length);
  const id = written[0]?.rollout.id;
  const drawn = machine.pressed.filter(({ rolloutId }) => rolloutId === id).map(({ gate }) => gate);
  expect(settled.length === 0 || drawn.length > 0 || machine.asked.some(isAdvanceByName)).toBe(true);
}

const isAdvanceByName = ({ request }: Machine['asked'][number]) =>
  request.kind === 'advance' && request.rollout.by === 'name';

/** The only phase that a rollout may be shifted to next; a pause before the phase's own traffic was real leads back to it. */
function phaseAfter(rollout: Rollout): number {
  if (rollout.state === 'verifying') return 0;
  if (rollout.state === 'baking' || rollout.state === 'waiting') return rollout.phaseIndex + 1;
  const isShort = rollout.state === 'paused' && canaryPercent(rollout) !== phaseAt(rollout, rollout.phaseIndex).percent;
  return isShort ? rollout.phaseIndex : Number.NaN;
}

/** Users come to a blue-green revision by a person's press alone, and before it there is nothing that was judged. */
function checkPreview(rollout: Rollout): void {
  if (rollout.plan.strategy !== 'blue-green') return;
  if (rollout.state === 'shifting') expect(rollout.by, 'who switched').not.toBeNull();
  if (isPreview(rollout)) expect([rollout.verdict, canaryPercent(rollout)], 'a preview').toEqual([null, 0]);
}

/** Where nothing served before nothing is shared out and nothing goes back. */
function checkFirst({ state, stable }: Rollout): void {
  if (stable === null) expect(['shifting', 'rollingBack', 'rolledBack'], 'a first deploy').not.toContain(state);
}

/** Two revisions of a single writer never run at once, whoever else does what; a split by others is theirs to answer for. */
function checkWriter(machine: Machine): void {
  const { model, world } = machine;
  const isWriter = world.catalog().services.every(({ singleWriter }) => singleWriter);
  if (!isWriter || machine.lastForeignMs() > 0) return;
  const running = model.run.running.of(serviceName(AT)).map((change) => change.running);
  expect(
    running.filter((revisions) => revisions.length > 1),
    'two writers',
  ).toEqual([]);
}

function checkWrites({ model }: Machine, byRollout: ReadonlyMap<string, readonly Written[]>): void {
  const writes = model.run.journal.of(serviceName(AT)).filter(({ client, outcome }) => {
    return client === 'slipway' && outcome === 'committed';
  });
  let fence = 0;
  for (const write of writes) {
    expect(write.method === 'CreateService' || write.etagSent !== '', 'every write carries an etag').toBe(true);
    const carried = Number(write.annotations['slipway/fence']);
    expect(carried, 'the fence never falls').toBeGreaterThanOrEqual(fence);
    fence = carried;
    expect(write.trafficAfter.every(({ revision }) => revision !== 'LATEST' && revision !== '')).toBe(true);
    expect(
      write.trafficAfter.reduce((sum, { percent }) => sum + percent, 0),
      'traffic sums to 100',
    ).toBe(100);
    const id = write.annotations['slipway/rollout'] ?? '';
    const [version] = (write.annotations['slipway/step'] ?? '').split('-');
    const decided = byRollout.get(id)?.find((one) => one.version === Number(version));
    if (!decided) throw new Error(`a write of ${id} at version ${version} that nobody decided`);
    if (decided.rollout.plan.singleWriter) continue;
    const share = shareOf(write.trafficAfter, decided.rollout.canary);
    if (decided.rollout.stable === null) {
      expect(share, 'a first deploy has all of it').toBe(100);
      continue;
    }
    expect(share, `the canary's share in ${decided.rollout.state}`).toBe(shareIn(decided.rollout));
    if (decided.rollout.state !== 'rollingBack') {
      const was = shareOf(write.trafficBefore, decided.rollout.canary);
      const known = [canaryPercent(decided.rollout), shareIn(decided.rollout)];
      expect(known, "nobody else's split is overwritten").toContain(was);
    }
  }
}

/** The share that a write in this state may give to the canary. */
function shareIn(rollout: Rollout): number {
  if (isPreview(rollout)) throw new Error('nothing is written while nobody is on it');
  if (rollout.state === 'shifting') return phaseAt(rollout, rollout.phaseIndex).percent;
  return rollout.state === 'baking' || rollout.state === 'waiting' ? 100 : 0;
}

function shareOf(rows: readonly { revision: string; percent: number }[], revision: string): number {
  return rows.filter((row) => row.revision === revision).reduce((sum, { percent }) => sum + percent, 0);
}

/** At rest nothing is live, everybody who asked was answered, and traffic stands where the last rollout left it. */
export function checkRest(machine: Machine): void {
  const { store, told, asked, model } = machine;
  expect(machine.live()?.rollout.state ?? 'none').toBe('none');
  const queued = store.all().filter(({ rollout }) => rollout.state === 'queued');
  expect(new Set(queued.map(({ rollout }) => rollout.requestedBy)).size, 'one plan each waits').toBe(queued.length);
  const answered = [
    ...told.map(({ to }) => to.responseUrl),
    ...store.outbox.map((message) => (message.op === 'answer' ? message.responseUrl : null)),
  ];
  const silent = asked.filter(({ replyTo }) => !answered.includes(replyTo.responseUrl));
  expect(
    silent.map(({ request }) => request),
    'everybody is answered',
  ).toEqual([]);
  const ends = store
    .all()
    .map(({ rollout }) => rollout)
    .filter((rollout) => hasEnded(rollout));
  const last = ends.filter(wroteLast).sort((one, other) => other.endedAtMs - one.endedAtMs)[0];
  if (!last || last.endedAtMs <= machine.lastForeignMs()) return;
  const home = last.state === 'succeeded' || last.stable === null ? last.canary : last.stable.revision;
  expect(shareOf(model.run.getService(serviceName(AT)).trafficStatuses, home), `${home} serves`).toBe(100);
}

/** An end that moved traffic or never had any; a plan that ran out says nothing about traffic. */
const wroteLast = (rollout: Rollout) => rollout.marks.length > 0 || rollout.state === 'rolledBack';
