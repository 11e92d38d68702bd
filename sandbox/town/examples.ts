import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ShortTimes, shortCatalog } from './short-catalog.ts';

const FOLDER = fileURLToPath(new URL('../examples', import.meta.url));
const DEFAULT = fileURLToPath(new URL('../../services.example.yml', import.meta.url));

/** The catalogs that the town can be started with, the usual one first. */
export function exampleNames(): string[] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yml'));
  return ['default', ...files.map((name) => name.slice(0, -'.yml'.length)).sort()];
}

/** The text of a catalog with short times: the project's example, or one of the folder. */
export function exampleText(name: string, times: ShortTimes): string {
  return shortCatalog(readFileSync(name === 'default' ? DEFAULT : `${FOLDER}/${name}.yml`, 'utf8'), times);
}
