import { describe, expect, test } from 'vitest';
import type { Request } from '../../src/core/request.ts';
import { fenceOf } from '../../src/core/trace.ts';
import { soleRows } from '../../src/core/traffic.ts';
import { serviceName } from '../fakes/cloud-run.ts';
import { AT, SEEDED } from '../fakes/job-world.ts';
import type { Drive } from './drive.ts';
import {
  adopt,
  deployBeside,
  foreignOf,
  moveTo,
  restore,
  resume,
  split,
  stopped,
  THEIRS,
  tags,
  takeTags,
} from './other-hands.ts';

describe('adopted', () => {
  test('their share is the rollout’s own, in the phase that it has reached', async () => {
    const of = await stopped((one) => split(one, 40));
    const { fence } = of.newest();
    await of.say(adopt, 'U0ANA');
    await of.untilState('baking');
    expect(of.newest()).toMatchObject({ phaseIndex: 1, fence: fence + 1, marks: [{ percent: 5 }, { percent: 40 }] });
    const view = await of.world.cloudRun.read(AT);
    expect(view && fenceOf(view)).toBe(fence + 1);
    await of.untilState('waiting');
    expect(of.split()).toMatchObject({ [of.newest().canary]: 40 });
  });

  test('a rollback of theirs ends the rollout, and nothing is written', async () => {
    const of = await stopped((one) => split(one, 0));
    const before = of.model.run.journal.of(serviceName(AT)).length;
    await of.say(adopt, 'U0ANA');
    expect(of.newest()).toMatchObject({ state: 'aborted', leftAs: [{ revision: SEEDED, percent: 100 }] });
    expect(of.model.run.journal.of(serviceName(AT))).toHaveLength(before);
  });

  test('a third revision has the service: the end says what serves', async () => {
    const of = await stopped((one) => {
      deployBeside(one);
      moveTo(one, soleRows([], THEIRS));
    });
    await of.say(adopt, 'U0ANA');
    expect(of.newest()).toMatchObject({ state: 'aborted', leftAs: [{ revision: THEIRS, percent: 100 }] });
    expect(of.split()).toEqual({ [THEIRS]: 100 });
    const told = of.store.outbox.map(({ text }) => text).join('\n');
    expect(told).toMatch(/left as others made it: api-gateway-by-hand 100 %/);
    expect(told).not.toMatch(/All traffic is back/);
  });

  test('a deploy stops it no more, and the phase goes on where it stood', async () => {
    const of = await stopped(deployBeside);
    await of.say(adopt, 'U0ANA');
    await of.untilState('waiting');
    expect(of.newest()).toMatchObject({ phaseIndex: 0, accepted: { newest: THEIRS } });
  });

  test('tags stay as they are, but for the one that the check of its health needs', async () => {
    const late = await stopped(takeTags);
    await late.say(adopt, 'U0ANA');
    await late.untilState('waiting');
    expect(tags(late)).toEqual([]);
    const early = await stopped(takeTags, 'verifying');
    await early.say(adopt, 'U0ANA');
    await early.untilState('baking');
    expect(tags(early)).toEqual(['canary']);
  });
});

describe('a press is for what was shown', () => {
  const pressed = (of: Drive, kind: 'adopt' | 'restore', gate: number): Request => ({
    kind,
    rollout: { by: 'button', rolloutId: of.newest().id, gate },
  });

  test.for(['adopt', 'restore'] as const)('%s after others went on is refused with what stands now', async (kind) => {
    const of = await stopped((one) => split(one, 40));
    const { gate } = foreignOf(of);
    split(of, 70);
    await of.say(pressed(of, kind, gate), 'U0ANA');
    expect(of.refusals().at(-1)).toMatch(/changed once more.*canary 5 → 70 %/s);
    expect(of.split()).toMatchObject({ [of.newest().canary]: 70 });
    expect(foreignOf(of).gate).toBeGreaterThan(gate);
    await of.say(pressed(of, kind, gate), 'U0ANA');
    expect(of.newest().state).toBe('paused');
    await of.say(pressed(of, kind, foreignOf(of).gate), 'U0ANA');
    await of.untilState('baking');
    expect(of.split()).toMatchObject({ [of.newest().canary]: kind === 'adopt' ? 70 : 5 });
  });

  test('words that were said before they went on, too', async () => {
    const of = await stopped((one) => split(one, 40));
    const said = of.ask(adopt, 'U0ANA');
    split(of, 70);
    of.clock.advance(5_000);
    await of.until((rollout) => rollout.state === 'paused' && rollout.foreign?.traffic?.now[1]?.percent === 70);
    await of.carry(said);
    expect(of.refusals().at(-1)).toMatch(/changed once more/);
  });

  test('what they undid leaves nothing to adopt, and Resume goes on', async () => {
    const of = await stopped((one) => split(one, 40));
    split(of, 5);
    await of.until((rollout) => rollout.state === 'paused' && rollout.foreign === null);
    await of.say(adopt, 'U0ANA');
    expect(of.refusals().at(-1)).toMatch(/nobody can adopt anything now/);
    await of.say(resume, 'U0ANA');
    await of.untilState('waiting');
  });

  test('of two at once one is taken', async () => {
    const of = await stopped((one) => split(one, 40));
    const { gate } = foreignOf(of);
    await of.say(pressed(of, 'adopt', gate), 'U0ANA');
    await of.say(pressed(of, 'restore', gate), 'U0BO');
    await of.untilState('baking');
    expect(of.split()).toMatchObject({ [of.newest().canary]: 40 });
  });
});

test('others between the press and the write stop it again, and nothing of theirs is overwritten', async () => {
  const of = await stopped((one) => split(one, 40));
  await of.say(restore, 'U0ANA');
  split(of, 70);
  await of.until((rollout) => rollout.state === 'paused' && rollout.foreign !== null);
  expect(of.split()).toMatchObject({ [of.newest().canary]: 70 });
});

test('a failing canary is rolled back although others have deployed beside it', async () => {
  const of = await stopped(deployBeside);
  of.knobs.evidence = 'bad';
  await of.untilState('rolledBack');
  expect(of.split()).toEqual({ [SEEDED]: 100 });
});
