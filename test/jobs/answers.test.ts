import { describe, expect, test } from 'vitest';
import { carryOut } from '../../jobs/command.ts';
import type { Request } from '../../src/core/request.ts';
import { asking, deployOf, jobTown, named } from '../fakes/job-world.ts';

const rollback: Request = { kind: 'rollback', rollout: named, toRevision: null, now: true, because: null };
const confirmed: Request = { kind: 'confirm', of: 'rollback', rolloutId: 'abc', planHash: 'x' };
const MINUTE_MS = 60_000;

describe('while Slack cannot say who asks', () => {
  test.each<[string, Request, number]>([
    ['a rollback', rollback, 30],
    ['a confirmed rollback', confirmed, 30],
    ['a deploy', deployOf('healthy'), 5],
  ])(
    '%s is tried again for %i minutes, then its person hears that nothing was started',
    async (_what, request, min) => {
      const town = jobTown();
      const asked = asking(request, 'U0IRA', town.clock.now());
      town.knobs.away = 'Slack did not answer';
      await expect(carryOut(asked, town.world)).rejects.toThrow('Slack did not answer');
      town.clock.advance(min * MINUTE_MS);
      await expect(carryOut(asked, town.world, false)).rejects.toThrow('Slack did not answer');
      town.clock.advance(1);
      await carryOut(asked, town.world, false);
      expect(town.told.map(({ content }) => content.text)).toEqual([
        expect.stringContaining('tried again'),
        expect.stringContaining('Not taken'),
      ]);
    },
  );
});
