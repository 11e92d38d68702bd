import { createHash } from 'node:crypto';
import { seededRandom } from '../../sandbox/google/seeded-random.ts';

/** Every choice of one actor. Each has dice of its own, so that what one does never shifts what another one draws. */
export class Dice {
  readonly #random: () => number;

  constructor(seed: number, actor: string) {
    const mixed = createHash('sha256').update(`${seed} ${actor}`).digest().readUInt32BE(0);
    this.#random = seededRandom(mixed);
  }

  between(least: number, most: number): number {
    return least + (most - least) * this.#random();
  }

  /** Both ends included. */
  whole(least: number, most: number): number {
    return Math.floor(this.between(least, most + 1));
  }

  chance(share: number): boolean {
    return this.#random() < share;
  }

  /** @throws on an empty list */
  pick<T>(choices: readonly T[]): T {
    const picked = choices[this.whole(0, choices.length - 1)];
    if (picked === undefined) throw new Error('there is nothing to pick from');
    return picked;
  }

  /** By weight: `{ good: 5, bad: 1 }` is good five times as often as bad. */
  weighed<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
    const names = Object.keys(weights).filter((name): name is Name => name in weights);
    let left = this.between(
      0,
      names.reduce((sum, name) => sum + weights[name], 0),
    );
    for (const name of names) {
      left -= weights[name];
      if (left < 0) return name;
    }
    return this.pick(names);
  }
}
