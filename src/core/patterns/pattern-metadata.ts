import { patternValue, readPatternValue } from '../button.ts';

/** Where the button stood that opened a modal, so that what is done in it is answered there. */
export type PatternOrigin = {
  readonly channel: string;
  readonly responseUrl: string | null;
  readonly threadTs: string | null;
  readonly rootTs: string | null;
};

/** The pattern that a modal is about. */
export type PatternMeant = { readonly reportId: string; readonly patternId: string };

/** What a modal of a pattern carries along unseen. */
export function printPatternMetadata({ reportId, patternId }: PatternMeant, origin: PatternOrigin): string {
  const { channel, responseUrl, threadTs, rootTs } = origin;
  return JSON.stringify(['pattern', patternValue(reportId, patternId), channel, responseUrl, threadTs, rootTs]);
}

/** Null for what no such modal carries. */
export function readPatternMetadata(
  metadata: string,
): { readonly meant: PatternMeant; readonly origin: PatternOrigin } | null {
  const row = rowIn(metadata);
  if (row === null) return null;
  const [kind, value, channel, responseUrl = null, threadTs = null, rootTs = null] = row;
  const meant = readPatternValue(value ?? '');
  if (kind !== 'pattern' || meant === null || !channel) return null;
  return { meant, origin: { channel, responseUrl, threadTs, rootTs } };
}

function rowIn(metadata: string): readonly (string | null)[] | null {
  try {
    const row: unknown = JSON.parse(metadata);
    return Array.isArray(row) && row.length === 6 && row.every(isCell) ? row : null;
  } catch {
    return null;
  }
}

function isCell(cell: unknown): cell is string | null {
  return cell === null || typeof cell === 'string';
}
