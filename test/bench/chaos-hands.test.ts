import { expect, test } from 'vitest';
import { Acts } from '../../bench/chaos/acts.ts';
import { Dice } from '../../bench/chaos/dice.ts';
import { Hands } from '../../bench/chaos/hands.ts';
import { SlackDiary } from '../../bench/chaos/slack-diary.ts';
import { hireTeam } from '../../bench/chaos/team.ts';
import { exampleChannels } from '../../sandbox/slack/example-workspace.ts';
import { objectsIn, stringIn } from '../../sandbox/slack/json.ts';
import { app, silence, town } from '../sandbox/slack/town.ts';

const CHANNEL = exampleChannels.deploys;
const PLACE = { service: 'checkout', env: 'prod', channel: CHANNEL, name: 'checkout', image: 'i', percents: [100] };

/** A card with an Advance of this gate. */
function card(gate: string) {
  const text = { type: 'plain_text', text: 'Advance' } as const;
  const button = { type: 'button', action_id: 'advance', text, value: gate } as const;
  return { channel: CHANNEL, text: gate, blocks: [{ type: 'actions', elements: [button] }] };
}

test('who presses once more because nobody answered means the gate of the first press, however the card stands now', async () => {
  const { slack, client } = await town();
  const acts = new Acts(new SlackDiary(slack.workspace, Date.now));
  const team = hireTeam(slack.workspace, 0);
  const { ts = '' } = await client.chat.postMessage(card('r.1'));
  const message = slack.workspace.conversations.find(CHANNEL, ts);
  if (message === undefined) throw new Error('the card was not posted');
  const home = new AbortController();
  let tries = 0;
  const heard = app(slack, () => {
    tries++;
    if (tries > 1) home.abort();
    return tries > 1 ? undefined : silence;
  });
  const dice = new Dice(1, 'hands');
  const parts = { slack, acts, place: PLACE, team, dice, onSpeak: () => undefined, signal: home.signal };
  const pressing = new Hands(parts).presses('bo', 'advance', message);
  await expect.poll(() => heard.length).toBe(1);
  await client.chat.update({ ...card('r.2'), ts });
  const act = await pressing;
  expect(act?.button).toBe('r.1');
  const pressed = heard.map(({ payload }) => stringIn(objectsIn(payload, 'actions')[0] ?? {}, 'value'));
  expect(pressed).toEqual(['r.1', 'r.1']);
});
