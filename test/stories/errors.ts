import { expect } from 'vitest';
import { type JsonObject, objectsIn, stringIn } from '../../sandbox/slack/json.ts';
import { formHands } from './form-hands.ts';
import type { Card, Stage } from './stage.ts';
import type { Story } from './story.ts';

/** What goes wrong, for whoever asks. */
export const errors: readonly Story[] = [
  {
    title:
      'who asks in the thread what went wrong looks at a pattern, mutes it for everybody and takes all of it as a file',
    at: 'platform-service staging',
    tell: async (stage) => {
      await stage.hears('ana', /no longer frozen|no freeze/, () => stage.says('ana', `/deploy unfreeze ${stage.at}`));
      const card = await stage.deploys('ana', 'errors-5pct');
      await stage.ends(card, 'Rolled back');

      const shown = await stage.hears('ana', /Errors of platform-service in staging: \d+ errors?.*new/, () =>
        saysInThread(stage, 'ana', card, 'errors'),
      );
      expect(shown.threadTs).toBe(card.ts);
      await stage.pressesShown('ana', 'pattern_example', shown);
      const form = formHands(stage, 'ana');
      await stage.sees('one of them', () => JSON.stringify(form.view()?.definition ?? null).includes('One of them'));
      await pressesInModal(stage, form.view(), 'pattern_mute');
      await form.has('mute_for');
      await stage.hears('ana', /Muted until/, () => form.submit({ mute_for: '1h' }));
      await stage.threadSays(card, /muted an error pattern of platform-service in staging until/);

      const again = await stage.hears('bo', /muted until/, () => saysInThread(stage, 'bo', card, 'errors since 1h'));
      await stage.pressesShown('bo', 'all_patterns', again);
      const file = await stage.sees('the file', () => filesIn(stage, card)[0]);
      expect(await textOfFile(stage, file.id)).toContain('muted');

      await stage.hears('gus', /Ask a full member/, () => stage.says('gus', `/deploy errors ${stage.at}`));
      await stage.hears('gus', /Ask a full member/, () => saysInThread(stage, 'gus', card, 'errors'));
      await stage.hears('dev', /Errors of platform-service in staging/, () =>
        stage.says('dev', `/deploy errors ${stage.at} since 5m`),
      );
      await stage.hears('ana', /no longer frozen|no freeze/, () => stage.says('ana', `/deploy unfreeze ${stage.at}`));
    },
  },
];

function saysInThread({ workspace, cast, channel }: Stage, who: 'ana' | 'bo' | 'gus', card: Card, words: string) {
  return workspace.say({ userId: cast[who], channelId: channel, threadTs: card.ts, text: `@slipway ${words}` });
}

async function pressesInModal(
  { workspace, cast }: Stage,
  view: { readonly id: string; readonly definition: JsonObject } | undefined,
  actionId: string,
): Promise<void> {
  const has = (one: JsonObject) => objectsIn(one, 'elements').some((element) => element['action_id'] === actionId);
  const block = objectsIn(view?.definition ?? {}, 'blocks').find(has) ?? {};
  const blockId = stringIn(block, 'block_id') ?? '';
  await workspace.pressInView({ userId: cast.ana, viewId: view?.id ?? '', blockId, actionId });
}

function filesIn({ workspace, channel }: Stage, card: Card) {
  return workspace.conversations.repliesTo(channel, card.ts).flatMap(({ files }) => files);
}

async function textOfFile({ workspace }: Stage, fileId: string): Promise<string> {
  return (await fetch(workspace.fileUrl(fileId))).text();
}
