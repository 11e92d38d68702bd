import { shares } from './ledger.ts';
import { stays } from './stage.ts';
import type { Story } from './story.ts';

/** What Slipway does when it cannot see. */
export const evidence: readonly Story[] = [
  {
    title: 'without telemetry nothing advances by itself: a person is asked, and told what is missing',
    at: 'web-portal prod',
    tell: async (stage) => {
      stage.requests(0);
      const card = await stage.deploys('ana', 'v1.1.0');
      const gate = await stage.asksToAdvance(card);
      await stage.threadSays(card, /evidence is missing for web-portal in prod: .*(requests|silent)/);
      await stays('the canary keeps its share', () => shares(stage.cloud.writes()).join() === '0,10', 6_000);
      await stage.advances('bo', card, gate);
      await stage.threadSays(card, /serves 50 %/);
    },
  },
];
