import { patternValue } from '../core/button.ts';
import type { ViewContent } from '../core/outgoing.ts';
import type { ErrorReport, Pattern, ShownReport, Side } from '../core/patterns/report.ts';
import {
  actions,
  type Block,
  button,
  context,
  type Field,
  fields,
  linkButton,
  preformatted,
  section,
} from './blocks.ts';
import { counted } from './figures.ts';
import { date, mrkdwn } from './mrkdwn.ts';
import { decider, inPlace } from './names.ts';
import { logsExplorerUrl } from './pattern-logs.ts';
import { codeLine, shownTemplate } from './pattern-text.ts';
import {
  howOftenOfAll,
  isOwnPast,
  numberOf,
  spanBefore,
  spanWords,
  stableCount,
  standingSign,
  standingWords,
} from './pattern-words.ts';
import { PLATFORM_WORDS } from './platform-words.ts';

/** The modal of one pattern, by its callback id; nothing can be sent in it. */
const PATTERN_VIEW = 'pattern_example';

/**
 * All that is known of one pattern, with one example; null for a pattern that is not in the report. `metadata` is the value
 * of its buttons, so that whatever is done in the modal is known to be about this pattern.
 */
export function exampleView(shown: ShownReport, reportId: string, patternId: string): ViewContent | null {
  const { report } = shown;
  const pattern = report.patterns.find(({ id }) => id === patternId);
  if (!pattern) return null;
  const value = patternValue(reportId, patternId);
  return {
    callbackId: PATTERN_VIEW,
    title: `Error pattern ${numberOf(report, patternId)}`,
    submit: null,
    close: 'Close',
    metadata: value,
    blocks: [
      heading(shown, pattern),
      fields(countFields(report, pattern)),
      section(mrkdwn`*One of them*, secrets masked`),
      preformatted(pattern.example),
      ...whatItSays(pattern),
      ...mutedNote(pattern),
      actions(`pattern-${patternId}`, [
        linkButton({
          label: 'Logs Explorer',
          url: logsExplorerUrl(shown.at, report.subject, pattern.constantText),
          named: `Logs Explorer: pattern ${numberOf(report, patternId)}`,
        }),
        pattern.muted === null
          ? button({ action: 'pattern_mute', label: 'Mute…', value })
          : button({ action: 'pattern_unmute', label: 'Unmute', value }),
      ]),
    ],
  };
}

function heading({ report, ...at }: ShownReport, pattern: Pattern): Block {
  const standing = standingWords(report, pattern);
  const said = standing === '' ? mrkdwn`` : mrkdwn`*${standing}* · `;
  const trouble = pattern.platform === null ? null : PLATFORM_WORDS[pattern.platform];
  const next = trouble === null ? mrkdwn`` : mrkdwn`\n*${trouble.name}.* ${trouble.next}`;
  return section(
    mrkdwn`${standingSign(report, pattern)} ${said}${inPlace(at)}, ${spanWords(report.subject.span)}${next}`,
  );
}

function countFields(report: ErrorReport, pattern: Pattern): readonly (Field | null)[] {
  const { subject } = pattern;
  const { beside, before } = report;
  const errors = counted(subject.errors, 'error');
  return [
    { label: 'Seen', value: mrkdwn`${howOftenOfAll(report, pattern)}` },
    { label: 'On', value: mrkdwn`${counted(subject.instances, 'instance')}, ${errors}` },
    beside && pattern.beside && { label: 'Stable meanwhile', value: mrkdwn`${stableCount(pattern.beside, beside)}` },
    before && { label: beforeLabel(report, before), value: mrkdwn`${stableCount(pattern.before, before)}` },
    { label: 'First', value: date(subject.firstAtMs, 'daySeconds') },
    { label: 'Last', value: date(subject.lastAtMs, 'daySeconds') },
  ];
}

function beforeLabel(report: ErrorReport, before: Side): string {
  const when = spanBefore(before);
  return isOwnPast(report) ? when.replace(/^in/, 'In') : `Stable ${when}`;
}

/** The frames in a block of their own, so that a long template does not push them out. */
function whatItSays(pattern: Pattern): readonly Block[] {
  const { template, values } = shownTemplate(pattern);
  const text = [
    template.trim(),
    ...[codeLine(pattern), ...values].filter((line) => line !== '').map((line) => `  ${line}`),
  ];
  const frames = pattern.frames.join('\n');
  return [
    section(mrkdwn`*Pattern*`),
    preformatted(text.join('\n')),
    ...(frames === '' ? [] : [section(mrkdwn`*Where*, innermost first`), preformatted(frames)]),
  ];
}

function mutedNote({ muted }: Pattern): readonly Block[] {
  return muted === null
    ? []
    : [
        context(
          mrkdwn`🔕 Muted by ${decider(muted.by)} until ${date(muted.untilMs, 'day')}. It is counted all the same.`,
        ),
      ];
}
