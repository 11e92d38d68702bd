import type { Town } from '../../sandbox/town/town.ts';
import type { Place } from './catalog.ts';
import type { Dice } from './dice.ts';

export const FOREIGN_CALLER = 'mia@example.com';

/** Somebody with gcloud, who moves traffic between revisions without an etag and without telling anybody. */
export class ForeignHand {
  readonly #town: Town;
  readonly #dice: Dice;

  constructor(town: Town, dice: Dice) {
    this.#town = town;
    this.#dice = dice;
  }

  /** Splits what serves now another way. Cloud Run may refuse it, as it may refuse anybody. */
  async move({ name }: Place): Promise<void> {
    const { trafficStatuses } = this.#town.google.model.run.record(name);
    const serving = [...new Set(trafficStatuses.map(({ revision }) => revision))];
    const first = this.#dice.pick(serving);
    const second = serving.find((revision) => revision !== first);
    const percent = second === undefined ? 100 : this.#dice.pick([100, 70, 35]);
    const rows = [
      { revision: first, percent },
      ...(second === undefined || percent === 100 ? [] : [{ revision: second, percent: 100 - percent }]),
    ];
    const body = JSON.stringify({ service: name, caller: FOREIGN_CALLER, traffic: rows });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${this.#town.google.httpUrl}/control/traffic`, { method: 'POST', headers, body });
    await answer.body?.cancel();
  }
}
