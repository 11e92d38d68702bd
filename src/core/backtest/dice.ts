/** Numbers in [0, 1). */
export type Dice = () => number;

/** The same numbers for the same seed (mulberry32), so that a backtest can be repeated. */
export function seededDice(seed: number): Dice {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** From so many expected successes on, the bell curve is as good, and does not draw one by one. */
const MANY = 50;

/** How many of `draws` fall to a side that gets each with probability `chance`. */
export function drawn(dice: Dice, draws: number, chance: number): number {
  if (draws <= 0 || chance <= 0) return 0;
  if (chance >= 1) return draws;
  if (chance > 0.5) return draws - drawn(dice, draws, 1 - chance);
  if (draws * chance >= MANY) return bellDrawn(dice, draws, chance);
  // From one success to the next: the number of failures between them is geometric.
  let successes = 0;
  let left = draws;
  for (;;) {
    left -= Math.floor(Math.log(1 - dice()) / Math.log1p(-chance)) + 1;
    if (left < 0) return successes;
    successes += 1;
  }
}

function bellDrawn(dice: Dice, draws: number, chance: number): number {
  const bell = Math.sqrt(-2 * Math.log(1 - dice())) * Math.cos(2 * Math.PI * dice());
  const value = Math.round(draws * chance + bell * Math.sqrt(draws * chance * (1 - chance)));
  return Math.min(draws, Math.max(0, value));
}
