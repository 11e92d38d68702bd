import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Catalog } from '../core/catalog.ts';
import type { ReadCatalog } from '../ports/local.ts';
import { loadCatalog, parseCatalog } from './catalog.ts';

export type WatchOptions = {
  /** The file is read this often. */
  readonly everyMs?: number;
  readonly onChange?: (catalog: Catalog) => void;
  /** The file is wrong now and was refused whole; the catalog before stays in force. Told once per change. */
  readonly onProblems: (problems: readonly string[]) => void;
};

export type WatchedCatalog = { readonly read: ReadCatalog; readonly stop: () => void };

/**
 * The catalog at `path`, kept in step with the file. Throws when the file is wrong from the start.
 * It reads and compares, because file events miss a mounted secret, which changes by a symbolic link, and whatever
 * happens before the first event.
 */
export function watchCatalog(path: string, { everyMs = 2_000, onChange, onProblems }: WatchOptions): WatchedCatalog {
  let seen = textOf(path);
  let catalog = loadCatalog(path);
  const look = () => {
    const text = textOf(path);
    if (text === seen) return;
    seen = text;
    if (text === null) return onProblems([`${path} cannot be read`]);
    const parsed = parseCatalog(text, basename(path));
    if ('problems' in parsed) return onProblems(parsed.problems);
    catalog = parsed.ok;
    return onChange?.(catalog);
  };
  const timer = setInterval(look, everyMs);
  timer.unref();
  return { read: () => catalog, stop: () => clearInterval(timer) };
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
