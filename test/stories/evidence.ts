import { expect } from 'vitest';
import { shares } from './ledger.ts';
import { stays } from './stage.ts';
import type { Story } from './story.ts';

/** What Slipway does when it cannot see, or sees somebody else's hand. */
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
  {
    title: 'traffic moved by another hand pauses the rollout, names the hand, and nothing is overwritten',
    at: 'oracle-gateway prod',
    tell: async (stage) => {
      const stable = stage.cloud.soleServer() ?? '';
      const card = await stage.deploys('ana', 'v1.1.0');
      await stage.threadSays(card, /serves 5 %/);
      const answer = await fetch(`${stage.town.google.httpUrl}/control/traffic`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ service: stage.name, traffic: [{ revision: stable, percent: 100 }] }),
      });
      expect(answer.ok).toBe(true);
      await stage.threadSays(card, /somebody of example.com changed it outside Slipway with gcloud: moved traffic/);
      await stage.cardSays(card, /Paused at 5 %/);
      const isLeftAlone = () => shares(stage.cloud.writes()).join() === '0,5';
      await stays('nothing is overwritten', isLeftAlone, 4_000);
      expect(stage.cloud.serving()).toEqual({ [stable]: 100 });

      await stage.hears('ana', /Aborted/, () => stage.presses('ana', 'abort', card));
      await stage.ends(card, 'Aborted');
      expect(stage.cloud.serving()).toEqual({ [stable]: 100 });
    },
  },
];
