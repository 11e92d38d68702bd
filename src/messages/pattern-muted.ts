import { isHidden } from '../core/patterns/muted.ts';
import type { ErrorReport } from '../core/patterns/report.ts';
import { clip } from '../core/plain-text.ts';
import { andMore, type Block, context, contextAbout } from './blocks.ts';
import { date, mrkdwn } from './mrkdwn.ts';
import { patternName } from './pattern-text.ts';
import { howOften, numberOf } from './pattern-words.ts';

const MOST = 3;
const LONGEST_NAME = 70;

/** A line for each muted pattern: nothing is hidden silently. Nobody is named, because that would call them every time. */
export function mutedLines(report: ErrorReport): readonly Block[] {
  const muted = report.patterns.flatMap((pattern) =>
    pattern.muted && isHidden(pattern) ? [{ ...pattern, muted: pattern.muted }] : [],
  );
  const more = andMore(muted.length - MOST);
  return [
    ...muted
      .slice(0, MOST)
      .map((pattern) =>
        contextAbout(
          mrkdwn`🔕 ${numberOf(report, pattern.id)} muted until ${date(pattern.muted.untilMs, 'day')}, ${howOften(report, pattern)}:`,
          clip(patternName(pattern), LONGEST_NAME),
        ),
      ),
    ...(more === '' ? [] : [context(mrkdwn`${more} muted`)]),
  ];
}
