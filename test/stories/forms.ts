import { expect } from 'vitest';
import { textOf } from '../../sandbox/town/people.ts';
import { formHands, lineText } from './form-hands.ts';
import { shares } from './ledger.ts';
import type { Stage } from './stage.ts';
import type { Story } from './story.ts';

/** What is asked for in forms in place of words. */
export const forms: readonly Story[] = [
  {
    title: 'deploys by form: what is missing is said at once, and a form sent twice is one plan',
    at: 'platform-service prod',
    tell: async (stage) => {
      // A story before this one at the same place may have left a freeze.
      await stage.hears('bo', /no longer frozen|no freeze/, () => stage.says('bo', `/deploy unfreeze ${stage.at}`));
      const cards = stage.cards().length;
      const form = formHands(stage, 'dev');
      await stage.says('dev', '/deploy');
      await form.has('service');
      await form.choose('service', (await form.lines('service', 'platf'))[0]);
      await form.has('env:');
      expect(form.filledIn('env:'), 'prod is never chosen for anybody').toBeUndefined();
      await form.pick('env:', 'prod');
      await form.has('checklist:prod');

      const images = await form.lines('image:', '');
      expect(images.filter((line) => lineText(line).includes('live now'))).toHaveLength(1);
      const image = String(images.find((line) => lineText(line).startsWith('v1.1.0'))?.['value']);
      const refused = await form.submit({ 'image:': image, 'checklist:': '0' }, true);
      expect(Object.values(refused.errors ?? {}).toSorted()).toEqual([
        '4 of 5 not ticked. If one is not true yet, the deploy has to wait.',
        'Say why: this environment asks for a reason.',
      ]);

      const complete = { 'image:': image, reason: 'the fix for checkout', 'checklist:': '0,1,2,3,4' };
      const plan = await stage.hears('dev', /Plan for/, () =>
        Promise.all([form.submit(complete), form.submit(complete)]),
      );
      expect(form.isClosed()).toBe(true);
      expect(textOf(plan)).toMatch(/v1\.1\.0.*the fix for checkout.*All tests pass in CI/);
      expect(shownTo(stage, /^Planning/)).toBe(1);

      await stage.pressesShown('dev', 'confirm_plan', plan);
      const card = await stage.sees('the card', () => stage.cards()[cards]);
      await stage.threadSays(card, /Confirmed by whoever started it: All tests pass in CI/);
      await stage.threadSays(card, /serves 5 %/);
      expect(shownTo(stage, /^Plan for/)).toBeLessThanOrEqual(1);
      await stage.hears('dev', /Aborted/, () => stage.presses('dev', 'abort', card));
      await stage.ends(card, 'Aborted');
    },
  },
  {
    title: 'rolls back by the picker, which a message opens for its own rollout: sent twice it acts once',
    at: 'back-office staging',
    tell: async (stage) => {
      const stable = stage.cloud.soleServer() ?? '';
      const form = formHands(stage, 'dev');
      await stage.says('dev', '/rollback');
      await form.has('service');
      await form.choose('service', (await form.lines('service', stage.service))[0]);
      await form.pick('env:', stage.env);
      await form.has('target:');
      expect((await form.lines('target:', '')).map(({ value }) => value)[0]).toBe('our-choice');
      stage.workspace.reload(stage.cast.dev);

      const card = await stage.deploys('ana', 'v1.1.0 strategy=canary');
      await stage.threadSays(card, /serves 5 %/);
      const message = { channelId: stage.channel, ts: card.ts };
      await stage.workspace.shortcut({ userId: stage.cast.dev, callbackId: 'roll_back_deploy', message });
      await form.has('target:');
      expect([form.filledIn('service'), form.filledIn('env:')]).toEqual([stage.service, stage.env]);
      const entered = { reason: 'customers complain' };
      await stage.hears('dev', /Rolling|Sending all traffic/, () =>
        Promise.all([form.submit(entered), form.submit(entered)]),
      );
      await stage.ends(card, 'Rolled back');
      await stage.threadSays(card, /customers complain/);
      expect(stage.cloud.serving()).toEqual({ [stable]: 100 });
      expect(shares(stage.cloud.rollouts().at(-1) ?? [])).toEqual([0, 5, 0]);
      expect(shownTo(stage, /^Sending all traffic/)).toBe(1);
    },
  },
];

/** How often somebody was told these words. */
function shownTo({ workspace, cast }: Stage, words: RegExp): number {
  return workspace.shownTo(cast.dev).filter(({ content }) => words.test(content.text)).length;
}
