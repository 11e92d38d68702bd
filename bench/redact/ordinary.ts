import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The lines of every file of a folder, without the columns of `*_structured.csv` that are about the line. */
export function ordinaryLines(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => /\.(?:csv|log|txt|ndjson)$/.test(file))
    .flatMap((file) => {
      const lines = readFileSync(join(folder, file), 'utf8')
        .split('\n')
        .filter((line) => line !== '');
      return file.endsWith('.csv') ? lines.slice(1).map(withoutLabels) : lines;
    });
}

/** The number in front, and the id and template of the event behind. */
function withoutLabels(row: string): string {
  return row.replace(/^\d+,/, '').replace(/,E\d+,[^\n]*$/, '');
}
