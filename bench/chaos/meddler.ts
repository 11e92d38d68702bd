import { type ForeignHand, foreignHand } from '../../sandbox/google/foreign-hand/foreign-hand.ts';
import type { Town } from '../../sandbox/town/town.ts';
import type { Place } from './catalog.ts';
import type { Dice } from './dice.ts';

export const MEDDLER = 'mia@example.com';

/** Somebody with gcloud, who helps out on the same services without telling anybody. */
export class Meddler {
  readonly #town: Town;
  readonly #dice: Dice;
  readonly #hand: ForeignHand;

  constructor(town: Town, dice: Dice) {
    this.#town = town;
    this.#dice = dice;
    this.#hand = foreignHand({ httpUrl: town.google.httpUrl, person: MEDDLER });
  }

  /** Changes traffic, template or tags. @throws where Cloud Run refuses it, as it may refuse anybody */
  async meddle({ name }: Place): Promise<void> {
    const { trafficStatuses } = this.#town.google.model.run.record(name);
    const known = [...new Set(trafficStatuses.map((row) => row.revision))];
    const revision = this.#dice.pick(known);
    switch (this.#dice.weighed({ traffic: 6, settings: 2, tag: 1 })) {
      case 'traffic':
        return this.#hand.moveTraffic(name, this.#split(revision, known));
      case 'settings':
        await this.#hand.setEnv(name, { MEDDLED: String(this.#dice.whole(1, 1_000_000)) });
        return;
      case 'tag':
        return this.#hand.setTag(name, 'mine', revision);
    }
  }

  #split(first: string, known: readonly string[]): Record<string, number> {
    const second = known.find((revision) => revision !== first);
    const percent = this.#dice.pick([100, 70, 35]);
    return second === undefined || percent === 100 ? { [first]: 100 } : { [first]: percent, [second]: 100 - percent };
  }
}
