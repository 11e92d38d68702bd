/** Chance that falls the same way each time, so that a picture changes only when the judge does. */
export type Dice = {
  /** How many of `trials` happen, each with `chance`. */
  readonly ofMany: (trials: number, chance: number) => number;
  /** How many come when `mean` are expected. */
  readonly arrivals: (mean: number) => number;
};

export function diceOf(seed: number): Dice {
  const random = mulberry32(seed);
  const ofMany = (trials: number, chance: number) => {
    let happened = 0;
    for (let trial = 0; trial < trials; trial++) if (random() < chance) happened += 1;
    return happened;
  };
  // Ten small chances for each expected arrival are as good as Poisson's for a picture.
  return { ofMany, arrivals: (mean) => ofMany(Math.round(mean * 10), 0.1) };
}

/** Tommy Ettinger's mulberry32: 32 bits of state are enough for a few thousand draws. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
