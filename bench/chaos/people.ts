import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '../../sandbox/slack/model.ts';
import type { SlackSandbox } from '../../sandbox/slack/start.ts';
import type { Workspace } from '../../sandbox/slack/workspace.ts';
import { cardsOf, endOf } from './cards.ts';
import type { Place } from './catalog.ts';
import type { Dice } from './dice.ts';
import type { Hands } from './hands.ts';
import type { Role } from './team.ts';

/** What is going to happen to a rollout, unless others come between. */
const INTENTS = { good: 9, bad: 4, broken: 1, rollback: 4, abort: 2, pause: 2, foreign: 2 };
type Intent = keyof typeof INTENTS;

const GOOD_TAGS = ['v1.0.0', 'v1.1.0', 'v1.2.0', 'v1.3.0', 'v1.4.0'];
const BAD_TAGS = { bad: 'errors-100pct', broken: 'crash' } as const;

const LOOK_EVERY_MS = 200;
const PRESS_AGAIN_MS = 20_000;
/** A rollout that takes longer is left to the count of those that never ended. */
const LONGEST_MS = 10 * 60_000;

type Parts = {
  readonly slack: SlackSandbox;
  readonly place: Place;
  readonly hands: Hands;
  readonly dice: Dice;
  /** Somebody moves this place's traffic with gcloud. */
  readonly meddle: () => Promise<void>;
  /** After this no new rollout is begun; the one that runs is brought to its end. */
  readonly closing: AbortSignal;
  /** Everybody goes home at once. */
  readonly over: AbortSignal;
};

/** Deploys at one place again and again, and does with each rollout what people do: wait, press, doubt, turn round. */
export class People {
  readonly #parts: Parts;
  readonly #workspace: Workspace;
  /** When each gate was pressed: nobody presses on and on while the card is not yet drawn anew. */
  readonly #pressedMs = new Map<string, number>();
  #tag = '';

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#workspace = parts.slack.workspace;
  }

  /** After closing time they stay for whatever still shows up, until everybody goes home. */
  async work(): Promise<void> {
    const { dice, closing, over } = this.#parts;
    for (let round = 1; !over.aborted; round++) {
      const open = cardsOf(this.#workspace, this.#parts.place).filter((one) => endOf(one.content.text) === null);
      for (const running of open) await this.#bringToItsEnd(running, 'good');
      await sleep(closing.aborted ? LOOK_EVERY_MS : dice.between(0, 2_000));
      if (closing.aborted) continue;
      const intent = dice.weighed(INTENTS);
      const card = await this.#begin(intent, round);
      if (card) await this.#bringToItsEnd(card, intent);
    }
  }

  async #begin(intent: Intent, round: number): Promise<Message | undefined> {
    const { hands, dice, place } = this.#parts;
    const { service, env } = place;
    const role = dice.pick(['ana', 'dev'] as const);
    const before = cardsOf(this.#workspace, place).length;
    const tag = intent === 'bad' || intent === 'broken' ? BAD_TAGS[intent] : this.#nextGoodTag();
    const words = `/deploy ${service} ${tag} ${env} because round ${round}`;
    const { answer: plan } = await hands.says(role, 'deploy', words);
    if (plan === null) return undefined;
    const shown = this.#workspace.conversations.findEphemeral(plan.channelId, plan.ts);
    if (/frozen/.test(plan.text)) {
      await hands.says('ira', 'unfreeze', `/deploy unfreeze ${service} ${env}`);
      return undefined;
    }
    if (shown === undefined || !(await hands.presses(role, 'confirm_plan', shown))) return undefined;
    return cardsOf(this.#workspace, place)[before];
  }

  #nextGoodTag(): string {
    this.#tag = this.#parts.dice.pick(GOOD_TAGS.filter((tag) => tag !== this.#tag));
    return this.#tag;
  }

  async #bringToItsEnd({ channelId, ts }: Message, intent: Intent): Promise<void> {
    const { dice } = this.#parts;
    const fromMs = Date.now();
    const strikesAtMs = fromMs + dice.between(500, 14_000);
    let left: Intent | null = intent;
    while (Date.now() - fromMs < LONGEST_MS && !this.#parts.over.aborted) {
      const card = this.#workspace.conversations.find(channelId, ts);
      if (card === undefined || endOf(card.content.text) !== null) return;
      if (left !== null && Date.now() > strikesAtMs) {
        const intended: Intent = left;
        left = null;
        await this.#strike(intended, card);
      } else await this.#answerCard(card);
      await sleep(LOOK_EVERY_MS);
    }
  }

  async #strike(intent: Intent, card: Message): Promise<void> {
    const { hands, place, dice, meddle } = this.#parts;
    switch (intent) {
      case 'rollback':
        if (dice.chance(0.5)) await hands.presses('ira', 'roll_back', card);
        else await hands.says('ira', 'rollback', `/rollback ${place.service} ${place.env} now`);
        return;
      case 'abort':
      case 'pause':
        await hands.presses(dice.pick(['ana', 'dev']), intent, card);
        return;
      case 'foreign':
        await meddle().catch(() => undefined);
        return;
      case 'good':
      case 'bad':
      case 'broken':
    }
  }

  /** Does what the card asks for. */
  async #answerCard(card: Message): Promise<void> {
    const { hands, dice, place } = this.#parts;
    const shown = this.#workspace.buttonsOf(card);
    const buttons = shown.map(({ actionId }) => actionId);
    const gate = shown.find(({ actionId }) => actionId === 'advance')?.value ?? '';
    if (/Stuck/.test(card.content.text)) {
      await hands.says('ira', 'rollback', `/rollback ${place.service} ${place.env} now`);
    } else if (gate !== '' && Date.now() - (this.#pressedMs.get(gate) ?? 0) > PRESS_AGAIN_MS) {
      this.#pressedMs.set(gate, Date.now());
      await sleep(dice.between(0, 1_500));
      const pressing: readonly Role[] = dice.chance(0.4) ? ['bo', 'cy'] : [dice.pick(['bo', 'cy'] as const)];
      await Promise.all(pressing.map((role) => hands.presses(role, 'advance', card)));
    } else if (buttons.includes('resume') || buttons.includes('adopt')) {
      await sleep(dice.between(500, 4_000));
      const ways = ['resume', 'adopt', 'restore', 'abort'].filter((way) => buttons.includes(way));
      await hands.presses(dice.pick(['ana', 'dev']), dice.pick(ways), card);
    }
  }
}
