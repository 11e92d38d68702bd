const A = 65;
const Z = 90;
const NINE = 57;
const ZERO = 48;
const UNDERSCORE = 95;
const LOWER = 0x20;
/** From here on other scripts have letters, besides what was found to be no mark. */
const OTHER_SCRIPTS = 0xb5;

/**
 * Whether a token is a word: no value, no mark. Marks are tokens of their own, so the first character tells. Asked for every
 * token again and again, so without a regular expression.
 */
export function isWord(token: string): boolean {
  const code = token.charCodeAt(0);
  if (code >= OTHER_SCRIPTS || code === UNDERSCORE || (code >= ZERO && code <= NINE)) return true;
  const upper = code & ~LOWER;
  return upper >= A && upper <= Z;
}

/** What a program calls a kind of trouble or a state: `UNAVAILABLE`, `NOT_FOUND`. */
const CODE = /^[A-Z][A-Z_]{2,}$/;

/** Parts put together: `com.acme.Foo`, `node/a`, `cartQueue`, `cart_queue`, `cart-queue`. */
const COMPOUND = /[.$@/#]|[a-z][A-Z]|\w[_-]\w/;

/** No word is as long. */
const LONGEST_WORD = 22;

/** Made up by a program or a person for one thing, and no word of a language; also `xkcd`, which nobody can say. */
export function isName(token: string): boolean {
  if (!isWord(token) || CODE.test(token)) return false;
  const isSayable = token.length <= 3 || /[aeiouyAEIOUY\u0080-\uffff]/.test(token);
  return COMPOUND.test(token) || !isSayable || token.length > LONGEST_WORD;
}

/** What became of something, or how it is. */
const OUTCOME =
  /(?:ed|ing|able)$|(?:Error|Exception|Failure)$|^(?:open|close|start|stop|up|down|on|off|true|false|yes|no|ok|success|failure|fail|error|active|inactive|enable|disable|begin|end|in|out|none|null|lock|unlock)$/i;

/** Which way, which one of two, or what was done. */
const DEED =
  /^(?:warning|info|read|write|get|post|put|delete|patch|head|options|add|remove|create|update|insert|select|first|last|load|unload|send|receive|connect|disconnect|login|logout|to|from|before|after|not|acquire|release|enter|exit|leave|join|input|output|request|response|client|server|source|destination|min|max|high|low|left|right|local|remote|primary|secondary|old|new)$/i;

/** Two messages that differ in such a word alone say two things. */
export function isOutcome(word: string): boolean {
  return OUTCOME.test(word) || CODE.test(word);
}

/** Likewise, unless the word stands where things stand that something was done with. */
export function isTelling(word: string): boolean {
  return isOutcome(word) || DEED.test(word);
}
