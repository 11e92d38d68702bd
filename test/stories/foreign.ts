import { expect } from 'vitest';
import { shares } from './ledger.ts';
import { type Stage, stays } from './stage.ts';
import type { Story } from './story.ts';

/** As with gcloud, by somebody of another name, without asking Slipway. */
async function somebodySplits(stage: Stage, split: Readonly<Record<string, number>>): Promise<void> {
  const traffic = Object.entries(split).map(([revision, percent]) => ({ revision, percent }));
  const answer = await fetch(`${stage.town.google.httpUrl}/control/traffic`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ service: stage.name, traffic }),
  });
  expect(answer.ok).toBe(true);
}

const canaryOf = (stage: Stage, stable: string) =>
  Object.keys(stage.cloud.serving()).find((revision) => revision !== stable) ?? '';

/** Somebody else's hand on a service that is being rolled out. */
export const foreign: readonly Story[] = [
  {
    title: 'traffic moved by another hand pauses the rollout, names the hand, and nothing is overwritten',
    at: 'oracle-gateway prod',
    tell: async (stage) => {
      const stable = stage.cloud.soleServer() ?? '';
      const card = await stage.deploys('ana', 'v1.1.0');
      await stage.threadSays(card, /serves 5 %/);
      await somebodySplits(stage, { [stable]: 100 });
      await stage.threadSays(card, /somebody of example.com changed it outside Slipway with gcloud: moved traffic/);
      await stage.cardSays(card, /Stopped, changed outside Slipway/);
      const isLeftAlone = () => shares(stage.cloud.writes()).join() === '0,5';
      await stays('nothing is overwritten', isLeftAlone, 4_000);
      expect(stage.cloud.serving()).toEqual({ [stable]: 100 });

      await stage.hears('ana', /Aborted/, () => stage.presses('ana', 'abort', card));
      await stage.ends(card, 'Aborted');
      expect(stage.cloud.serving()).toEqual({ [stable]: 100 });
    },
  },
  {
    title: 'Restore puts back what another hand moved, and the canary is watched from new',
    at: 'oracle-gateway prod',
    tell: async (stage) => {
      const stable = stage.cloud.soleServer() ?? '';
      const card = await stage.deploys('ana', 'v1.1.0');
      await stage.threadSays(card, /serves 5 %/);
      const canary = canaryOf(stage, stable);
      await somebodySplits(stage, { [stable]: 40, [canary]: 60 });
      await stage.threadSays(card, /is stopped: .* with gcloud: moved traffic: stable 95 → 40 %, canary 5 → 60 %/);
      await stage.hears('ana', /cannot simply go on/, () => stage.says('ana', '/deploy resume oracle-gateway prod'));
      await stage.hears('ana', /Restoring/, () => stage.presses('ana', 'restore', card));
      await stage.cardSays(card, /Canary 5 %/);
      expect(stage.cloud.serving()).toEqual({ [stable]: 95, [canary]: 5 });
      await stage.hears('ana', /Aborted/, () => stage.presses('ana', 'abort', card));
      await stage.ends(card, 'Aborted');
    },
  },
  {
    title: 'Adopt takes on what another hand moved, in words as well as by its button',
    at: 'oracle-gateway prod',
    tell: async (stage) => {
      const stable = stage.cloud.soleServer() ?? '';
      const card = await stage.deploys('ana', 'v1.1.0');
      await stage.threadSays(card, /serves 5 %/);
      const canary = canaryOf(stage, stable);
      await somebodySplits(stage, { [stable]: 40, [canary]: 60 });
      await stage.cardSays(card, /Stopped, changed outside Slipway/);
      await stage.hears('ana', /Adopted/, () => stage.says('ana', '/deploy adopt oracle-gateway prod'));
      await stage.threadSays(card, /The canary of oracle-gateway in prod serves 60 %/);
      expect(stage.cloud.serving()).toEqual({ [stable]: 40, [canary]: 60 });
      await somebodySplits(stage, { [stable]: 100 });
      await stage.threadSays(card, /canary 60 → 0 %/);
      await stage.hears('ana', /Adopted/, () => stage.presses('ana', 'adopt', card));
      await stage.ends(card, 'Aborted');
      await stage.threadSays(card, /left as others made it: stable 100 %/);
    },
  },
];
