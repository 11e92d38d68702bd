import { VALUE } from './signature.ts';
import { isWord } from './words.ts';

/** After these stands the name of one thing among many. */
const NAMING =
  /^(?:user|username|host|hostname|file|filename|name|login|uid|account|customer|tenant|table|column|key|topic|queue|bucket|variable|field|service|database|node|pod|container|partition|property|attribute|method|class|type|state|kind|role|event|argument|parameter|option|command|dialect|driver|plugin|module|package|code|schema|view|function|scheme)$/i;

/** Between these stands what somebody named. */
const ENCLOSING: Readonly<Record<string, string>> = { '"': '"', "'": "'", '`': '`', '(': ')' };

/** After these stands what was to be done: `failed to <…>`, `could not <…>`. */
const BEFORE_DEED = /^(?:to|can|cannot|could|did|do|does|may|must|should|will|would)$/i;

/** After these stands what a sentence is about, and seldom what became of it. */
const BEFORE_OBJECT = /^(?:not|of|with|than|in|from|by|via|using|found|got|received)$/i;

/**
 * What its neighbours say of a position: it is the first of all, the value of a key, alone in quotes or parentheses, the
 * name of a thing, what was to be done, what the sentence is about (also before the dash of a beginning like `pool-a - cannot connect`), the last
 * word of all, or nothing of these.
 */
export type Context = 'first' | 'assigned' | 'enclosed' | 'named' | 'object' | 'deed' | 'last' | 'plain';

export function contextOf(tokens: readonly string[], at: number): Context {
  const before = tokens[at - 1];
  if (before === undefined) return tokens[1] === '-' ? 'object' : 'first';
  if (before === '=') return 'assigned';
  if (ENCLOSING[before] !== undefined && ENCLOSING[before] === tokens[at + 1]) return 'enclosed';
  const context = contextAfter(before, tokens[at - 2]);
  if (context !== 'plain') return context;
  return tokens.findLastIndex((token) => token === VALUE || isWord(token)) > at ? 'plain' : 'last';
}

function contextAfter(word: string, before = ''): Context {
  if (NAMING.test(word)) return 'named';
  if (BEFORE_DEED.test(word === 'not' ? before : word)) return 'deed';
  return BEFORE_OBJECT.test(word) ? 'object' : 'plain';
}

/** Whether its neighbours alone say that a value stands there. */
export function isValuePlace(context: Context): boolean {
  return context === 'assigned' || context === 'enclosed' || context === 'named';
}
