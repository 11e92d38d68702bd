import { expect } from 'vitest';
import { type JsonObject, objectsIn, stringIn } from '../../sandbox/slack/json.ts';
import type { Role } from './cast.ts';
import { formHands, lineText } from './form-hands.ts';
import { shares } from './ledger.ts';
import type { Card, Stage } from './stage.ts';
import type { Story } from './story.ts';

/** Words to the bot by its name, and what Home shows of it all. */
export const inTheThread: readonly Story[] = [
  {
    title: 'what waits for the approver stands in Home, is advanced by name in the thread, and stands there no longer',
    at: 'platform-service prod',
    tell: async (stage) => {
      await stage.hears('bo', /no longer frozen|no freeze/, () => stage.says('bo', `/deploy unfreeze ${stage.at}`));
      const writes = stage.cloud.writes().length;
      const card = await stage.deploys('ana', 'v1.1.0');
      await stage.asksToAdvance(card);
      const link = stage.workspace.permalink(stage.channel, card.ts);
      const decision = `Decide in Thread: ${stage.service} in ${stage.env}`;
      await opensHome(stage, 'bo', (shown) => shown.includes(link) && shown.includes(decision));
      await opensHome(stage, 'ana', (shown) => shown.includes(link) && !shown.includes(decision));
      await opensHome(stage, 'gus', (shown) =>
        shown.includes('Guests can read here what is being deployed, but not act'),
      );

      await stage.hears('ana', /may not advance/, () => saysInThread(stage, 'ana', card, 'advance'));
      const { threadTs } = await stage.hears('bo', /moves to \d+ %/, () => saysInThread(stage, 'bo', card, 'advance'));
      expect(threadTs, 'the answer stands where it was asked').toBe(card.ts);
      await stage.threadSays(card, /serves 25 %/);
      expect(shares(stage.cloud.writes().slice(writes))).toHaveLength(3);

      await stage.hears('ira', /Rolling platform-service in prod back/, () =>
        saysInThread(stage, 'ira', card, 'rollback now because R&D saw 5xx'),
      );
      await stage.ends(card, 'Rolled back');
      await stage.threadSays(card, /R&amp;D saw 5xx/);
      expect(stage.thread(card).join('\n')).not.toContain('&amp;amp;');
      await opensHome(stage, 'bo', (shown) => shown.includes('"Unfreeze"') && !shown.includes(decision));
      const frozen = `frozen-${stage.service}.${stage.env}`;
      const viewId = stage.workspace.homeOf(stage.cast.bo)?.id ?? '';
      const press = { userId: stage.cast.bo, viewId, blockId: frozen, actionId: 'unfreeze' };
      // What Slack says nobody answered in time is pressed again, as people do.
      await stage.sees('the press to be answered', async () => {
        return (await stage.workspace.pressInView(press)).outcome === 'answered';
      });
      await stage.sees('Home to say that it is no longer frozen', () => {
        const shown = homeOf(stage, 'bo');
        return shown.includes('no longer frozen') && !shown.includes(frozen);
      });
      await stage.hears('bo', /is over: Rolled back/, () => saysInThread(stage, 'bo', card, 'abort'));
    },
  },
  {
    title: 'a deploy that is begun in Home is planned, confirmed and followed from there',
    at: 'web-portal staging',
    tell: async (stage) => {
      await stage.hears('dev', /no longer frozen|no freeze/, () => stage.says('dev', `/deploy unfreeze ${stage.at}`));
      const cards = stage.cards().length;
      await opensHome(stage, 'dev', (shown) => shown.includes('Deploy…'));
      await pressesInHome(stage, 'open_deploy_form');
      const form = formHands(stage, 'dev');
      await form.has('service');
      await form.choose('service', (await form.lines('service', stage.service))[0]);
      await form.pick('env:', stage.env);
      await form.has('image:');
      const image = (await form.lines('image:', '')).find((line) => lineText(line).startsWith('v1.4.0'));
      await form.submit({ 'image:': String(image?.['value']) });

      await stage.sees('the plan in Home', () => homeOf(stage, 'dev').includes('confirm_plan'));
      await pressesInHome(stage, 'confirm_plan');
      const card = await stage.sees('the card', () => stage.cards()[cards]);
      const link = stage.workspace.permalink(stage.channel, card.ts);
      await stage.sees('Home to lead to the card', () => homeOf(stage, 'dev').includes(`<${link}|Follow it here>`));
      expect(homeOf(stage, 'dev')).not.toContain('confirm_plan');
      await stage.hears('dev', /Aborted/, () => stage.says('dev', `/deploy abort ${stage.at}`));
      await stage.ends(card, 'Aborted');
    },
  },
];

async function pressesInHome({ workspace, cast }: Stage, actionId: string): Promise<void> {
  const view = workspace.homeOf(cast.dev);
  const has = (one: JsonObject) => objectsIn(one, 'elements').some((element) => element['action_id'] === actionId);
  const block = objectsIn(view?.definition ?? {}, 'blocks').find(has) ?? {};
  const blockId = stringIn(block, 'block_id') ?? '';
  const { outcome } = await workspace.pressInView({ userId: cast.dev, viewId: view?.id ?? '', blockId, actionId });
  expect(outcome).toBe('answered');
}

function saysInThread(stage: Stage, who: 'ana' | 'bo' | 'ira', card: Card, words: string) {
  const { workspace, cast, channel } = stage;
  const text = `@slipway ${words}`;
  return workspace.say({ userId: cast[who], channelId: channel, threadTs: card.ts, text });
}

/** Opens it until it shows what is expected: it is drawn when it is opened. */
async function opensHome(stage: Stage, who: Role, isRight: (shown: string) => boolean): Promise<void> {
  const userId = stage.cast[who];
  await stage.sees(`the Home of ${who}`, async () => {
    await stage.workspace.openHome({ userId });
    return isRight(homeOf(stage, who));
  });
}

function homeOf({ workspace, cast }: Stage, who: Role): string {
  return JSON.stringify(workspace.homeOf(cast[who])?.definition ?? null);
}
