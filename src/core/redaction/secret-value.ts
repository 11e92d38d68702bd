/** Names whose value is a secret however it looks; the others also name counts, kinds and outcomes. */
const ALWAYS_SECRET = /passw(?:or)?d|passphrase|pwd|secret|private[_-]?key|credential/i;

const SAYS_NO_VALUE =
  /^(?:true|false|null|nil|none|undefined|empty|set|unset|yes|no|\*+|<[\w -]*>|\[[\w -]+\]?|\$\{[\w.-]+\}?)$/i;

/** First words of sentences such as "token: expired at noon". */
const SAYS_WHAT_HAPPENED =
  /^(?:missing|invalid|expired|required|failed|failure|error|denied|not|is|was|wrong|mismatch|incorrect|provided|rejected|unauthorized|timeout|verification|authentication)\b/i;

/** Whether the value beside a telling name is a secret, and not a word about one. */
export function isSecretValue(key: string, value: string): boolean {
  if (SAYS_NO_VALUE.test(value) || SAYS_WHAT_HAPPENED.test(value)) return false;
  if (ALWAYS_SECRET.test(key)) return true;
  const isWord = /^[a-z]+$/i.test(value) && value.length < 16;
  const isCount = /^[\d.]+$/.test(value) && value.length < 8;
  return !isWord && !isCount && value.length >= 6;
}
