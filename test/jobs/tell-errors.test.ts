import { describe, expect, test } from 'vitest';
import type { LogEntry } from '../../src/core/logged/entry.ts';
import { loggedErrors } from '../../src/core/logged/logged-errors.ts';
import { sign } from '../../src/core/mining/sign.ts';
import type { Outgoing } from '../../src/core/outgoing.ts';
import { AT, jobTown } from '../fakes/job-world.ts';
import { drive } from './drive.ts';

/** A town whose revisions write what a test has them write. */
function loggingTown() {
  const town = jobTown();
  const driven = drive(town);
  const { world, clock, store } = town;
  let written = 0;
  const logs = async (revision: string, message: string, times = 1) => {
    const entries = Array.from({ length: times }, (): LogEntry => {
      written += 1;
      return {
        ...{ insertId: `i${written}`, atMs: clock.now(), service: AT.service, region: AT.region, revision },
        ...{ instance: `instance-${written % 3}`, trace: `t${written}`, severity: 'ERROR' },
        ...{ log: 'run.googleapis.com/stderr', payload: { text: message } },
      };
    });
    const errors = loggedErrors(entries, world.redact);
    const signed = errors.map((error) => ({ ...error, ...sign(error) }));
    await world.errors.count(AT, signed, 0);
  };
  const replies = () => store.outbox.filter(({ key }) => key.startsWith('errors-'));
  const canary = () => driven.newest().canary;
  const stable = () => driven.newest().stable?.revision ?? '';
  const ringFor = async (ms: number) => {
    const untilMs = clock.now() + ms;
    await driven.until(() => clock.now() >= untilMs);
  };
  return { ...driven, logs, replies, canary, stable, ringFor };
}

type LoggingTown = ReturnType<typeof loggingTown>;

async function baking(): Promise<LoggingTown> {
  const town = loggingTown();
  await town.start();
  await town.untilState('baking');
  return town;
}

const ops = (messages: readonly Outgoing[]) => messages.map(({ op }) => op);

describe('while a canary is watched', () => {
  test('a pattern that stable does not show is told in the thread, and on the card', async () => {
    const town = await baking();
    await town.logs(town.canary(), 'cannot read the price of order 17', 12);
    await town.ringFor(60_000);
    const [reply] = town.replies();
    expect(reply).toMatchObject({ op: 'post', threadKey: `card-${town.newest().id}`, urgent: false });
    expect(reply?.text).toContain('Errors of');
    expect(JSON.stringify(reply?.blocks)).toContain('cannot read the price of order');
    const card = town.store.outbox.findLast(({ key }) => key === `card-${town.newest().id}`);
    expect(JSON.stringify(card?.blocks)).toContain('*Errors:* 1 new of 1 pattern');
  });

  test('the same reply is edited when there is more, and left alone when there is not', async () => {
    const town = await baking();
    await town.logs(town.canary(), 'cannot read the price of order 17', 12);
    await town.ringFor(120_000);
    expect(ops(town.replies())).toEqual(['post']);
    await town.logs(town.canary(), 'cannot read the price of order 18', 5);
    await town.ringFor(60_000);
    expect(ops(town.replies())).toEqual(['post', 'edit']);
    expect(new Set(town.replies().map(({ key }) => key)).size).toBe(1);
  });

  test('what stable shows as well is no news', async () => {
    const town = await baking();
    await town.logs(town.stable(), 'upstream tax answered 503 after 40 ms', 30);
    await town.logs(town.canary(), 'upstream tax answered 503 after 90 ms', 2);
    await town.ringFor(120_000);
    expect(town.replies()).toEqual([]);
    expect(town.newest().errorsTold).toMatchObject({ isPosted: false, glance: { patterns: 1, fresh: 0, raised: 0 } });
  });

  test('the next phase has a reply of its own', async () => {
    const town = await baking();
    await town.logs(town.canary(), 'cannot read the price of order 17', 12);
    await town.advance();
    await town.untilState('baking');
    await town.logs(town.canary(), 'cannot read the price of order 18', 12);
    await town.ringFor(60_000);
    expect(ops(town.replies())).toEqual(['post', 'post']);
    expect(new Set(town.replies().map(({ key }) => key)).size).toBe(2);
  });

  test('it is read twice a minute, however often it is looked', async () => {
    const town = await baking();
    const { errors } = town.world;
    const reads: number[] = [];
    const { read } = errors;
    Object.assign(errors, {
      read: (...args: Parameters<typeof read>) => {
        reads.push(town.clock.now());
        return read(...args);
      },
    });
    await town.ringFor(120_000);
    expect(reads.length).toBeLessThanOrEqual(5);
    expect(reads.length).toBeGreaterThanOrEqual(3);
  });

  test('errors that cannot be read keep no rollout waiting', async () => {
    const town = await baking();
    Object.assign(town.world.errors, { read: () => Promise.reject(new Error('away')) });
    await town.advance();
    await town.untilState('baking');
    expect(town.newest().trouble).toBeNull();
  });
});

describe('at a bad end', () => {
  test('whatever was logged is told before the notice, which says how much it is', async () => {
    const town = await baking();
    await town.logs(town.canary(), 'password=hunter2horse was refused by the ledger', 3);
    town.knobs.evidence = 'bad';
    await town.untilState('rolledBack');
    const [reply] = town.replies();
    expect(reply).toMatchObject({ op: 'post', urgent: true });
    expect(reply?.text).toContain('before it was rolled back');
    expect(JSON.stringify(town.store.outbox)).not.toContain('hunter2horse');
    const order = town.store.outbox.map(({ key }) => key);
    const notice = order.findIndex((key) => key.includes('-rolledBack'));
    expect(order.indexOf(reply?.key ?? '')).toBeLessThan(notice);
    expect(JSON.stringify(town.store.outbox[notice]?.blocks)).toContain('was refused by the ledger');
  });

  test('a reply that stands already is brought up to date instead of a second one', async () => {
    const town = await baking();
    await town.logs(town.canary(), 'cannot read the price of order 17', 12);
    await town.ringFor(60_000);
    town.knobs.evidence = 'bad';
    await town.untilState('rolledBack');
    expect(ops(town.replies())).toEqual(['post', 'edit']);
  });

  test('the report behind the buttons is kept', async () => {
    const town = await baking();
    await town.logs(town.canary(), 'cannot read the price of order 17', 12);
    town.knobs.evidence = 'bad';
    await town.untilState('rolledBack');
    const { errorsTold } = town.newest();
    const kept = await town.world.reports.read(errorsTold?.reportId ?? '');
    expect(kept?.report.patterns).toHaveLength(1);
    expect(kept).toMatchObject({ service: AT.service, env: town.newest().env });
  });

  test('a revision that never comes to serve tells what it logged', async () => {
    const town = loggingTown();
    await town.start();
    await town.untilState('verifying');
    await town.logs(town.canary(), 'cannot reach the database db-7 on port 5432', 2);
    town.knobs.healthStatus = 500;
    await town.untilState('failed');
    expect(town.replies()[0]?.text).toContain('before it failed');
  });

  test('a report that cannot be kept holds back no end', async () => {
    const town = await baking();
    await town.logs(town.canary(), 'cannot read the price of order 17', 12);
    Object.assign(town.world.reports, { keep: () => Promise.reject(new Error('away')) });
    town.knobs.evidence = 'bad';
    await town.untilState('rolledBack');
    expect(town.newest().trouble).toBeNull();
    expect(town.replies()).toEqual([]);
  });

  test('nothing is said where nothing was logged', async () => {
    const town = await baking();
    town.knobs.evidence = 'bad';
    await town.untilState('rolledBack');
    expect(town.replies()).toEqual([]);
  });
});
