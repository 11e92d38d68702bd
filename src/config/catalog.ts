import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Catalog } from '../core/catalog.ts';
import { checkRules, type Problem } from './catalog-rules.ts';
import { catalogFile, catalogOf } from './catalog-schema.ts';
import { lineAndColumn, type SourceMap, sourceMap } from './source-map.ts';

/** `problems` is never empty; each is one line, `services.yml:9:22 services.api-gateway.phases.1.percent: …`. */
export type ParsedCatalog = { readonly ok: Catalog } | { readonly problems: readonly string[] };

/** Reads the text of a `services.yml`; tells everything that is wrong with it at once. `fileName` is for the problems. */
export function parseCatalog(text: string, fileName: string): ParsedCatalog {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    return { problems: faults.map(({ pos, message }) => `${fileName}:${lineAndColumn(lines, pos[0])} ${message}`) };
  }
  try {
    return checkWritten(document.toJS(), sourceMap(document, lines), fileName);
  } catch (error) {
    // An alias without its anchor, or aliases that would unfold without end.
    if (error instanceof ReferenceError) return { problems: [`${fileName} ${error.message}`] };
    throw error;
  }
}

function checkWritten(written: unknown, source: SourceMap, fileName: string): ParsedCatalog {
  const say: Say = (position, path, message) =>
    `${fileName}:${position} ${path.length === 0 ? '' : `${path.join('.')}: `}${message}`;
  const file = catalogFile.safeParse(written, {
    error: (issue) => (issue.input === undefined ? 'is missing' : undefined),
  });
  if (!file.success) return { problems: file.error.issues.flatMap((issue) => tellIssue(issue, source, say)) };
  const catalog = catalogOf(file.data);
  const problems = checkRules(catalog).map(({ path, message }) => say(placeOf(path, source), path, message));
  return problems.length === 0 ? { ok: catalog } : { problems };
}

type Say = (position: string, path: readonly PropertyKey[], message: string) => string;

function tellIssue(issue: z.core.$ZodIssue, source: SourceMap, say: Say): string[] {
  const path = issue.path.filter((key) => typeof key !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => say(source.ofKey(path, key), [...path, key], 'there is no such setting'));
  }
  if (issue.code === 'invalid_key') {
    const message = issue.issues.map((inner) => inner.message).join('; ');
    return [say(source.ofKey(path.slice(0, -1), String(path.at(-1))), path, message)];
  }
  return [say(source.ofValue(path), path, issue.message)];
}

/** Names are keys: what is wrong with a name is shown at the key, all else at the value. */
function placeOf(path: Problem['path'], source: SourceMap): string {
  return path.length === 2 ? source.ofKey(path.slice(0, 1), String(path[1])) : source.ofValue(path);
}

/** The catalog at `path`. Throws with all problems in its message, one a line; a missing file is a problem too. */
export function loadCatalog(path: string): Catalog {
  const parsed = readCatalog(path);
  if ('ok' in parsed) return parsed.ok;
  throw new Error(`The catalog cannot be used:\n${parsed.problems.join('\n')}`);
}

function readCatalog(path: string): ParsedCatalog {
  try {
    return parseCatalog(readFileSync(path, 'utf8'), basename(path));
  } catch (error) {
    return { problems: [`${path}: ${error instanceof Error ? error.message : String(error)}`] };
  }
}
