import { unwatchFile, watchFile } from 'node:fs';
import type { Catalog } from '../core/catalog.ts';
import type { ReadCatalog } from '../ports.ts';
import { loadCatalog, readCatalog } from './catalog.ts';

export type WatchOptions = {
  /** The file is looked at this often. */
  readonly everyMs?: number;
  readonly onChange?: (catalog: Catalog) => void;
  /** The new text is wrong and was refused whole; the catalog before stays in force. */
  readonly onProblems: (problems: readonly string[]) => void;
};

export type WatchedCatalog = { readonly read: ReadCatalog; readonly stop: () => void };

/**
 * The catalog at `path`, kept in step with the file. Throws when the file is wrong from the start.
 * It polls, because a mounted secret or config map changes by a symbolic link, which file events miss.
 */
export function watchCatalog(path: string, options: WatchOptions): WatchedCatalog {
  let catalog = loadCatalog(path);
  const look = () => {
    const parsed = readCatalog(path);
    if ('problems' in parsed) {
      options.onProblems(parsed.problems);
      return;
    }
    catalog = parsed.ok;
    options.onChange?.(catalog);
  };
  watchFile(path, { interval: options.everyMs ?? 2_000, persistent: false }, look);
  return { read: () => catalog, stop: () => unwatchFile(path, look) };
}
