import { Redis } from 'ioredis';
import { expect } from 'vitest';
import type { Town } from '../../sandbox/town/town.ts';
import { killWorkers } from './away.ts';
import { shares } from './ledger.ts';
import { type Stage, stays } from './stage.ts';
import type { Story } from './story.ts';

/** What becomes of a rollout when all that Slipway remembers is gone; told last, for it takes everybody's memory. */
export const foundAgain: readonly Story[] = [
  {
    title: 'Redis is emptied in the middle of a rollout: it stands again on a new card, and resumed it ends as planned',
    at: 'api-gateway prod',
    tell: async (stage) => {
      const writes = stage.cloud.writes().length;
      const old = await stage.deploys('ana', 'v1.4.0');
      await stage.advances('bo', old, await stage.asksToAdvance(old));
      await stage.threadSays(old, /serves 25 %/);
      const cards = stage.cards().length;
      await emptyRedis(stage.town);
      await killWorkers(stage.town);

      const card = await stage.sees('the new card', () => stage.cards()[cards]);
      await stage.threadSays(card, new RegExp(`<@${stage.cast.ana}>: Slipway lost its memory`));
      expect(stage.now(card).content.text).toContain('Paused at 25 %');
      await stays('nothing is moved', () => shares(stage.cloud.writes().slice(writes)).join() === '0,5,25');

      await stage.hears('ana', /Resumed/, () => stage.presses('ana', 'resume', card));
      await stage.advancesToTheEnd('bo', card);
      await stage.ends(card, 'Succeeded');
      expect(shares(stage.cloud.writes().slice(writes))).toEqual([0, 5, 25, 50, 100, 100]);
      expect(stage.cards()).toHaveLength(cards + 1);
    },
  },
  {
    title:
      'what cannot stand again is told in the channel, not touched, and repaired by the command that is named there',
    at: 'api-gateway prod',
    tell: async (stage) => {
      const stable = stage.cloud.soleServer() ?? '';
      const old = await stage.deploys('ana', 'v1.3.0');
      await stage.threadSays(old, /serves 5 %/);
      moveTo(stage, stable, 33);
      await stage.cardSays(old, /changed outside Slipway/);
      const cards = stage.cards().length;
      await emptyRedis(stage.town);

      const word = await stage.sees('the word in the channel', () => wordsOf(stage)[0]);
      const [, repair = ''] = /What repairs it: (\/rollback .* now)\./.exec(word) ?? [];
      expect(repair).toBe(`/rollback ${stage.at} to ${stable} now`);
      await stays('it is said once, and nothing is touched', () => {
        return wordsOf(stage).length === 1 && stage.cloud.serving()[stable] === 67;
      });
      expect(stage.cards()).toHaveLength(cards);

      await stage.hears('bo', /Rolling/, () => stage.says('bo', repair));
      const card = await stage.sees('the card of the rollback', () => stage.cards()[cards]);
      await stage.ends(card, 'Rolled back');
      expect(stage.cloud.serving()).toEqual({ [stable]: 100 });
    },
  },
];

async function emptyRedis({ redis }: Town): Promise<void> {
  const client = new Redis(redis.url);
  await client.flushall();
  client.disconnect();
}

function wordsOf({ workspace, channel, service, env }: Stage): readonly string[] {
  const start = `${service} in ${env} stands half-way`;
  return workspace.conversations
    .all(channel)
    .map(({ content }) => content.text)
    .filter((text) => text.startsWith(start));
}

/** Somebody with another tool. */
function moveTo({ run, name, cloud }: Stage, stable: string, percent: number): void {
  const canary = Object.keys(cloud.serving()).find((revision) => revision !== stable) ?? '';
  const type = 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION' as const;
  const traffic = [
    { type, revision: stable, percent: 100 - percent },
    { type, revision: canary, percent },
  ];
  run.updateService({ service: { name, traffic }, updateMask: { paths: ['traffic'] } }, 'alice@acme.example');
}
