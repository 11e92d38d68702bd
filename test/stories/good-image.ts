import { expect } from 'vitest';
import { shares } from './ledger.ts';
import type { Story } from './story.ts';

/** Images that are as good as they look. */
export const goodImage: readonly Story[] = [
  {
    title: 'a healthy image takes 5, 25, 50 and 100 %, an approver pressing, and succeeds',
    at: 'api-gateway prod',
    tell: async (stage) => {
      const stable = stage.cloud.soleServer();
      const card = await stage.deploys('ana', 'healthy');
      await stage.advancesToTheEnd('bo', card);
      await stage.ends(card, 'Succeeded');

      const writes = stage.cloud.writes();
      // The last write takes our tags off again.
      expect(shares(writes)).toEqual([0, 5, 25, 50, 100, 100]);
      expect(writes.every(({ etagSent }) => etagSent !== '')).toBe(true);
      expect(stage.cloud.soleServer()).not.toBe(stable);
      const broadcasts = stage.workspace.conversations
        .all(stage.channel)
        .filter(({ threadTs, isBroadcast }) => threadTs === card.ts && isBroadcast);
      expect(broadcasts, 'the end is told to the channel once').toHaveLength(1);
    },
  },
  {
    title: 'phases that advance by themselves need no press, and /rollback … now goes back to what served before',
    at: 'web-portal staging',
    tell: async (stage) => {
      const before = stage.cloud.soleServer();
      const card = await stage.deploys('ana', 'v1.2.0');
      await stage.threadSays(card, /Moving .* to 50 %, by the plan/);
      await stage.advancesToTheEnd('dev', card);
      await stage.ends(card, 'Succeeded');
      expect(stage.cloud.soleServer()).not.toBe(before);

      const cards = stage.cards().length;
      await stage.hears('dev', /Rolling/, () =>
        stage.says('dev', '/rollback web-portal staging now because of a hunch'),
      );
      const rollback = await stage.sees('the card of the rollback', () => stage.cards()[cards]);
      await stage.ends(rollback, 'Rolled back');
      expect(stage.cloud.serving()).toEqual({ [before ?? '']: 100 });
    },
  },
];
