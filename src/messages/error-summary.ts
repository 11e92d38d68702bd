import type { MessageContent } from '../core/outgoing.ts';
import type { Pattern, ShownReport } from '../core/patterns/report.ts';
import { actions, type Block, button, context, linkButton, message, section } from './blocks.ts';
import { bold, joined, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { inPlace } from './names.ts';
import { patternBlocks } from './pattern-blocks.ts';
import { comparison, errorCount, kindsCount } from './pattern-counts.ts';
import { logsExplorerUrl } from './pattern-logs.ts';
import { mutedLines } from './pattern-muted.ts';
import { isReadWhole, readLine, readWarnings } from './pattern-reading.ts';
import { patternTable } from './pattern-table.ts';
import { isHidden } from './pattern-words.ts';

/** When it is shown: while a canary is watched, at one of the two ends that need a reason, or because somebody asked. */
export type Occasion = 'watching' | 'rolledBack' | 'failed' | 'asked';

const WHEN: { readonly [occasion in Occasion]: Mrkdwn } = {
  watching: mrkdwn` so far`,
  rolledBack: mrkdwn` before it was rolled back`,
  failed: mrkdwn` before it failed`,
  asked: mrkdwn``,
};

/** In full: these many always, and further ones as long as they are new or raised. */
const ALWAYS_IN_FULL = 3;
const MOST_IN_FULL = 5;

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
  return message(mrkdwn`${title}: ${joined([found, ...warnings], '. ')}.`, [
    section(mrkdwn`🧾 ${bold(title)}\n${found}`),
    context(comparison(report)),
    ...warnings.map((warning) => section(mrkdwn`⚠️ ${warning}.`)),
    ...patternsOf(shown, reportId),
    ...mutedLines(report),
    context(readLine(report)),
    actions(`errors-${reportId}`, [
      ...(report.patterns.length < 2
        ? []
        : [button({ action: 'all_patterns', label: 'All Patterns', value: reportId })]),
      allLogs(shown),
    ]),
  ]);
}

function nothing({ report }: ShownReport): Mrkdwn {
  return isReadWhole(report) ? mrkdwn`No errors` : mrkdwn`No errors in what could be read`;
}

function patternsOf(shown: ShownReport, reportId: string): readonly Block[] {
  const heard = shown.report.patterns.filter((pattern) => !isHidden(pattern));
  const full = heard.filter((one, index) => index < (isWorse(one) ? MOST_IN_FULL : ALWAYS_IN_FULL));
  const rest = heard.filter((one) => !full.includes(one));
  return [...full.flatMap((pattern) => patternBlocks(shown, reportId, pattern)), ...patternTable(shown.report, rest)];
}

/** Worth being read in full even after others. */
function isWorse({ standing }: Pattern): boolean {
  return standing === 'new' || standing === 'raised';
}

function allLogs({ at, report: { subject } }: ShownReport) {
  const named = `Logs Explorer: all errors of ${subject.revision}`;
  return linkButton({ label: 'Logs Explorer', url: logsExplorerUrl(at, subject), named });
}
