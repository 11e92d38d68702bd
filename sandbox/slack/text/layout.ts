import { stripVTControlCharacters } from 'node:util';

/** How many columns the text takes in a terminal: colours none, emoji two. */
export function displayWidth(text: string): number {
  const seen = stripVTControlCharacters(text).replace(/\uFE0F/g, '');
  return [...seen].reduce((sum, char) => sum + (/\p{Emoji_Presentation}/u.test(char) ? 2 : 1), 0);
}

/** Breaks a line at spaces so that it fits; a longer word stands alone. Continuation lines keep the indent. */
export function wrap(line: string, width: number): string[] {
  if (displayWidth(line) <= width) return [line];
  const indent = /^ *(?:• )?/.exec(line)?.[0].length ?? 0;
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    const longer = current === '' ? word : `${current} ${word}`;
    if (displayWidth(longer) > width && current.trim() !== '') {
      lines.push(current);
      current = ' '.repeat(indent) + word;
    } else {
      current = longer;
    }
  }
  return [...lines, current];
}
