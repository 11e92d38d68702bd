/** The keys of a script, which its rows name by their numbers. */
export type ScriptKeys = {
  readonly names: string[];
  /** Seconds that each lives from now on; 0: nothing is written to it. */
  readonly lives: number[];
  /** From 1, as Lua counts. */
  numberOf(name: string, livesS: number): number;
};

/** `first`: those that have their places whatever the rows name. */
export function scriptKeys(first: readonly string[], firstLivesS: number): ScriptKeys {
  const names = [...first];
  const lives = first.map(() => firstLivesS);
  const numbers = new Map(first.map((name, index) => [name, index + 1]));
  return {
    names,
    lives,
    numberOf: (name, livesS) => {
      const known = numbers.get(name);
      if (known !== undefined) {
        lives[known - 1] = Math.max(lives[known - 1] ?? 0, livesS);
        return known;
      }
      lives.push(livesS);
      const number = names.push(name);
      numbers.set(name, number);
      return number;
    },
  };
}
