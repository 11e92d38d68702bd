import type { LogStore } from '../logging/log-store.ts';
import { type Behaviour, USUAL_ERROR_RATE } from '../registry/behaviour.ts';
import type { Random } from '../seeded-random.ts';
import type { Trouble } from '../traffic/outcome.ts';
import { ownError, printedByBug } from './bugs.ts';
import { entriesOf, type Printed, type Source, type Telling } from './printed.ts';
import { chatter, failuresOfAll, noiseOf } from './usual.ts';

/** A request that a program answered itself, well or not. */
type Answered = { readonly behaviour: Behaviour; readonly trouble: Trouble; readonly isWell: boolean };

const CHATTER_SHARE = 0.02;

/** The programs in the containers, as far as they print what becomes of their requests. */
export class Programs {
  readonly #logs: LogStore;
  readonly #random: Random;
  /** How many requests the bug of an image spoilt, by revision. */
  readonly #spoilt = new Map<string, number>();

  constructor(logs: LogStore, random: Random) {
    this.#logs = logs;
    this.#random = random;
  }

  tell(answered: Answered, source: Source) {
    const telling = { random: this.#random, service: source.place.service };
    const printed = answered.isWell ? this.#ofSuccess(answered, telling) : this.#ofFailure(answered, telling, source);
    if (printed) this.#logs.writeTogether(entriesOf(printed, source), source.atMs);
  }

  #ofSuccess({ behaviour }: Answered, telling: Telling): Printed | null {
    if (this.#random() < (behaviour.ownErrorShare ?? 0)) return ownError(telling);
    return noiseOf(telling) ?? (this.#random() < CHATTER_SHARE ? chatter(telling) : null);
  }

  #ofFailure({ behaviour, trouble }: Answered, telling: Telling, { place }: Source): Printed {
    if (trouble.isSpoilt) return failuresOfAll.spoilt(telling);
    if (trouble.isOutage) return failuresOfAll.outage(telling);
    if (!hasBug(behaviour)) return failuresOfAll.usual(telling);
    const nth = this.#spoilt.get(place.revision) ?? 0;
    this.#spoilt.set(place.revision, nth + 1);
    return printedByBug(nth, telling);
  }
}

function hasBug({ errorRate, cold, hasSickInstance }: Behaviour): boolean {
  return errorRate >= USUAL_ERROR_RATE || cold !== undefined || hasSickInstance === true;
}
