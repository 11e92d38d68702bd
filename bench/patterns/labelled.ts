import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rowsOf } from './csv.ts';

const ENDING = '_structured.csv';

/** The lines of a log, and for each the template that people say it was made from. */
export type Labelled = { readonly name: string; readonly lines: readonly string[]; readonly truth: readonly string[] };

/** Every `*_structured.csv` of a folder; columns are found by their names. */
export function readLabelled(folder: string): readonly Labelled[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(ENDING));
  if (files.length === 0) throw new Error(`There is no *${ENDING} in ${folder}.`);
  return files.toSorted().map((file) => labelledOf(file, readFileSync(join(folder, file), 'utf8')));
}

function labelledOf(file: string, csv: string): Labelled {
  const [header = [], ...rows] = rowsOf(csv.replace(/^\ufeff/, ''));
  const [content, template] = [header.indexOf('Content'), header.indexOf('EventTemplate')];
  if (content < 0 || template < 0) throw new Error(`${file} has no columns Content and EventTemplate.`);
  return {
    name: file.slice(0, -ENDING.length),
    lines: rows.map((row) => row[content] ?? ''),
    truth: rows.map((row) => row[template] ?? ''),
  };
}
