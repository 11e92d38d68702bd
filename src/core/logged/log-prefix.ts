import { type Level, levelOfWord } from './level.ts';

/** What a logger writes before a message: when, how bad, where. One of these after the other, in any order. */
const PIECES: readonly RegExp[] = [
  // 2026-01-02T03:04:05.678Z, 2026/01/02 03:04:05,678 +0000, [02/Jan/2026:03:04:05 +0000], 03:04:05.678
  /^[[(]?\d{4}[-/]\d\d[-/]\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?)?[\])]?[:,]?\s*/,
  /^\[\d\d\/[A-Z][a-z]{2}\/\d{4}[: ]\d\d:\d\d:\d\d(?: [+-]\d{4})?\]\s*/,
  /^\[?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\]?:?\s+/,
  /^\[?[A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d(?:\.\d{1,9})? (?:[A-Z]{3,4} )?\d{4}\]?:?\s*/,
  // Jan 2, 2026 3:04:05 AM shop.Cart place of java.util.logging
  /^[A-Z][a-z]{2} \d{1,2}, \d{4} \d{1,2}:\d\d:\d\d(?: [AP]M)? [\w.$]{1,200}(?: [\w$<>]{1,100})?\s+(?=[A-Z]{4,7}: )/,
  // 29#29: *1 of nginx
  /^\d{1,8}#\d{1,8}: (?:\*\d{1,12} )?/,
  // Process ids and threads: [7], (12), [main], [http-nio-8080-exec-1], [nio-1] 7 ---
  /^(?:\[\d{1,10}\]|\(\d{1,10}\)|\d{1,8} ---|-{1,3}|\|)\s*/,
];
/** [main] and [http-nio-8080-exec-1]: a thread only where a time or a level stands beside it. */
const THREAD = /^\[[\w .:$#/@-]{1,60}\]\s*/;
/** In capitals or in brackets; in small letters only before a colon. */
const CAPITALS =
  'ERROR|ERR|FATAL|CRITICAL|CRIT|PANIC|ALERT|EMERG(?:ENCY)?|SEVERE|WARN(?:ING)?|NOTICE|INFO|DEBUG|TRACE|VERBOSE|CONFIG|FINE(?:R|ST)?';
const LEVELS: readonly RegExp[] = [
  new RegExp(`^[[<](${CAPITALS})[\\]>]:?\\s*`, 'i'),
  new RegExp(`^(${CAPITALS})(?![\\w.'=-]):?\\s*`),
  /^(error|warn|info|debug|trace)(?=:\s|\[):?\s*/,
  // production.ERROR: of Laravel
  new RegExp(`^[\\w-]{1,40}\\.(${CAPITALS}): `),
  // fail: Acme.Shop[0] of .NET
  /^(fail|crit|warn|info|dbug|trce): (?=[\w.]{1,200}\[\d{1,9}\])/,
];
/** Whole beginnings of glog and klog, of Ruby's logger and of Python's default one. */
const WHOLE: readonly RegExp[] = [
  /^([EFWID])\d{4} \d\d:\d\d:\d\d\.\d{1,9}\s{1,10}\d{1,10} [\w./-]{1,120}:\d{1,7}\]\s{0,4}/,
  /^([EFWIDA]), \[[^\]]{1,80}\]\s{1,4}[A-Z]{3,7} -- [^:]{0,80}: ?/,
  /^(ERROR|CRITICAL|FATAL|WARNING|INFO|DEBUG):[\w.]{1,120}:/,
];
const SHORT: Readonly<Record<string, string>> = {
  E: 'error',
  F: 'fatal',
  W: 'warn',
  I: 'info',
  D: 'debug',
  A: 'info',
  fail: 'error',
  dbug: 'debug',
  trce: 'trace',
};

const MOST_PIECES = 8;

type Unprefixed = { readonly text: string; readonly level: Level };

/** The text without what its logger wrote before it, and the level that stood there. */
export function withoutPrefix(text: string): Unprefixed {
  return withoutWhole(text) ?? withoutPieces(text);
}

function withoutWhole(text: string): Unprefixed | null {
  const found = WHOLE.map((whole) => whole.exec(text)).find((one) => one !== null);
  if (!found) return null;
  const word = found[1] ?? '';
  return { text: text.slice(found[0].length), level: levelOfWord(SHORT[word] ?? word) };
}

function withoutPieces(text: string): Unprefixed {
  let rest = text;
  let level: Level = 'unsaid';
  for (let pieces = 0; pieces < MOST_PIECES; pieces += 1) {
    const said: ReturnType<typeof levelAt> = level === 'unsaid' ? levelAt(rest) : null;
    const length = said?.length ?? pieceAt(rest, rest !== text);
    if (length === 0) break;
    level = said?.level ?? level;
    rest = rest.slice(length);
  }
  return rest.trim() === '' ? { text, level } : { text: rest, level };
}

function levelAt(text: string): { level: Level; length: number } | null {
  const found = LEVELS.map((pattern) => pattern.exec(text)).find((one) => one !== null);
  const word = found?.[1] ?? '';
  const level = levelOfWord(SHORT[word] ?? word);
  return found && level !== 'unsaid' ? { level, length: found[0].length } : null;
}

function pieceAt(text: string, isAfterOther: boolean): number {
  const piece = PIECES.map((pattern) => pattern.exec(text)?.[0].length ?? 0).find((length) => length > 0);
  return piece ?? (isAfterOther ? (THREAD.exec(text)?.[0].length ?? 0) : 0);
}
