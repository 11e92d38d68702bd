import { patternValue } from '../core/button.ts';
import type { ErrorReport, Pattern, ShownReport } from '../core/patterns/report.ts';
import { type Block, button, preformatted, section } from './blocks.ts';
import { counted } from './figures.ts';
import { date, joined, link, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { logsExplorerUrl } from './pattern-logs.ts';
import { patternText } from './pattern-text.ts';
import {
  howOften,
  numberOf,
  seenWords,
  shareOfAll,
  stableWords,
  standingSign,
  standingWords,
} from './pattern-words.ts';
import { PLATFORM_WORDS } from './platform-words.ts';

/** Five of them and a table stay under Slack's limit of all text together, whatever is in them. */
const LONGEST = { counts: 850, template: 280, line: 110, link: 500 } as const;

/** One pattern in full: how often and since when, beside stable, and what it says. */
export function patternBlocks(shown: ShownReport, reportId: string, pattern: Pattern): readonly Block[] {
  const accessory = button({
    action: 'pattern_example',
    label: 'Details…',
    value: patternValue(reportId, pattern.id),
  });
  return [
    { ...section(countLines(shown, pattern), LONGEST.counts), accessory },
    preformatted(patternText(pattern, LONGEST)),
  ];
}

function countLines({ at, report }: ShownReport, pattern: Pattern): Mrkdwn {
  const url = logsExplorerUrl(at, report.subject, pattern.constantText, LONGEST.link);
  const { subject, muted } = pattern;
  const share = shareOfAll(report, pattern);
  const stable = stableWords(report, pattern);
  const title = mrkdwn`${standingSign(report, pattern)} *${titleOf(report, pattern)}* · *${howOften(report, pattern)}*`;
  const details = [
    ...(subject.instances > 0 ? [mrkdwn`${counted(subject.instances, 'instance')}`] : []),
    seenWords(pattern),
    ...(muted === null ? [] : [mrkdwn`muted until ${date(muted.untilMs, 'day')}`]),
    link(url, 'Logs'),
  ];
  return joined(
    [
      mrkdwn`${title}${share === null ? mrkdwn`` : mrkdwn` (${share})`}${stable === null ? mrkdwn`` : mrkdwn`, ${stable}`}`,
      joined(details, ' · '),
      ...platformLines(pattern),
    ],
    '\n',
  );
}

/** "#1 · NEW". */
function titleOf(report: ErrorReport, pattern: Pattern): string {
  return [numberOf(report, pattern.id), standingWords(report, pattern)].filter((part) => part !== '').join(' · ');
}

function platformLines({ platform }: Pattern): readonly Mrkdwn[] {
  if (platform === null) return [];
  const { name, next } = PLATFORM_WORDS[platform];
  return [mrkdwn`*${name}.* ${next}`];
}
