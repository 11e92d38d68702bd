import { expect } from 'vitest';
import { exampleUserGroups } from '../../sandbox/slack/example-workspace.ts';
import { textOf } from '../../sandbox/town/people.ts';
import { shares } from './ledger.ts';
import { type Card, type Stage, stays } from './stage.ts';
import type { Story } from './story.ts';

/** Services whose users all come to the new revision at once. */
export const atOnce: readonly Story[] = [
  {
    title: 'blue-green: the preview answers with the new version, users see the old one, an approver switches',
    at: 'back-office prod',
    tell: async (stage) => {
      // cy approves as well as deploys here, and asks for the rollout: duty is separate in prod.
      stage.workspace.directory.userGroup(exampleUserGroups.engineers).userIds.push(stage.cast.cy);
      const stable = stage.cloud.soleServer();
      const card = await stage.deploys('cy', 'v1.1.0');
      await stage.cardSays(card, /Preview ready, waiting for the switch/);
      await stage.threadSays(card, /No user is on it yet/);
      const canary = stage.cloud.writes().at(-1)?.revision;
      expect(await servedBy(previewOf(stage, card))).toBe(canary);
      expect(await servedBy(usersOf(stage))).toBe(stable);

      await stage.hears('gus', /Guests of this workspace/, () => stage.presses('gus', 'advance', card));
      await stage.hears('dev', /may not advance/, () => stage.presses('dev', 'advance', card));
      await stage.hears('cy', /somebody else has to advance it/, () => stage.presses('cy', 'advance', card));
      await stays('no user is on it', () => shares(stage.cloud.writes()).join() === '0', 3_000);

      await stage.advancesToTheEnd('bo', card);
      await stage.ends(card, 'Succeeded');
      await stage.threadSays(card, /Switching all users of back-office in prod/);
      expect(shares(stage.cloud.writes())).toEqual([0, 100, 100]);
      expect(await servedBy(usersOf(stage))).toBe(canary);
    },
  },
  {
    title: 'blue-green: an image that fails once all users are on it comes back by itself',
    at: 'back-office prod',
    tell: async (stage) => {
      const good = stage.cloud.soleServer();
      // With all users on it nothing is left beside it to compare with: only what is gross is judged within seconds.
      const card = await stage.deploys('ana', 'errors-100pct');
      await stage.advances('bo', card, await stage.asksToAdvance(card));
      await stage.ends(card, 'Rolled back');
      expect(shares(stage.cloud.rollouts().at(-1) ?? [])).toEqual([0, 100, 0]);
      expect(stage.cloud.serving()).toEqual({ [good ?? '']: 100 });
    },
  },
  {
    title: 'one deploy may be switched by hand where the catalog says otherwise, and its abort moves nobody',
    at: 'mail-sender staging',
    tell: async (stage) => {
      const before = stage.cloud.serving();
      const card = await stage.deploys('ana', 'v1.1.0 strategy=blue-green');
      await stage.asksToAdvance(card);
      await stage.hears('ana', /Aborted/, () => stage.presses('ana', 'abort', card));
      await stage.ends(card, 'Aborted');
      await stage.threadSays(card, /No traffic had moved/);
      expect(stage.cloud.serving()).toEqual(before);
      expect(shares(stage.cloud.writes())).toEqual([0]);
      await stage.hears('ana', /I know no strategy.*Did you mean.*replace/, () =>
        stage.says('ana', `/deploy ${stage.at} strategy=relpace`),
      );
    },
  },
  {
    title: 'replace: all users go to the new revision by themselves, and nothing is down',
    at: 'mail-sender prod',
    tell: async (stage) => {
      const old = stage.cloud.soleServer();
      const card = await stage.deploys('ana', 'v1.1.0');
      await stage.threadSays(card, /The new revision of mail-sender in prod serves everything/);
      await stage.advancesToTheEnd('bo', card);
      await stage.ends(card, 'Succeeded');
      await stage.threadSays(card, /Downtime\*\\nNone/);
      expect(shares(stage.cloud.writes())).toEqual([0, 100, 100]);
      expect(stage.cloud.soleServer()).not.toBe(old);
    },
  },
  {
    title: 'replace: an image that fails comes back by itself, and a sick one never has users',
    at: 'mail-sender prod',
    tell: async (stage) => {
      const good = stage.cloud.soleServer();
      const card = await stage.deploys('ana', 'errors-5pct');
      await stage.ends(card, 'Rolled back');
      expect(shares(stage.cloud.rollouts().at(-1) ?? [])).toEqual([0, 100, 0]);
      await stage.hears('bo', /no longer frozen/, () => stage.says('bo', `/deploy unfreeze ${stage.at}`));

      await stage.ends(await stage.deploys('ana', 'sick'), 'Failed');
      expect(shares(stage.cloud.rollouts().at(-1) ?? [])).toEqual([0]);
      expect(stage.cloud.serving()).toEqual({ [good ?? '']: 100 });
    },
  },
];

/** The link on the card, as somebody would click it. */
function previewOf(stage: Stage, card: Card): string {
  return /Preview\*\\n<(http[^|]+)\|/.exec(textOf(stage.now(card)))?.[1] ?? 'the card shows no preview';
}

/** Where users go. */
function usersOf({ run, name }: Stage): string {
  return run.getService(name).uri;
}

async function servedBy(url: string): Promise<unknown> {
  const answer: unknown = await (await fetch(`${url}/version`)).json();
  return answer && typeof answer === 'object' && 'revision' in answer ? answer.revision : answer;
}
