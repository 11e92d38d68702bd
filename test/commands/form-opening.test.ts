import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CommandWorld } from '../../commands/command.ts';
import { say } from '../../commands/say.ts';
import { shortcut } from '../../commands/shortcut.ts';
import type { ViewContent } from '../../src/core/outgoing.ts';
import type { Person } from '../../src/core/person.ts';
import { fakeWorld, typed } from '../fakes/world.ts';
import { fieldsIn, lastView } from './form-hands.ts';

const never = () => new Promise<never>(() => undefined);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a form stands soon, whoever is slow to answer', () => {
  function nobody(userId: string, how: 'fresh'): Promise<Person>;
  function nobody(userId: string, how: 'cached'): Promise<Person | null>;
  function nobody(_userId: string, how: 'fresh' | 'cached'): Promise<Person | null> {
    return how === 'cached' ? Promise.resolve(null) : never();
  }

  const filled = async (line: string, slow: Partial<CommandWorld>, afterMs: number) => {
    const fake = fakeWorld();
    const answer = await say(typed(line, { triggerId: '1.2.3', channel: 'C0PROD' }), { ...fake.world, ...slow });
    if (answer.kind !== 'opened') throw new Error('nothing was opened');
    const filling = answer.fill();
    await vi.advanceTimersByTimeAsync(afterMs);
    return { ...fake, filling };
  };

  test.for(['/deploy api-gateway', '/rollback api-gateway'])(
    '%s, with a Slack that does not say who asks',
    async (line) => {
      const fake = await filled(line, { directory: { person: nobody } }, 1_000);
      expect(fieldsIn(lastView(fake))).toMatchObject({ service: 'api-gateway' });
      await fake.filling;
    },
  );

  test('/rollback alone, with a memory that hangs', async () => {
    const { rollouts } = fakeWorld().world;
    const fake = await filled('/rollback', { rollouts: { ...rollouts, live: never } }, 1_000);
    expect(fieldsIn(lastView(fake))).toEqual({ service: null, reason: null });
    await fake.filling;
  });

  test('a rollback does not wait as long for its facts as a deploy', async () => {
    const { showcase } = fakeWorld().world;
    const asked: number[] = [];
    const lately: typeof showcase.lately = async (_place, patienceMs) => {
      asked.push(patienceMs);
      return null;
    };
    for (const line of ['/rollback api-gateway', '/deploy api-gateway']) {
      await (await filled(line, { showcase: { ...showcase, lately } }, 0)).filling;
    }
    expect(asked).toEqual([1_000, 3_000]);
  });
});

describe('a form that cannot be filled', () => {
  const used = { userId: 'U0ANA', callbackId: 'deploy_service', triggerId: '1', responseUrl: null, message: null };

  /** Slack takes none of the first `refusals` drawings. */
  const opened = async (refusals: number, how: (world: CommandWorld) => ReturnType<typeof say>) => {
    const fake = fakeWorld();
    let left = refusals;
    const update = async (_at: object, view: ViewContent) => {
      left -= 1;
      if (left >= 0) throw new Error('ratelimited');
      fake.drawn.push(view);
      return 'shown' as const;
    };
    const answer = await how({ ...fake.world, views: { ...fake.world.views, update } });
    if (answer.kind !== 'opened') throw new Error('nothing was opened');
    await expect(answer.fill()).rejects.toThrow('ratelimited');
    return fake;
  };
  const byWords = (world: CommandWorld) => say(typed('/deploy api-gateway', { triggerId: '1' }), world);
  const byShortcut = async (world: CommandWorld) => shortcut(used, world);

  test('gives way to words, in its own place', async () => {
    const fake = await opened(1, byWords);
    expect(JSON.stringify(lastView(fake).blocks)).toContain('Which environment? I never guess it.');
    expect(lastView(fake).submit).toBeNull();
    expect(fake.told).toEqual([]);
  });

  test('is told of where it was asked for, when not even words can be drawn', async () => {
    const { told } = await opened(2, byWords);
    expect(told).toMatchObject([{ to: { channel: 'C0DEPLOYS' }, text: expect.stringContaining('Which environment?') }]);
  });

  test('that was opened from nowhere is told of in the person’s own conversation with the bot', async () => {
    const { told } = await opened(2, byShortcut);
    expect(told).toMatchObject([{ to: { channel: 'U0ANA' }, text: expect.stringContaining('Which service?') }]);
  });
});
