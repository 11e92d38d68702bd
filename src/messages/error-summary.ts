import type { Button } from '@slack/types';
import type { MessageContent } from '../core/outgoing.ts';
import type { ErrorReport, ShownReport } from '../core/patterns/report.ts';
import { actions, type Block, button, context, linkButton, message, section } from './blocks.ts';
import { bold, joined, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { inPlace } from './names.ts';
import { patternBlocks } from './pattern-blocks.ts';
import { comparison, errorCount, kindsCount } from './pattern-counts.ts';
import { logsExplorerUrl } from './pattern-logs.ts';
import { othersMenu } from './pattern-menu.ts';
import { mutedLines } from './pattern-muted.ts';
import { partsOf } from './pattern-parts.ts';
import { isReadWhole, readLine, readWarnings } from './pattern-reading.ts';
import { patternTable } from './pattern-table.ts';
import { spokenName } from './pattern-words.ts';

/** When it is shown: while a canary is watched, at one of the two ends that need a reason, or because somebody asked. */
export type Occasion = 'watching' | 'rolledBack' | 'failed' | 'asked';

const WHEN: { readonly [occasion in Occasion]: Mrkdwn } = {
  watching: mrkdwn` so far`,
  rolledBack: mrkdwn` before it was rolled back`,
  failed: mrkdwn` before it failed`,
  asked: mrkdwn``,
};

/**
 * What a revision logged as errors, in one glance: what is new first, and stable beside it. Null where there was nothing
 * and nobody asked. What stands in the log is shown in preformatted text, plain text and cells alone, where Slack parses
 * nothing.
 */
export function errorSummary(shown: ShownReport, reportId: string, how: Occasion): MessageContent | null {
  const { report } = shown;
  const isNothing = report.patterns.length === 0;
  if (isNothing && how !== 'asked' && isReadWhole(report)) return null;
  const title = mrkdwn`Errors of ${inPlace(shown)}${WHEN[how]}`;
  const warnings = readWarnings(report);
  const found = isNothing ? nothing(shown) : mrkdwn`${errorCount(report)} → ${kindsCount(report)}`;
  return message(mrkdwn`${title}: ${joined([found, ...warnings, ...spokenFirst(report)], '. ')}.`, [
    section(mrkdwn`🧾 ${bold(title)}\n${found}`),
    context(comparison(report)),
    ...warnings.map((warning) => section(mrkdwn`⚠️ ${warning}.`)),
    ...patternsOf(shown, reportId),
    ...mutedLines(report),
    context(readLine(report)),
    actions(`errors-${reportId}`, [...othersMenu(shown, reportId), ...buttons(shown, reportId)]),
  ]);
}

/** What a reader of blocks sees first, in words of ours: what was logged stands where it cannot be parsed, and is not read out. */
function spokenFirst(report: ErrorReport): readonly Mrkdwn[] {
  const { full } = partsOf(report);
  const each = full.map((pattern) => mrkdwn`${spokenName(report, pattern)}`);
  return each.length === 0 ? [] : [mrkdwn`In full: ${joined(each, '; ')}`];
}

function nothing({ report }: ShownReport): Mrkdwn {
  return isReadWhole(report) ? mrkdwn`No errors` : mrkdwn`No errors in what could be read`;
}

function patternsOf(shown: ShownReport, reportId: string): readonly Block[] {
  const { full, rest } = partsOf(shown.report);
  return [...full.flatMap((pattern) => patternBlocks(shown, reportId, pattern)), ...patternTable(shown.report, rest)];
}

function buttons({ at, report }: ShownReport, reportId: string): readonly Button[] {
  const { revision } = report.subject;
  const url = logsExplorerUrl(at, report.subject);
  return [
    ...(report.patterns.length < 2 ? [] : [button({ action: 'all_patterns', label: 'All Patterns', value: reportId })]),
    linkButton({ label: 'Logs Explorer', url, named: `Logs Explorer: all errors of ${revision}` }),
  ];
}
