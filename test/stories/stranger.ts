import { expect } from 'vitest';
import { exampleChannels } from '../../sandbox/slack/example-workspace.ts';
import { handQueue } from './hand-queue.ts';
import { stays } from './stage.ts';
import type { Story } from './story.ts';

/** People and places that nothing may be deployed by or from. */
export const stranger: readonly Story[] = [
  {
    title: 'guests, other companies, shared channels and people without the right start nothing',
    at: 'oracle-settlement staging',
    tell: async (stage) => {
      const words = `/deploy ${stage.service} v1.1.0 ${stage.env}`;
      const { deploys, partners } = exampleChannels;
      const typed = { channelId: deploys, command: '/deploy', text: words.slice('/deploy '.length) };
      const tampering = { pastSlacksOwnChecks: true };
      await stage.hears('ana', /shared with another company/, () =>
        stage.workspace.command({ ...typed, userId: stage.cast.ana, channelId: partners }),
      );
      await stage.hears('gus', /Guests of this workspace can read, but not act/, () => stage.says('gus', words));
      await stage.hears('eve', /other workspaces cannot use Slipway/, () =>
        stage.workspace.command({ ...typed, userId: stage.cast.eve, tampering }),
      );
      await stage.hears('bo', /may not deploy to/, () => stage.says('bo', words));

      const queue = handQueue(stage);
      const request = {
        kind: 'deploy',
        ...stage.place,
        image: { kind: 'default' },
        strategy: null,
        because: null,
      } as const;
      for (const userId of [stage.cast.gus, stage.cast.eve, stage.cast.bo, 'U0NOBODY']) {
        await queue.carriesOut(userId, { ...request, planOnly: false });
      }
      await queue.close();
      await stays('nothing is written', () => stage.cloud.writes().length === 0, 2_000);
      expect(stage.cards()).toEqual([]);
    },
  },
  {
    title: 'a plan is confirmed by the one it was made for alone',
    at: 'oracle-settlement staging',
    tell: async (stage) => {
      const plan = await stage.plans('ana', 'v1.1.0');
      const [, rolloutId = '', planHash = ''] =
        /^([0-9a-f]{10})\.([0-9a-f]{64})$/.exec(stage.workspace.buttonsOf(plan)[0]?.value ?? '') ?? [];
      const queue = handQueue(stage);
      const told = /only they can confirm it/;
      await stage.hears('dev', told, () =>
        queue.carriesOut(stage.cast.dev, { kind: 'confirm', rolloutId, planHash, of: 'deploy' }),
      );
      await queue.close();
      expect(stage.cards()).toEqual([]);
      expect(stage.cloud.writes()).toEqual([]);
    },
  },
];
