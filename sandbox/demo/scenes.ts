import { exampleChannels, exampleUsers } from '../slack/example-workspace.ts';
import { type Name, peopleOf, textOf } from '../town/people.ts';
import type { Town } from '../town/town.ts';
import { until } from '../until.ts';

type Message = ReturnType<Town['slack']['workspace']['conversations']['all']>[number];

/** What was played, for the claims to look at. */
export type Played = {
  /** The card of each rollout, in order. */
  readonly cards: readonly Message[];
  /** What the person who may not was told, and what an old button answered. */
  readonly refusals: readonly string[];
};

const PROD = exampleChannels.incidentsProd;
const PHASE_WITHIN_MS = 40_000;

/** Plays four scenes in the incident channel of prod: a good image, a bad one, a rollback by hand, and two presses that may not be. */
export async function scenes(town: Town, service: string, say: (line: string) => void): Promise<Played> {
  const stage = stageOf(town);
  const refusals: string[] = [];

  say('\n① ana deploys a healthy image; bo, an approver, presses Advance at each phase.');
  const good = await stage.deploys('ana', `/deploy ${service} healthy prod because the release of today`);
  const firstCard = await stage.waitsForPress(good);
  refusals.push(await stage.refused('dev', 'advance', firstCard, /may|approver/i));
  const oldValue = buttonValue(town, firstCard, 'advance');
  await stage.advances('bo', good);
  await stage.waitsForPress(good);
  refusals.push(await stage.refused('bo', 'advance', good, /out of date|old/i, oldValue));
  await stage.ends(good, /Succeeded/, 'bo');

  say('② dev deploys an image that fails 5 % of its requests; nobody needs to press anything.');
  const bad = await stage.deploys('dev', `/deploy ${service} errors-5pct prod`);
  await stage.ends(bad, /Rolled back/);

  say('③ bo lifts the freeze; ana deploys again; ira, the incident commander, rolls back by hand.');
  await stage.does('bo', `/deploy unfreeze ${service} prod`, /no longer frozen/);
  const again = await stage.deploys('ana', `/deploy ${service} v1.1.0 prod`);
  await stage.waitsForPress(again);
  await stage.does('ira', `/rollback ${service} prod now because checkout complaints`, /Rolling/);
  await stage.ends(again, /Rolled back/);
  return { cards: [good, bad, again].map((card) => stage.now(card)), refusals };
}

function buttonValue({ slack }: Town, message: Message, actionId: string): string {
  const found = slack.workspace.buttonsOf(message).find((button) => button.actionId === actionId);
  if (!found) throw new Error(`no button ${actionId} on the card`);
  return found.value ?? '';
}

/** The incident channel as the demo plays in it. */
function stageOf({ slack }: Town) {
  const { workspace } = slack;
  const people = peopleOf(slack);
  const cards = () => workspace.conversations.all(PROD).filter(({ threadTs }) => threadTs === undefined);
  const now = ({ ts }: Message) => workspace.conversations.message(PROD, ts);
  const has = (message: Message, actionId: string) =>
    workspace.buttonsOf(message).some((button) => button.actionId === actionId);
  const deploys = async (who: Name, words: string): Promise<Message> => {
    const before = cards().length;
    await people.says(who, words);
    await people.pressesShown(who, 'confirm_plan');
    return until(`the card of ${words}`, () => cards()[before]);
  };
  const waitsForPress = async (card: Message): Promise<Message> => {
    await until('Advance to be offered', () => has(now(card), 'advance'), PHASE_WITHIN_MS);
    return now(card);
  };
  const refused = async (
    who: Name,
    actionId: string,
    card: Message,
    words: RegExp,
    value?: string,
  ): Promise<string> => {
    const sinceTs = workspace.shownTo(exampleUsers[who]).at(-1)?.ts ?? '';
    await people.presses(who, actionId, card, value);
    return textOf(await until(`${who} to be refused`, () => people.reads(who, words, sinceTs)));
  };
  const advances = async (who: Name, card: Message): Promise<void> => {
    await people.presses(who, 'advance', now(card));
    await until('the press to be taken', () => !has(now(card), 'advance'));
  };
  const isOver = (card: Message, words: RegExp) =>
    workspace.buttonsOf(now(card)).length === 0 && words.test(textOf(now(card)));
  /** Waits for the end; `presser` presses Advance whenever it is offered, without one nobody does. */
  const ends = async (card: Message, words: RegExp, presser?: Name): Promise<void> => {
    const isOffered = () => presser !== undefined && has(now(card), 'advance');
    const next = () => until(`the card to say ${words}`, () => isOver(card, words) || isOffered(), PHASE_WITHIN_MS);
    for (await next(); presser && !isOver(card, words); await next()) await advances(presser, card);
  };
  const does = async (who: Name, words: string, answer: RegExp): Promise<void> => {
    const sinceTs = workspace.shownTo(exampleUsers[who]).at(-1)?.ts ?? '';
    await people.says(who, words);
    await until(`the answer to ${words}`, () => people.reads(who, answer, sinceTs));
  };
  return { deploys, waitsForPress, refused, advances, ends, does, now };
}
