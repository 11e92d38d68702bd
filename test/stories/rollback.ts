import { expect } from 'vitest';
import { shares } from './ledger.ts';
import type { Stage } from './stage.ts';
import type { Story } from './story.ts';

/** The way back, at any moment. */
export const rollback: readonly Story[] = [
  {
    title: '/rollback … now while traffic is being moved ends on stable',
    at: 'oracle-ws staging',
    tell: async (stage) => {
      const stable = stage.cloud.soleServer() ?? '';
      const card = await stage.deploys('ana', 'v1.1.0');
      const gate = await stage.asksToAdvance(card);
      const { timings } = stage.run;
      const usual = timings.routeMs;
      timings.routeMs = 5_000;
      await stage.presses('dev', 'advance', card, gate);
      await stage.sees('the write of 25 %', () => shares(stage.cloud.writes()).at(-1) === 25);
      timings.routeMs = usual;
      await stage.hears('dev', /Rolling/, () => stage.says('dev', `/rollback ${stage.at} now`));
      await stage.ends(card, 'Rolled back');
      expect(shares(stage.cloud.writes())).toEqual([0, 5, 25, 0]);
      expect(stage.cloud.serving()).toEqual({ [stable]: 100 });
    },
  },
  {
    title: '/rollback without now asks first, and its button acts',
    at: 'oracle-gateway prod',
    tell: async (stage) => {
      const stable = stage.cloud.soleServer() ?? '';
      const card = await stage.deploys('ana', 'v1.2.0');
      await stage.threadSays(card, /serves 5 %/);
      const question = await stage.hears('ira', /Press Roll Back Now/, () =>
        stage.says('ira', `/rollback ${stage.at} because customers complain`),
      );
      expect(stage.cloud.soleServer(), 'a question moves nothing').toBeNull();
      await stage.pressesShown('ira', 'roll_back_now', question);
      await stage.ends(card, 'Rolled back');
      expect(stage.cloud.serving()).toEqual({ [stable]: 100 });
    },
  },
  {
    title: 'where stable was deleted the plan says that a rollback will not be possible',
    at: 'platform-service staging',
    tell: async (stage) => {
      deleteStable(stage);
      const plan = await stage.plans('ana', 'v1.3.0');
      expect(plan.content.text).toContain('A rollback will not be possible.');
    },
  },
  {
    title: 'where stable was deleted since, a rollback calls a person and moves nothing',
    at: 'commerce-service staging',
    tell: async (stage) => {
      const writes = stage.cloud.writes().length;
      const card = await stage.deploys('ana', 'v1.3.0');
      await stage.threadSays(card, /serves 1 %/);
      deleteStable(stage);
      await stage.says('ana', `/rollback ${stage.at} now`);
      await stage.cardSays(card, /Stuck, a person is needed/);
      await stage.threadSays(card, /Do now/);
      expect(shares(stage.cloud.writes().slice(writes))).toEqual([0, 1]);
    },
  },
];

/** As somebody with owner's rights could; the revision with most of the traffic is the one. */
function deleteStable({ cloud, run, name }: Stage): void {
  const [stable] = Object.entries(cloud.serving()).toSorted(([, one], [, other]) => other - one)[0] ?? [];
  run.revisions.delete(`${name}/revisions/${stable}`);
}
