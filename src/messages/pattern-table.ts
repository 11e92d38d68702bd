import type { ErrorReport, Pattern } from '../core/patterns/report.ts';
import { clip } from '../core/plain-text.ts';
import { count, shareOf } from '../core/share.ts';
import { type Block, type Column, context, table } from './blocks.ts';
import { counted } from './figures.ts';
import { mrkdwn } from './mrkdwn.ts';
import { patternName } from './pattern-text.ts';
import { howOften, isCompared, isOwnPast, numberOf, shareOfAll, standingWords } from './pattern-words.ts';

const MOST_ROWS = 15;
const LONGEST_NAME = 70;

/** What is not shown in full, a row each; where there is more, how much that is. First what a phone has room for. */
export function patternTable(report: ErrorReport, patterns: readonly Pattern[]): readonly Block[] {
  if (patterns.length === 0) return [];
  const rows = patterns.slice(0, MOST_ROWS);
  const left = patterns.slice(MOST_ROWS);
  const compared = isCompared(report);
  const head = ['#', 'Pattern', 'Requests', ...(compared ? [isOwnPast(report) ? 'Before' : 'Stable', 'Standing'] : [])];
  const cells = rows.map((one) => [
    numberOf(report, one.id).slice(1),
    clip(patternName(one), LONGEST_NAME),
    ours(report, one),
    ...(compared ? [onStable(report, one), one.standing === 'same' ? 'same' : standingWords(report, one)] : []),
  ]);
  const columns: readonly Column[] = ['number', 'text', 'number', ...(compared ? (['number', 'words'] as const) : [])];
  return [table([head, ...cells], columns), ...(left.length > 0 ? [context(mrkdwn`${rarer(left)}`)] : [])];
}

/** "22 (0.053 %)". */
function ours(report: ErrorReport, pattern: Pattern): string {
  const share = shareOfAll(report, pattern);
  return share === null ? howOften(report, pattern) : `${count(pattern.subject.requests)} (${share})`;
}

/** Its share of stable's requests, beside it where both serve, else before; the count where nobody knows of how many. */
function onStable({ beside, before }: ErrorReport, pattern: Pattern): string {
  const [side, counts] = beside && pattern.beside ? [beside, pattern.beside] : [before, pattern.before];
  if (side === null || counts.requests === 0) return '0';
  if (side.requests === null || side.requests === 0) return count(counts.requests);
  return shareOf(Math.min(counts.requests, side.requests), side.requests);
}

/** "+ 2 rarer patterns (6 requests)". */
function rarer(left: readonly Pattern[]): string {
  const requests = left.reduce((sum, { subject }) => sum + subject.requests, 0);
  return `+ ${count(left.length)} more ${left.length === 1 ? 'pattern' : 'patterns'} (${counted(requests, 'request')}): All Patterns has them`;
}
