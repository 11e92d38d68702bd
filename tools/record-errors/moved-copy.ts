import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ProgramLanguage } from './languages.ts';

/**
 * Copies a program with lines of comment before each of its functions, as many as are asked for: the same program with all
 * of its lines elsewhere, as after a deployment that changed something else.
 */
export function movedCopy(from: string, to: string, lines: number, language: ProgramLanguage): void {
  const between = `${language.comment} -\n`.repeat(lines);
  for (const name of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('README.md') || !/\.\w+$/.test(name)) continue;
    const text = readFileSync(join(from, name), 'utf8');
    const isSource = language.sources.some((ending) => name.endsWith(ending));
    const moved = text
      .split('\n')
      .map((line) => (isSource && language.movable.test(line) ? `${between}${line}` : line));
    mkdirSync(dirname(join(to, name)), { recursive: true });
    writeFileSync(join(to, name), moved.join('\n'));
  }
}
