import { isObject, type JsonObject, objectsIn, stringIn } from '../json.ts';
import { displayWidth } from './layout.ts';
import type { Reading } from './mrkdwn.ts';
import { richTextToLines } from './rich-text.ts';

/** No column is wider than this, so that a table of log lines stays a table. */
const maxColumnChars = 60;

/** A table block with aligned columns and a rule under its first row. */
export function tableToLines(block: JsonObject, reading: Reading): string[] {
  const rows = Array.isArray(block['rows']) ? block['rows'].filter(Array.isArray) : [];
  const cells = rows.map((row) => row.filter(isObject).map((cell) => cellText(cell, reading)));
  const columns = Math.max(0, ...cells.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, index) => widest(cells, index));
  const rightAligned = objectsIn(block, 'column_settings').map((setting) => setting['align'] === 'right');
  const lines = cells.map((row) =>
    row
      .map((text, index) => pad(text, widths[index] ?? 0, rightAligned[index] ?? false))
      .join('  ')
      .trimEnd(),
  );
  const rule = reading.ink.dim(widths.map((width) => '─'.repeat(width)).join('  '));
  const [first, ...others] = lines;
  return first === undefined ? [] : [reading.ink.bold(first), rule, ...others];
}

function cellText(cell: JsonObject, reading: Reading): string {
  const text =
    cell['type'] === 'rich_text'
      ? richTextToLines(cell, reading).join(' ')
      : (stringIn(cell, 'text') ?? String(cell['value']));
  return text.length > maxColumnChars ? `${text.slice(0, maxColumnChars - 1)}…` : text;
}

function widest(cells: string[][], index: number): number {
  return Math.max(...cells.map((row) => displayWidth(row[index] ?? '')));
}

function pad(text: string, width: number, isRight: boolean): string {
  const spaces = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return isRight ? spaces + text : text + spaces;
}
