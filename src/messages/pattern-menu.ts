import type { StaticSelect } from '@slack/types';
import { patternValue } from '../core/button.ts';
import type { ShownReport } from '../core/patterns/report.ts';
import { clip } from '../core/plain-text.ts';
import { choice } from './blocks.ts';
import { partsOf } from './pattern-parts.ts';
import { patternName } from './pattern-text.ts';
import { numberOf } from './pattern-words.ts';

/** The first rows of the table, and the muted ones that are named. */
const MOST = { rest: 12, hidden: 3 } as const;
const LONGEST_LINE = 50;

/** The way to the details of what is not shown in full, and so to what unmutes. */
export function othersMenu({ report }: ShownReport, reportId: string): readonly StaticSelect[] {
  const { full, rest, hidden } = partsOf(report);
  const others = [...rest.slice(0, MOST.rest), ...hidden.slice(0, MOST.hidden)];
  if (others.length === 0) return [];
  const lines = others.map((pattern) => ({
    text: clip(`${numberOf(report, pattern.id)} ${patternName(pattern)}`, LONGEST_LINE),
    value: patternValue(reportId, pattern.id),
  }));
  const placeholder = full.length > 0 ? 'Details of another…' : 'Details of…';
  return [choice({ action: 'pattern_example', placeholder, lines })];
}
