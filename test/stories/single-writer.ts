import { expect } from 'vitest';
import type { Story } from './story.ts';

/** Services of which two must never run at once. */
export const singleWriter: readonly Story[] = [
  {
    title: 'a single writer is replaced, its downtime is told, and two never run',
    at: 'oracle-engine prod',
    tell: async (stage) => {
      const old = stage.cloud.soleServer();
      const card = await stage.deploys('ana', 'v1.1.0');
      await stage.threadSays(card, /has stopped.* is down until the new one serves/);
      await stage.advancesToTheEnd('bo', card);
      await stage.ends(card, 'Succeeded');
      await stage.threadSays(card, /Downtime\**\\n?.*\d+ (s|ms)/);
      expect(stage.cloud.soleServer()).not.toBe(old);
      expect(stage.cloud.mostAtOnce()).toBe(1);
    },
  },
  {
    title: 'a single writer that errs is rolled back, and two never run',
    at: 'oracle-engine prod',
    tell: async (stage) => {
      const good = stage.cloud.soleServer();
      const card = await stage.deploys('ana', 'errors-5pct');
      await stage.ends(card, 'Rolled back');
      expect(stage.cloud.serving()).toEqual({ [good ?? '']: 100 });
      await stage.sees('the old one to run again', () => stage.run.runningRevisions(stage.name).join() === good);
      expect(stage.cloud.mostAtOnce()).toBe(1);
    },
  },
  {
    title: 'a single writer that does not start is rolled back, and two never run',
    at: 'oracle-engine staging',
    tell: async (stage) => {
      const good = stage.cloud.soleServer();
      const card = await stage.deploys('ana', 'crash');
      await stage.ends(card, 'Rolled back');
      expect(stage.cloud.serving()).toEqual({ [good ?? '']: 100 });
      await stage.sees('the old one to run again', () => stage.run.runningRevisions(stage.name).join() === good);
      expect(stage.cloud.mostAtOnce()).toBe(1);
    },
  },
  {
    title: 'a single writer goes back to the revision that served before when somebody asks for it',
    at: 'oracle-settlement prod',
    tell: async (stage) => {
      const before = stage.cloud.soleServer();
      const card = await stage.deploys('ana', 'v1.1.0');
      await stage.advancesToTheEnd('bo', card);
      await stage.ends(card, 'Succeeded');
      const cards = stage.cards().length;
      const question = await stage.hears('ira', /Press Roll Back Now/, () =>
        stage.says('ira', `/rollback ${stage.at}`),
      );
      await stage.pressesShown('ira', 'roll_back_now', question);
      await stage.ends(await stage.sees('the card of the rollback', () => stage.cards()[cards]), 'Rolled back');
      expect(stage.cloud.serving()).toEqual({ [before ?? '']: 100 });
      await stage.sees('the old one to run again', () => stage.run.runningRevisions(stage.name).join() === before);
      expect(stage.cloud.mostAtOnce()).toBe(1);
    },
  },
];
