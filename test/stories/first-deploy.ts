import { expect } from 'vitest';
import type { Story } from './story.ts';

/** Where the stories' town has no service yet. */
export const NOT_THERE = 'web-portal staging';

/** A service that is in the catalog and not yet in Cloud Run. */
export const firstDeploy: readonly Story[] = [
  {
    title:
      'a service that is not there yet is created; what does not come up is tried again, and nothing is rolled back to',
    at: NOT_THERE,
    tell: async (stage) => {
      const plan = await stage.hears('ana', /Plan for/, () => stage.says('ana', `/deploy plan ${stage.at}`));
      expect(JSON.stringify(plan.content)).toContain('nothing to roll back to');
      const bad = await stage.deploys('ana', 'crash');
      await stage.ends(bad, 'Failed');
      await stage.threadSays(bad, /exists now, without a revision that is ready/);
      expect(stage.cloud.writes().map(({ method }) => method)).toEqual(['CreateService']);

      const card = await stage.deploys('ana', 'v1.1.0');
      await stage.threadSays(card, /answers as it should/);
      await stage.hears('dev', /There is no revision to roll/, () => stage.says('dev', `/rollback ${stage.at} now`));
      await stage.ends(card, 'Succeeded');
      const last = stage.cloud.rollouts().at(-1);
      expect(stage.cloud.soleServer()).toBe(last?.find(({ revision }) => revision !== '')?.revision);
    },
  },
];
