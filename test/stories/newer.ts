import { expect } from 'vitest';
import type { ShownMessage } from '../../sandbox/town/people.ts';
import { shares } from './ledger.ts';
import type { Stage } from './stage.ts';
import type { Story } from './story.ts';

/** A newer deploy while one runs. */
export const newer: readonly Story[] = [
  {
    title: 'a newer deploy supersedes the running one: traffic back first, nothing frozen, then it starts by itself',
    at: 'api-gateway staging',
    tell: async (stage) => {
      // A story that was told here before may have left a freeze.
      await stage.hears('dev', /no longer frozen|no freeze/, () => stage.says('dev', `/deploy unfreeze ${stage.at}`));
      const stable = stage.cloud.soleServer() ?? '';
      const first = await stage.deploys('ana', 'v1.1.0');
      await stage.threadSays(first, /serves 5 %/);
      const plan = await asksBehind(stage, 'v1.2.0');
      expect(plan.content.text).toContain(`by <@${stage.cast.ana}> runs there now`);

      const cards = stage.cards().length;
      await stage.pressesShown('dev', 'supersede', plan);
      await stage.ends(first, 'Aborted');
      await stage.threadSays(first, new RegExp(`<@${stage.cast.ana}>: <@${stage.cast.dev}> supersedes this rollout`));
      const second = await stage.sees('the card of the newer one', () => stage.cards()[cards]);
      await stage.threadSays(second, /serves 5 %/);

      const [one, other] = stage.cloud.rollouts().slice(-2);
      expect(shares(one ?? [])).toEqual([0, 5, 0]);
      expect(shares(other ?? [])).toEqual([0, 5]);
      await stage.hears('dev', /Aborted/, () => stage.presses('dev', 'abort', second));
      await stage.ends(second, 'Aborted');
      expect(stage.cloud.serving()).toEqual({ [stable]: 100 });
    },
  },
  {
    title: 'a newer deploy waits, is asked for anew after the success of the one before, and is deployed on it',
    at: 'mail-sender staging',
    tell: async (stage) => {
      const first = await stage.deploys('ana', 'v1.1.0');
      await stage.threadSays(first, /serves everything/);
      // Its last phase is shorter than all that is said while it lasts.
      await stage.hears('ana', /Paused/, () => stage.says('ana', `/deploy pause ${stage.at}`));
      const behind = await asksBehind(stage, 'v1.2.0');
      await stage.pressesShown('dev', 'wait_for_it', behind);
      const { workspace, cast } = stage;
      // The answer takes the place of the plan, so that no dead button stays.
      await stage.sees('the plan to wait', () =>
        workspace.shownTo(cast.dev).some(({ content }) => /^Waiting for v1.1.0/.test(content.text)),
      );
      await stage.hears('dev', /1 plan waits/, () => stage.says('dev', `/deploy status ${stage.at}`));
      await stage.hears('ana', /Resumed/, () => stage.says('ana', `/deploy resume ${stage.at}`));
      await stage.ends(first, 'Succeeded');
      const called = await stage.sees('dev to be called once', () => {
        const calls = inChannel(stage).filter(({ content }) => /v1\.2\.0 .* was not started/.test(content.text));
        return calls.length === 1 && calls[0];
      });
      expect(called.content.text).toContain(`<@${stage.cast.dev}>`);

      const plan = await stage.hears('dev', /Plan for/, () => stage.presses('dev', 'show_plan', called));
      const cards = stage.cards().length;
      await stage.pressesShown('dev', 'confirm_plan', plan);
      const second = await stage.sees('the card of the newer one', () => stage.cards()[cards]);
      await stage.ends(second, 'Succeeded');
      const [, last] = stage.cloud.rollouts().slice(-2);
      expect(stage.cloud.soleServer()).toBe(last?.find(({ revision }) => revision !== '')?.revision);
    },
  },
];

function asksBehind(stage: Stage, tag: string): Promise<ShownMessage> {
  return stage.hears('dev', /Plan for/, () => stage.says('dev', `/deploy ${stage.service} ${tag} ${stage.env}`));
}

function inChannel({ workspace, channel }: Stage) {
  return workspace.conversations.all(channel).filter(({ threadTs }) => threadTs === undefined);
}
