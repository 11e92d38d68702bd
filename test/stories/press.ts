import { expect } from 'vitest';
import { exampleUserGroups } from '../../sandbox/slack/example-workspace.ts';
import { handQueue } from './hand-queue.ts';
import { shares } from './ledger.ts';
import { type Stage, stays } from './stage.ts';
import type { Story } from './story.ts';

/** Who presses what, and what counts. */
export const press: readonly Story[] = [
  {
    title: 'of two presses on Advance at once one wins, and traffic moves once',
    at: 'ai-service prod',
    tell: async (stage) => {
      const card = await stage.deploys('ana', 'v1.1.0');
      const gate = await stage.asksToAdvance(card);
      const told = /moves to 25 %|out of date|nobody can advance it now/;
      const heard = await Promise.all(
        (['bo', 'cy'] as const).map((who) => stage.hears(who, told, () => stage.presses(who, 'advance', card, gate))),
      );
      await stage.threadSays(card, /serves 25 %/);
      expect(heard.filter(({ content }) => /moves to 25 %/.test(content.text))).toHaveLength(1);
      expect(shares(stage.cloud.writes())).toEqual([0, 5, 25]);
    },
  },
  {
    title: 'a press by somebody who may not, by the requester, or on an old button changes nothing',
    at: 'commerce-service prod',
    tell: async (stage) => {
      // cy approves as well as deploys here, and asks for the rollout: duty is separate in prod.
      groupOf(stage, exampleUserGroups.engineers).push(stage.cast.cy);
      const card = await stage.deploys('cy', 'v1.1.0');
      const gate = await stage.asksToAdvance(card);
      await stage.hears('dev', /may not advance/, () => stage.presses('dev', 'advance', card));
      await stage.hears('cy', /somebody else has to advance it/, () => stage.presses('cy', 'advance', card));
      await stage.hears('dev', /may not advance/, () => stage.says('dev', `/deploy advance ${stage.at}`));
      expect(shares(stage.cloud.writes())).toEqual([0, 1]);

      await stage.advances('bo', card, gate);
      await stage.asksToAdvance(card);
      await stage.hears('bo', /out of date/, () => stage.presses('bo', 'advance', card, gate));
      expect(shares(stage.cloud.writes())).toEqual([0, 1, 10]);
    },
  },
  {
    title: 'a request queued by hand under the name of somebody who may not does nothing',
    at: 'commerce-service prod',
    tell: async (stage) => {
      const [card] = stage.cards();
      if (!card) throw new Error('the story before left no card');
      await stage.asksToAdvance(card);
      const writes = stage.cloud.writes().length;
      const queue = handQueue(stage);
      for (const userId of [stage.cast.dev, stage.cast.gus, stage.cast.eve, 'U0NOBODY']) {
        await queue.carriesOut(userId, { kind: 'advance', rollout: { by: 'name', ...stage.place } });
      }
      for (const userId of [stage.cast.gus, stage.cast.eve, 'U0NOBODY']) {
        const because = 'forged';
        const rollout = { by: 'name', ...stage.place } as const;
        await queue.carriesOut(userId, { kind: 'rollback', rollout, toRevision: null, now: true, because });
        await queue.carriesOut(userId, { kind: 'abort', rollout, because });
      }
      await queue.close();
      await stays('no write follows', () => stage.cloud.writes().length === writes, 2_000);
      expect(stage.buttons(card)).toContain('advance');
    },
  },
  {
    title: 'somebody who left the group after the button was shown is refused',
    at: 'commerce-service prod',
    tell: async (stage) => {
      const [card] = stage.cards();
      if (!card) throw new Error('the story before left no card');
      await stage.asksToAdvance(card);
      const writes = stage.cloud.writes().length;
      // He is known as an approver a moment ago, so that only a fresh question can tell.
      await stage.hears('bo', /no freeze/, () => stage.says('bo', `/deploy unfreeze ${stage.at}`));
      const approvers = groupOf(stage, exampleUserGroups.approvers);
      approvers.splice(approvers.indexOf(stage.cast.bo), 1);
      await stage.hears('bo', /may not advance/, () => stage.presses('bo', 'advance', card));
      expect(stage.cloud.writes()).toHaveLength(writes);
    },
  },
  {
    title: 'a command or press that Slack delivers twice, or that is replayed or repeated, is one rollout',
    at: 'commerce-service staging',
    tell: async (stage) => {
      const { slack } = stage.town;
      const words = `/deploy ${stage.service} v1.1.0 ${stage.env}`;
      const cards = stage.cards().length;
      const writes = stage.cloud.writes().length;
      // What is said again within one minute of the clock is the same.
      await stage.sees('a minute that is young', () => Date.now() % 60_000 < 40_000);
      const plan = await stage.hears('ana', /Plan for/, async () => {
        const { sent } = await stage.says('ana', words);
        if (!sent) throw new Error('nothing was sent');
        await Promise.all([slack.redeliver(sent), slack.replay(sent), slack.redeliver(sent)]);
      });
      await stage.hears('ana', /already asked for this/, () => stage.says('ana', words));
      const { sent } = await stage.pressesShown('ana', 'confirm_plan', plan);
      if (!sent) throw new Error('nothing was sent');
      await Promise.all([slack.redeliver(sent), slack.redeliver(sent), slack.replay(sent)]);
      const card = await stage.sees('the card', () => stage.cards()[cards]);
      await stage.asksToAdvance(card);
      expect(stage.cards()).toHaveLength(cards + 1);
      expect(shares(stage.cloud.writes().slice(writes))).toEqual([0, 1]);
      const plans = stage.workspace.shownTo(stage.cast.ana).filter(({ content }) => /^Plan for/.test(content.text));
      expect(plans.length).toBeLessThanOrEqual(1);
      await stage.hears('ana', /Aborted/, () => stage.presses('ana', 'abort', card));
      await stage.ends(card, 'Aborted');
    },
  },
  {
    title: 'pause stops the clock, resume lets it run, abort sends traffic back without a freeze',
    at: 'ai-service staging',
    tell: async (stage) => {
      const stable = stage.cloud.soleServer();
      const card = await stage.deploys('ana', 'v1.1.0');
      await stage.threadSays(card, /serves 5 %/);
      await stage.hears('dev', /Paused/, () => stage.presses('dev', 'pause', card));
      // Answers leave before cards are drawn anew.
      await stage.cardSays(card, /Paused/);
      await stays('nobody is asked to advance', () => !stage.buttons(card).includes('advance'), 7_000);
      await stage.hears('dev', /Resumed/, () => stage.says('dev', `/deploy resume ${stage.at}`));
      await stage.asksToAdvance(card);
      await stage.hears('ana', /Aborted/, () => stage.says('ana', `/deploy abort ${stage.at} because of lunch`));
      await stage.ends(card, 'Aborted');
      expect(stage.cloud.serving()).toEqual({ [stable ?? '']: 100 });
      expect(shares(stage.cloud.writes())).toEqual([0, 5, 0]);
      await stage.plans('ana', 'v1.2.0');
    },
  },
  {
    title: 'an abort before traffic moved ends the rollout, and nothing was moved',
    at: 'ai-service staging',
    tell: async (stage) => {
      const before = stage.cloud.serving();
      const writes = stage.cloud.writes().length;
      // It never answers as it should, so it is still asked for its health when the abort comes.
      const card = await stage.deploys('ana', 'sick');
      await stage.threadSays(card, /is ready after/);
      await stage.hears('ana', /Aborted/, () => stage.says('ana', `/deploy abort ${stage.at}`));
      await stage.ends(card, 'Aborted');
      expect(stage.cloud.serving()).toEqual(before);
      expect(shares(stage.cloud.writes().slice(writes))).toEqual([0]);
    },
  },
];

function groupOf({ workspace }: Stage, id: string): string[] {
  return workspace.directory.userGroup(id).userIds;
}
