import { type Found, itemAfter, valueAt } from './named-value.ts';
import { suspicionOf } from './secret-name.ts';
import { isSecretValue, type Suspicion } from './secret-value.ts';
import type { Step } from './step.ts';

/** A name to the left of a separator: `until` is where its separator stands. */
type Name = { readonly text: string; readonly from: number };

/** `{"name":"api_key","value":"…"}`, `"api_key":{"value":"…"}`: what was named there holds for the value that follows soon. */
type Announced = { readonly suspicion: Suspicion; readonly until: number };

/** In every name that `suspicionOf` knows, and in no text where there is none. */
const TELLING =
  /pass|pwd|pw[\W_\d]|secret|cred|token|key|sess|cookie|sig|auth|jwt|\bsid|bearer|csrf|xsrf|hmac|sas[\W_]|psk|\bpin|pin[\W_]|otp[\W_]|cv[cv]\d?[\W_]|ssn|[?&](?:k|code|state|assertion|ticket)=/i;
/** The same of the name alone, or a name of names. */
const TELLING_NAME =
  /pass|pwd|pw|secret|cred|token|key|sess|cookie|sig|auth|jwt|sid|bearer|csrf|xsrf|hmac|sas|psk|pin|otp|cv[cv]|ssn|^(?:k|code|state|assertion|ticket|value|val|v|content|data|name|header|field|param|parameter|variable|var|stringvalue|raw|plain|plaintext)$/i;
const LONGEST_NAME = 80;
const ANNOUNCED_FOR = 48;
const NAMES_A_NAME = /^(?:name|key|header|field|param|parameter|variable|var|k)$/i;
const NAMES_A_VALUE = /^(?:value|val|v|content|data|stringvalue|raw|plain|plaintext)$/i;
/** Names that tell more within the query of an address than elsewhere. */
const NAMES_IN_QUERY = /^(?:key|code|auth|k|apikey|state|ticket|assertion|credential)$/i;

const LONGEST_ELEMENT = 4_096;
const ELEMENT = /^<((?:\w{1,40}:)?[\w.-]{1,64})[\s>]/;

const QUOTES = new Set(['"', "'", '`']);
const [EQUALS, COLON, COMMA, GREATER] = [61, 58, 44, 62];

/**
 * `key=value`, `"key": "value"`, `key => 'value'`, `(key)=(value)`, `<key>value</key>`, `"key","value"`: goes from
 * separator to separator and looks at the name on its left, so that the time is linear whatever the text is.
 */
function run(text: string): string {
  let shown = '';
  let copied = 0;
  let announced: Announced | null = null;
  for (let index = 0; index < text.length; index += 1) {
    const pair = pairAt(text, index);
    if (pair === null) continue;
    announced = announcedBy(text, pair) ?? announced;
    for (const secret of secretsIn(text, pair, announced)) {
      shown += `${text.slice(copied, secret.from)}[password]`;
      copied = secret.until;
      index = secret.until - 1;
    }
  }
  return copied === 0 ? text : shown + text.slice(copied);
}

/** `separator` is the first character between them; `isObject`: what was found is the first name within `{…}`. */
type Pair = { readonly name: Name; readonly found: Found; readonly separator: number; readonly isObject: boolean };

/** Nearly all names tell nothing, so what stands beside them is not looked at. */
function pairAt(text: string, index: number): Pair | null {
  const separator = text.charCodeAt(index);
  if (separator !== EQUALS && separator !== COLON && separator !== COMMA && separator !== GREATER) return null;
  const name = separator === GREATER ? elementName(text, index) : nameBefore(text, index, separator);
  if (name === null || !TELLING_NAME.test(name.text)) return null;
  const found = separator === GREATER ? elementAt(text, index) : valueAt(text, index);
  return found.until > found.from ? { name, found, separator, isObject: isNameWithin(text, index, found) } : null;
}

function isNameWithin(text: string, index: number, { from, until }: Found): boolean {
  if (!text.slice(index, from).includes('{')) return false;
  return text[until - 1] === ':' || /^\\{0,7}["'`]?\s{0,3}(?::|=)/.test(text.slice(until, until + 16));
}

function secretsIn(text: string, pair: Pair, announced: Announced | null): readonly Found[] {
  const { name, found, separator, isObject } = pair;
  if (isObject) return [];
  const suspicion = suspicionAt(text, name, announced);
  if (suspicion === null || isCompilersToken(text, name)) return [];
  const secrets: Found[] = [];
  for (let item: Found | null = found; item !== null; item = separator === COMMA ? null : itemAfter(text, item)) {
    const value = text.slice(item.from, item.until).trim();
    // Of two quoted texts side by side the second may be a name as well.
    if (!(separator === COMMA && isColumn(value)) && isSecretValue(suspicion, value)) secrets.push(item);
  }
  return secrets;
}

function isColumn(value: string): boolean {
  return /^[a-z]+(?:_[a-z]+)+$|^(?:email|name|user|id|role|created|updated|phone|status|token|salt)$/.test(value);
}

function suspicionAt(text: string, { text: name, from }: Name, announced: Announced | null): Suspicion | null {
  if (announced !== null && from < announced.until && NAMES_A_VALUE.test(name)) return announced.suspicion;
  const own = name.includes(',') ? mostSuspicious(name.split(',')) : suspicionOf(name);
  if (own === 'perhaps' || own === null) {
    const before = text[from - 1];
    if ((before === '?' || before === '&') && NAMES_IN_QUERY.test(name)) return 'likely';
  }
  return own;
}

function mostSuspicious(names: readonly string[]): Suspicion | null {
  const found = names.map(suspicionOf);
  return (['surely', 'likely', 'perhaps'] as const).find((one) => found.includes(one)) ?? null;
}

function announcedBy(text: string, { name, found: { from, until }, isObject }: Pair): Announced | null {
  if (!isObject && (until - from > LONGEST_NAME || !NAMES_A_NAME.test(name.text))) return null;
  const suspicion = suspicionOf(isObject ? name.text : text.slice(from, until));
  return suspicion === null || suspicion === 'perhaps' ? null : { suspicion, until: until + ANNOUNCED_FOR };
}

/** What parsers of programs and of JSON complain of. */
function isCompilersToken(text: string, { text: name, from }: Name): boolean {
  return (
    /^tokens?$/i.test(name) &&
    /(?:unexpected|expect(?:ed|ing)|illegal|near|character|stray)\s$/i.test(text.slice(Math.max(0, from - 12), from))
  );
}

/** The name that ends where the separator at `index` begins; null where there is none. */
function nameBefore(text: string, index: number, separator: number): Name | null {
  const end = separator === COMMA ? index : withoutBlanks(text, index);
  const last = text[end - 1] ?? '';
  if (last === ')') return separator === EQUALS ? columnsBefore(text, end - 1) : null;
  if (last === ']') return separator === COMMA ? null : indexBefore(text, end - 1);
  const until = beforeQuote(text, end);
  // Without quotes a comma parts what belongs together no more.
  if (separator === COMMA && until === end) return null;
  return wordBefore(text, until);
}

/** `user[password]`, `$_POST['password']`; what stands in brackets alone is a name of ours. */
function indexBefore(text: string, end: number): Name | null {
  const name = wordBefore(text, beforeQuote(text, end));
  if (name === null) return null;
  return /^[\w\])]\[$|^\[["'`]$/.test(text.slice(Math.max(0, name.from - 2), name.from)) ? name : null;
}

function withoutBlanks(text: string, index: number): number {
  let end = index;
  while (end > 0 && index - end < 3 && text[end - 1] === ' ') end -= 1;
  return end;
}

/** "API key" and "session id" are two words. */
function wordBefore(text: string, until: number): Name | null {
  const from = startOfWord(text, until);
  if (from === until) return null;
  const isHalf = text[from - 1] === ' ' && /^(?:key|id)s?$/i.test(text.slice(from, until));
  const start = isHalf ? startOfWord(text, from - 1) : from;
  return { text: text.slice(start, until), from: start };
}

/** Without the closing quote before `end`, however often it is escaped. */
function beforeQuote(text: string, end: number): number {
  if (text.endsWith('&quot;', end)) return end - '&quot;'.length;
  if (text.endsWith('&#34;', end) || text.endsWith('&#39;', end)) return end - '&#34;'.length;
  if (!QUOTES.has(text[end - 1] ?? '')) return end;
  let at = end - 1;
  while (at > 0 && end - at < LONGEST_NAME && text[at - 1] === '\\') at -= 1;
  return at;
}

function startOfWord(text: string, end: number): number {
  let at = end;
  while (at > 0 && end - at < LONGEST_NAME && isOfName(text.charCodeAt(at - 1))) at -= 1;
  // The letter of an escaped line end is none of the name.
  return at < end && text[at - 1] === '\\' && /[nrt]/.test(text[at] ?? '') ? at + 1 : at;
}

function isOfName(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 45 ||
    code === 46 ||
    code === 36
  );
}

/** The columns of a unique index, as databases print what was twice: `Key (user_id, token)=(42, …)`. */
function columnsBefore(text: string, end: number): Name | null {
  const near = text.slice(Math.max(0, end - LONGEST_NAME), end);
  const open = near.lastIndexOf('(');
  if (open === -1) return null;
  const names = near.slice(open + 1);
  return { text: names, from: end - names.length };
}

function elementName(text: string, index: number): Name | null {
  const near = text.slice(Math.max(0, index - 2 * LONGEST_NAME), index + 1);
  const open = near.lastIndexOf('<');
  const name = open === -1 ? undefined : ELEMENT.exec(near.slice(open))?.[1];
  return name === undefined ? null : { text: name, from: index - near.length + open + 2 };
}

function elementAt(text: string, index: number): Found {
  const end = text.slice(index + 1, index + LONGEST_ELEMENT).indexOf('</');
  return { from: index + 1, until: index + 1 + Math.max(0, end), quote: '', isItem: false };
}

export const namedSecrets: Step = (text) => (TELLING.test(text) ? run(text) : text);
