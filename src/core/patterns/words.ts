import { VALUE } from './signature.ts';

/** Whether a token is a word: no value, no mark. Marks are tokens of their own, so the first character tells. */
export function isWord(token: string): boolean {
  const code = token.charCodeAt(0);
  return code < 128 ? /^\w/.test(token) : code >= 0xc0 && token !== VALUE;
}

/** Made up by a program or a person for one thing, and no word of a language: `com.acme.Foo`, `node-a`, `xkcd`. */
export function isName(token: string): boolean {
  if (!isWord(token)) return false;
  const isSpelt = token.length <= 3 || /[aeiouyAEIOUY\u0080-\uffff]/.test(token);
  return /[.$@/#]/.test(token) || !isSpelt || token.length > 22;
}

/**
 * What was done, which way, or what became of it. Two messages that differ in such a word alone say two things, so far
 * more of them must vary before they are taken for values.
 */
const TELLING =
  /(?:ed|ing)$|^(?:open|close|start|stop|up|down|on|off|true|false|yes|no|ok|success|failure|fail|error|warning|info|active|inactive|enable|disable|read|write|get|post|put|delete|patch|head|options|add|remove|create|update|insert|select|begin|end|first|last|load|unload|send|receive|connect|disconnect|login|logout|in|out|to|from|before|after|not|none|null|lock|unlock|acquire|release|enter|exit|leave|join|input|output|request|response|client|server|source|destination|min|max|high|low|left|right|local|remote|primary|secondary|old|new)$/i;

export function isTelling(word: string): boolean {
  return TELLING.test(word);
}

/** After these stands the name of one thing among many. */
const NAMING =
  /^(?:user|username|host|hostname|file|filename|name|login|uid|account|customer|tenant|table|column|key|topic|queue|bucket|variable|field|service|database|node|pod|container|partition|property|attribute|method|class|type)$/i;

/** What its neighbours say of a position: nothing, the value of a key, something quoted, the name of a thing. */
export type Context = 'plain' | 'assigned' | 'quoted' | 'named';

export function contextOf(tokens: readonly string[], at: number): Context {
  const before = tokens[at - 1];
  if (before === undefined) return 'plain';
  if (before === '=') return 'assigned';
  if (/^["'`]$/.test(before) && before === tokens[at + 1]) return 'quoted';
  return NAMING.test(before) ? 'named' : 'plain';
}
