import { expect } from 'vitest';
import type { Behaviour } from '../../sandbox/google/registry/behaviour.ts';
import { behaviours } from '../../sandbox/google/registry/behaviour.ts';
import { peopleNamed, type ShownMessage, textOf } from '../../sandbox/town/people.ts';
import type { Town } from '../../sandbox/town/town.ts';
import { until } from '../../sandbox/until.ts';
import { type Cast, hire, type Role } from './cast.ts';
import { ledgerOf } from './ledger.ts';

/** A card as it was when it was looked at; `now` shows it as it is. */
export type Card = ReturnType<Town['slack']['workspace']['conversations']['message']>;
/** A service in an environment, e.g. `api-gateway prod`. */
export type Place = `${string} ${'staging' | 'prod'}`;
export type Stage = ReturnType<typeof setStage>;

/** The machine may be busy with everything at once: stories never fail for being told slowly. */
const PATIENCE_MS = 60_000;

/** One service in one environment, with people of its own, for one story after another. */
export function setStage(town: Town, at: Place, number: number) {
  const [service = '', env = ''] = at.split(' ');
  const { workspace } = town.slack;
  const cast: Cast = hire(workspace, number);
  const people = peopleNamed(town.slack, cast);
  const name = town.serviceName(service, env);
  const cloud = ledgerOf(town, name);
  const image = town.catalog.services.find((one) => one.name === service)?.image ?? '';
  const channel = town.catalog.environments.find((one) => one.name === env)?.channel ?? '';
  const { registry, traffic, run } = town.google.model;

  const digestOf = (tag: string) => registry.digestOf(`${image}:${tag}`) ?? '';
  const behaves = (tag: string, behaviour: Partial<Behaviour>) =>
    registry.setBehaviour(digestOf(tag), { ...behaviours.healthy, ...behaviour });
  const requests = (perSecond: number) => traffic.setRate(name, perSecond);

  const cards = () =>
    workspace.conversations
      .all(channel)
      .filter(({ threadTs, content }) => threadTs === undefined && content.text.startsWith(`${service} in ${env}:`));
  const now = ({ ts }: Card): Card => workspace.conversations.message(channel, ts);
  const buttons = (card: Card) => workspace.buttonsOf(now(card)).map(({ actionId }) => actionId);
  const valueBehind = (card: Card, actionId: string) =>
    workspace.buttonsOf(now(card)).find((button) => button.actionId === actionId)?.value ?? '';
  const thread = (card: Card) => workspace.conversations.repliesTo(channel, card.ts).map(textOf);

  /** Waits for what nobody can hurry. */
  const sees = async <T>(what: string, look: () => T | Promise<T>) => {
    try {
      return await until(what, look, PATIENCE_MS);
    } catch (cause) {
      throw new Error(`waited in vain for ${what} (${at}); ${standing()}`, { cause });
    }
  };
  /** How its rollouts stand for whoever looks at the channel, for a failure that can be followed up. */
  const standing = () =>
    cards()
      .map((card) => [now(card).content.text, ...thread(card)].join(' | '))
      .join(' || ');
  const cardSays = (card: Card, words: RegExp) => sees(`the card to say ${words}`, () => words.test(textOf(now(card))));
  const threadSays = async (card: Card, words: RegExp) => {
    try {
      return await sees(`the thread to say ${words}`, () => thread(card).find((line) => words.test(line)));
    } catch (cause) {
      const said = workspace.conversations.repliesTo(channel, card.ts).map(({ content }) => content.text);
      throw new Error(`the thread does not say ${words}, but: ${said.join(' | ')} (${at})`, { cause });
    }
  };

  const told = (who: Role) =>
    workspace
      .shownTo(cast[who])
      .map(({ content }) => content.text)
      .join(' | ');
  /** Does something, and waits until this person alone is told these words about it. */
  const hears = async (who: Role, words: RegExp, act: () => Promise<unknown>): Promise<ShownMessage> => {
    const sinceTs = people.lastShownTs(who);
    await act();
    try {
      return await sees(`${who} to be told ${words}`, () => people.reads(who, words, sinceTs));
    } catch (cause) {
      throw new Error(`${who} was not told ${words}, but: ${told(who)} (${at})`, { cause });
    }
  };
  /** Whom Slack tells that nobody answered in time says it once more, as people do; the same words are one request. */
  const insists = async <D extends { readonly outcome: string }>(act: () => Promise<D>): Promise<D> => {
    let delivered = await act();
    for (let tries = 1; tries < 3 && delivered.outcome === 'operation_timeout'; tries++) delivered = await act();
    return delivered;
  };
  const says = (who: Role, words: string) => insists(() => people.says(who, words));
  const presses = async (who: Role, actionId: string, card: Card, value?: string) => {
    if (value === undefined) await sees(`the button ${actionId}`, () => buttons(card).includes(actionId));
    return insists(() => people.presses(who, actionId, now(card), value));
  };
  const pressesShown = (who: Role, actionId: string, shown: ShownMessage) => {
    const place = { channelId: shown.channelId, ephemeralId: shown.ts };
    return insists(() => workspace.press({ userId: cast[who], ...place, actionId }));
  };

  const plans = (who: Role, tag: string): Promise<ShownMessage> =>
    hears(who, /Plan for/, () => says(who, `/deploy ${service} ${tag} ${env}`));
  const deploys = async (who: Role, tag: string): Promise<Card> => {
    const before = cards().length;
    await pressesShown(who, 'confirm_plan', await plans(who, tag));
    try {
      return await sees(`the card of ${tag}`, () => cards()[before]);
    } catch (cause) {
      throw new Error(`no card; ${who} was told: ${told(who)} (${at})`, { cause });
    }
  };
  const asksToAdvance = (card: Card) =>
    sees('Advance to be offered', () => buttons(card).includes('advance') && valueBehind(card, 'advance'));
  /** Presses Advance until the card says how it ended. */
  const advancesToTheEnd = async (who: Role, card: Card): Promise<void> => {
    for (let isOver = false; !isOver; ) {
      const gate = await sees(
        'a press to be asked for, or the end',
        () => isEnded(card) || valueBehind(card, 'advance'),
      );
      isOver = gate === true;
      if (gate !== true) await advances(who, card, gate);
    }
  };
  const advances = async (who: Role, card: Card, gate: string): Promise<void> => {
    await presses(who, 'advance', card, gate);
    await sees('the press to be taken', () => valueBehind(card, 'advance') !== gate);
  };
  const isEnded = (card: Card) =>
    buttons(card).length === 0 && /Succeeded|Rolled back|Aborted|Failed/.test(now(card).content.text);
  /** Waits for the end and expects it to be this one. */
  const ends = async (card: Card, state: 'Succeeded' | 'Rolled back' | 'Aborted' | 'Failed') => {
    await sees(`the end of ${now(card).content.text}`, () => isEnded(card));
    expect(now(card).content.text, thread(card).join('\n')).toContain(`: ${state}.`);
  };
  const looking = { sees, cardSays, threadSays, now, cards, buttons, valueBehind, thread, hears };
  const acting = { says, presses, pressesShown, plans, deploys, asksToAdvance, advances, advancesToTheEnd, ends };
  const world = {
    town,
    workspace,
    service,
    env,
    place: { service, env },
    at,
    name,
    channel,
    cast,
    cloud,
    run,
    registry,
    traffic,
  };
  return { ...world, ...looking, ...acting, digestOf, behaves, requests };
}

/** Something that must not happen is looked for over a while; it fails as soon as it does. */
export async function stays(what: string, holds: () => boolean, forMs = 4_000): Promise<void> {
  const endMs = Date.now() + forMs;
  while (Date.now() < endMs) {
    expect(holds(), what).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
