import { closeSync, mkdtempSync, openSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Random } from '../../sandbox/google/seeded-random.ts';
import { seededRandom } from '../../sandbox/google/seeded-random.ts';

const LINES_AT_ONCE = 10_000;

/** Numbers, and digits within ids; a single digit after a letter may be part of a word (`ipv4`, `sha256`). */
const FRESH = /(?<![A-Za-z])[0-9]+|[0-9]{4,}/g;

/** So many lines: those given, over and over, each time with other numbers and ids. */
export function* freshLines(lines: readonly string[], count: number, seed: number): Generator<string> {
  const random = seededRandom(seed);
  for (let at = 0; at < count; at += 1) {
    const line = lines[at % lines.length] ?? '';
    yield line.replace(/[\r\n]/g, ' ').replace(FRESH, (digits) => freshDigits(digits.length, random));
  }
}

/** A new temporary file of lines. */
export function bigFile(lines: Iterable<string>): string {
  const file = join(mkdtempSync(join(tmpdir(), 'patterns-')), 'lines.log');
  const descriptor = openSync(file, 'w');
  let some: string[] = [];
  const write = () => {
    writeSync(descriptor, some.map((line) => `${line}\n`).join(''));
    some = [];
  };
  for (const line of lines) {
    some.push(line);
    if (some.length >= LINES_AT_ONCE) write();
  }
  write();
  closeSync(descriptor);
  return file;
}

function freshDigits(length: number, random: Random): string {
  let digits = '';
  while (digits.length < length)
    digits += Math.floor(random() * 1e9)
      .toString()
      .padStart(9, '0');
  return digits.slice(0, length);
}
