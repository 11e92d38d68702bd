import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type LineCounter, type Node, type Pair } from 'yaml';

type Path = readonly (string | number)[];

/** Where things stand in one YAML file. */
export type SourceMap = {
  /** `line:column` of a value, or of the innermost thing around it that is there. */
  readonly ofValue: (path: Path) => string;
  /** `line:column` of a key in the map at `path`. */
  readonly ofKey: (path: Path, key: string) => string;
};

export function sourceMap(document: Document, lines: LineCounter): SourceMap {
  const at = (offset: number) => lineAndColumn(lines, offset);
  const ofValue = (path: Path) => at(innermost(document, path).range?.[0] ?? 0);
  return {
    ofValue,
    ofKey: (path, key) => {
      const offset = keyOffset(document, path, key);
      return offset === undefined ? ofValue(path) : at(offset);
    },
  };
}

/** `9:22`, both from 1. An empty file has no lines; its only place is the start. */
export function lineAndColumn(lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${Math.max(line, 1)}:${Math.max(col, 1)}`;
}

function innermost(document: Document, path: Path): Pick<Node, 'range'> {
  let found: Pick<Node, 'range'> = document;
  let node: unknown = document.contents;
  for (const key of path) {
    const entry = entryAt(document, node, key);
    // A missing value is reported at the key of the entry that should hold it.
    if (entry === undefined) return found;
    if (isNode(entry.key)) found = entry.key;
    else if (isNode(entry.value)) found = entry.value;
    node = entry.value;
  }
  return isNode(node) ? node : found;
}

function keyOffset(document: Document, path: Path, key: string): number | undefined {
  let node: unknown = document.contents;
  for (const step of path) node = entryAt(document, node, step)?.value;
  const found = entryAt(document, node, key)?.key;
  return isNode(found) ? found.range?.[0] : undefined;
}

function entryAt(document: Document, node: unknown, key: string | number): Pick<Pair, 'key' | 'value'> | undefined {
  const target = isAlias(node) ? node.resolve(document) : node;
  if (isSeq(target) && typeof key === 'number' && key in target.items) {
    return { key: undefined, value: target.items[key] };
  }
  if (!isMap(target)) return undefined;
  return target.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key));
}
