import { describe, expect, test } from 'vitest';
import { named, SEEDED, writerCatalog } from '../fakes/job-world.ts';
import { rollBackNow, shares, timesTold, toTheEnd, type UnderFaults, underFaults, writes } from './under-faults.ts';

const MINUTE_MS = 60_000;
/** Cloud Run takes so many writes per minute and region. */
const WRITES_PER_MINUTE = 180;

async function at5(): Promise<UnderFaults> {
  const of = underFaults();
  await of.start();
  await of.untilState('baking');
  return of;
}

describe('a storm', () => {
  test('of conflicts: five tries, then the look comes again; the thread says so once, and once that it is over', async () => {
    const of = underFaults();
    await of.start();
    await of.untilState('shifting');
    of.faults.inject('writes', 'ABORTED', { times: 12 });
    const before = of.faults.count('writes');
    await of.ring();
    expect(of.faults.count('writes')).toBe(before + 5);
    expect(of.newest().trouble).toMatch(/took none of 5 writes/);
    await of.untilState('baking');
    expect(timesTold(of, 'troubled')).toBe(1);
    expect(of.store.outbox.filter(({ text }) => text.includes('the trouble is over'))).toHaveLength(1);
    await toTheEnd(of);
    expect(shares(of, of.newest().canary)).toEqual([0, 5, 25, 50, 100, 100]);
  });

  test.for([
    ['reads', 'UNAVAILABLE'],
    ['reads', 'DEADLINE_EXCEEDED'],
    ['reads', 'RESOURCE_EXHAUSTED'],
    ['reads', 'PERMISSION_DENIED'],
    ['reads', 'INVALID_ARGUMENT'],
    ['writes', 'UNAVAILABLE'],
    ['writes', 'DEADLINE_EXCEEDED'],
    ['writes', 'RESOURCE_EXHAUSTED'],
  ] as const)('on %s of %s is waited for, said once, and nothing is written twice', async ([on, answer]) => {
    const of = underFaults();
    await of.start();
    await of.untilState('shifting');
    of.faults.inject(on, answer, { times: 17 });
    await toTheEnd(of);
    expect(of.newest().state).toBe('succeeded');
    expect(timesTold(of, 'troubled')).toBe(1);
    expect(shares(of, of.newest().canary)).toEqual([0, 5, 25, 50, 100, 100]);
  });

  test.for([
    ['reads', 'UNAVAILABLE'],
    ['reads', 'PERMISSION_DENIED'],
    ['writes', 'ABORTED'],
    ['writes', 'DEADLINE_EXCEEDED'],
    ['writes', 'RESOURCE_EXHAUSTED'],
  ] as const)('on %s of %s keeps a rollback from nothing but its time', async ([on, answer]) => {
    const of = await at5();
    const before = writes(of).length;
    await of.say(rollBackNow, 'U0IRA');
    of.faults.inject(on, answer, { times: 23 });
    await of.untilState('rolledBack');
    expect(of.split()).toEqual({ [SEEDED]: 100 });
    expect(writes(of)).toHaveLength(before + 1);
    expect(timesTold(of, 'troubled')).toBe(1);
  });

  test.for(['ABORTED', 'UNAVAILABLE', 'RESOURCE_EXHAUSTED'] as const)(
    'of %s that lasts does not use up what Cloud Run takes per minute',
    async (answer) => {
      const of = await at5();
      await of.say(rollBackNow, 'U0IRA');
      of.faults.inject('writes', answer, { times: 1_000_000 });
      const perMinute: number[] = [];
      for (let minute = 0; minute < 5; minute++) {
        const [untilMs, before] = [of.clock.now() + MINUTE_MS, of.faults.count('writes')];
        await of.until(({ state }) => of.clock.now() >= untilMs || state === 'stuck');
        perMinute.push(of.faults.count('writes') - before);
      }
      expect(Math.max(...perMinute)).toBeLessThan(WRITES_PER_MINUTE);
      expect(Math.max(...perMinute)).toBeGreaterThan(10);
    },
  );
});

describe('a write that Cloud Run refuses for good', () => {
  test.for(['PERMISSION_DENIED', 'INVALID_ARGUMENT'] as const)('%s: the new revision is not made', async (answer) => {
    const of = underFaults();
    of.faults.inject('writes', answer);
    await of.start();
    await of.untilState('failed');
    expect(of.newest()).toMatchObject({ cause: expect.stringContaining(answer) });
    expect(writes(of)).toEqual([]);
  });

  test.for(['PERMISSION_DENIED', 'INVALID_ARGUMENT'] as const)('%s of a split: traffic goes back', async (answer) => {
    const of = await at5();
    await of.untilState('waiting');
    of.faults.inject('writes', answer);
    await of.say({ kind: 'advance', rollout: named }, 'U0BO');
    await of.untilState('rolledBack');
    expect(of.newest()).toMatchObject({ reason: { who: null, text: expect.stringContaining(answer) } });
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });

  test('the rollback, too: it is stuck, a person is called, and by hand it is tried again', async () => {
    const of = await at5();
    of.faults.inject('writes', 'PERMISSION_DENIED');
    await of.say(rollBackNow, 'U0IRA');
    await of.untilState('stuck');
    expect(of.newest()).toMatchObject({ nextStep: expect.stringContaining('PERMISSION_DENIED') });
    await of.say(rollBackNow, 'U0IRA');
    await of.untilState('rolledBack');
    expect(of.split()).toEqual({ [SEEDED]: 100 });
  });

  test.for(['stopping', 'staging', 'starting'] as const)(
    '%s a single writer: the old one runs in the end',
    async (what) => {
      const of = underFaults(writerCatalog);
      of.faults.inject('writes', 'PERMISSION_DENIED', { after: ['stopping', 'staging', 'starting'].indexOf(what) });
      await of.start();
      await of.until(({ state }) => state === 'rolledBack' || state === 'failed');
      of.clock.advance(MINUTE_MS);
      expect(of.split()).toEqual({ [SEEDED]: 100 });
      expect(
        (await of.world.cloudRun.read({ ...of.newest().place, service: of.newest().service }))?.manualInstances,
      ).toBeNull();
    },
  );
});
