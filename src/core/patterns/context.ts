import { VALUE } from './signature.ts';
import { isWord } from './words.ts';

/** After these stands the name of one thing among many. */
const NAMING =
  /^(?:user|username|host|hostname|file|filename|name|login|uid|account|customer|tenant|table|column|key|topic|queue|bucket|variable|field|service|database|node|pod|container|partition|property|attribute|method|class|type|state|kind|role|event|argument|parameter|option|command|dialect|driver|plugin|module|package)$/i;

/** After these stands what a sentence is about, and seldom what became of it. */
const BEFORE_OBJECT = /^(?:not|of|with|than|in|found|got|received)$/i;

/**
 * What its neighbours say of a position: it is the first of all, the value of a key, in quotes, the name of a thing, what
 * the sentence is about, the last word of all, or nothing of these.
 */
export type Context = 'first' | 'assigned' | 'quoted' | 'named' | 'object' | 'last' | 'plain';

export function contextOf(tokens: readonly string[], at: number): Context {
  const before = tokens[at - 1];
  if (before === undefined) return 'first';
  if (before === '=') return 'assigned';
  if (/^["'`]$/.test(before) && before === tokens[at + 1]) return 'quoted';
  if (NAMING.test(before)) return 'named';
  if (BEFORE_OBJECT.test(before)) return 'object';
  return tokens.slice(at + 1).some((token) => token === VALUE || isWord(token)) ? 'plain' : 'last';
}

/** Whether its neighbours alone say that a value stands there. */
export function isValuePlace(context: Context): boolean {
  return context === 'assigned' || context === 'quoted' || context === 'named';
}
