/** Characters of one kind, for `longRuns`. */
export type Alphabet = Uint8Array;

export function alphabetOf(character: RegExp): Alphabet {
  return Uint8Array.from({ length: 128 }, (_, code) => (character.test(String.fromCharCode(code)) ? 1 : 0));
}

export type Run = { readonly from: number; readonly until: number };

/**
 * Where at least so many characters of an alphabet stand in a row. Only every `atLeast`th character is looked at where
 * there are none, which makes this the quickest question that can be asked of a text.
 */
export function* longRuns(text: string, alphabet: Alphabet, atLeast: number): Generator<Run> {
  let from = 0;
  while (from + atLeast <= text.length) {
    const gap = lastGap(text, alphabet, { from, until: from + atLeast });
    if (gap === -1) {
      const until = endOfRun(text, alphabet, from + atLeast);
      yield { from, until };
      from = until + 1;
    } else {
      from = gap + 1;
    }
  }
}

export function hasLongRun(text: string, alphabet: Alphabet, atLeast: number): boolean {
  return longRuns(text, alphabet, atLeast).next().done === false;
}

function lastGap(text: string, alphabet: Alphabet, { from, until }: Run): number {
  for (let at = until - 1; at >= from; at -= 1) {
    if (alphabet[text.charCodeAt(at)] !== 1) return at;
  }
  return -1;
}

function endOfRun(text: string, alphabet: Alphabet, from: number): number {
  let until = from;
  while (until < text.length && alphabet[text.charCodeAt(until)] === 1) until += 1;
  return until;
}
