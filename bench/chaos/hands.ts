import { setTimeout as sleep } from 'node:timers/promises';
import { exampleChannels } from '../../sandbox/slack/example-workspace.ts';
import type { Ephemeral, Message } from '../../sandbox/slack/model.ts';
import type { SlackSandbox } from '../../sandbox/slack/start.ts';
import { until } from '../../sandbox/until.ts';
import type { Act, Acts, Verb } from './acts.ts';
import type { Place } from './catalog.ts';
import type { Dice } from './dice.ts';
import type { Role, Team } from './team.ts';

type Delivered = Awaited<ReturnType<SlackSandbox['workspace']['command']>>;
type Deliver = () => Promise<Delivered>;

/** How long somebody waits for the last word before they go on with their day; it may still come later. */
const PATIENCE_MS = 75_000;
/** Whom Slack tells that nobody answered says or presses it once more, as people do. */
const MOST_TRIES = 4;

const VERBS: Readonly<Record<string, Verb>> = {
  ...{ confirm_plan: 'confirm', advance: 'advance', pause: 'pause', resume: 'resume', abort: 'abort' },
  ...{ adopt: 'adopt', restore: 'restore' },
  ...{ roll_back: 'rollback', unfreeze: 'unfreeze' },
};

/** What the people of one place do in Slack; each does one thing at a time and waits for its answer. */
export class Hands {
  readonly #slack: SlackSandbox;
  readonly #acts: Acts;
  readonly #place: Place;
  readonly #team: Team;
  readonly #dice: Dice;
  readonly #onSpeak: () => void;
  readonly #signal: AbortSignal;

  constructor(parts: {
    readonly slack: SlackSandbox;
    readonly acts: Acts;
    readonly place: Place;
    readonly team: Team;
    readonly dice: Dice;
    /** Told just before a request leaves for the app. */
    readonly onSpeak: () => void;
    readonly signal: AbortSignal;
  }) {
    this.#slack = parts.slack;
    this.#acts = parts.acts;
    this.#place = parts.place;
    this.#team = parts.team;
    this.#dice = parts.dice;
    this.#onSpeak = parts.onSpeak;
    this.#signal = parts.signal;
  }

  /** Says it until Slack delivers it, and resolves with the act when it is answered or patience is over. */
  says(role: Role, verb: Verb, words: string): Promise<Act> {
    const [command = '', ...rest] = words.split(' ');
    const where = { userId: this.#team[role], channelId: exampleChannels.deploys };
    const deliver = () => this.#slack.workspace.command({ ...where, command, text: rest.join(' ') });
    return this.#do(role, { verb, words, button: null }, deliver);
  }

  /** Presses a button that stands on a message now, and that same one once more where nobody answered; undefined where it is gone. */
  async presses(role: Role, actionId: string, message: Message | Ephemeral): Promise<Act | undefined> {
    const { workspace } = this.#slack;
    const button = workspace.buttonsOf(message).find((one) => one.actionId === actionId);
    const verb = VERBS[actionId];
    if (button === undefined || verb === undefined) return undefined;
    const at = 'from' in message ? { ephemeralId: message.ts } : { messageTs: message.ts };
    // The card may be drawn anew between two tries: the act is about the gate that was pressed first.
    const press = { userId: this.#team[role], channelId: message.channelId, ...at, actionId, value: button.value };
    return this.#do(role, { verb, words: actionId, button: button.value ?? '' }, () => workspace.press(press));
  }

  async #do(role: Role, what: Pick<Act, 'verb' | 'words' | 'button'>, deliver: Deliver): Promise<Act> {
    const act = this.#acts.begin({ ...what, place: this.#place, userId: this.#team[role], atMs: Date.now() });
    for (let tries = 0; tries < MOST_TRIES && !this.#signal.aborted; tries++) {
      this.#onSpeak();
      const delivered = await deliver().catch(() => null);
      if (delivered?.outcome === 'answered') {
        await this.#doubled(delivered);
        break;
      }
      await sleep(this.#dice.between(500, 3_000));
    }
    // Who was never told that it was taken does not wait for long.
    const patienceMs = () => (act.acknowledgedAtMs === null ? 8_000 : PATIENCE_MS);
    const since = Date.now();
    const isDone = () => act.answer !== null || this.#signal.aborted || Date.now() - since > patienceMs();
    await until('an answer', isDone, 2 * PATIENCE_MS);
    return act;
  }

  /** A nervous finger, or Slack delivering once more what it was not sure of. */
  async #doubled({ sent }: Delivered): Promise<void> {
    if (sent === undefined || !this.#dice.chance(0.2)) return;
    await this.#slack.redeliver(sent).catch(() => undefined);
  }
}
