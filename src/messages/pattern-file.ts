import type { ErrorReport, Pattern, ShownReport } from '../core/patterns/report.ts';
import { clip, plainLine, plainText, readable } from '../core/plain-text.ts';
import { counted } from './figures.ts';
import { type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { comparison, errorCount, kindsCount } from './pattern-counts.ts';
import { readLine, readWarnings } from './pattern-reading.ts';
import { codeLine, patternName, shownTemplate } from './pattern-text.ts';
import { howOftenOfAll, isCompared, isOwnPast, numberOf, stableWords, standingWords } from './pattern-words.ts';
import { PLATFORM_WORDS } from './platform-words.ts';

/** In UTF-16 units; whatever alphabet they are of, the file stays under 1 MB. */
const LONGEST_FILE = 330_000;
const LONGEST = { name: 100, template: 2_000, example: 4_000 } as const;
const RULE = '─'.repeat(100);

/** A file for Slack: its name, what Slack calls it, and all of its text. */
export type TextFile = { readonly name: string; readonly title: string; readonly text: string };

/** Every pattern of a report, first a table and then each with an example, to be read and searched outside of Slack. */
export function patternsFile(shown: ShownReport): TextFile {
  const { report, service, env } = shown;
  const day = new Date(report.subject.span.fromMs).toISOString();
  const head = [
    `Errors of ${service} in ${env}, ${day.slice(0, 10)}`,
    inWords(comparison(report)),
    inWords(mrkdwn`${errorCount(report)} → ${kindsCount(report)}`),
    ...readWarnings(report).map((warning) => `! ${inWords(warning)}.`),
    inWords(readLine(report)),
    'Times are UTC.',
    '',
    ...overview(report),
  ].join('\n');
  return {
    name: `errors-${service}-${env}-${day.slice(0, 16).replace(/[-:]/g, '').replace('T', '-')}.txt`,
    title: `Error patterns of ${service} in ${env}`,
    text: withDetails(clip(head, LONGEST_FILE / 2), report),
  };
}

/** As many of them as fit. */
function withDetails(head: string, report: ErrorReport): string {
  let text = head;
  for (const [index, pattern] of report.patterns.entries()) {
    const details = `\n\n${RULE}\n${detailsOf(report, pattern)}`;
    if (text.length + details.length > LONGEST_FILE) {
      return `${text}\n\n${RULE}\n${counted(report.patterns.length - index, 'further pattern')} left out: the file would be too long.\n`;
    }
    text += details;
  }
  return `${text}\n`;
}

function overview(report: ErrorReport): readonly string[] {
  const head = ['', ...(isCompared(report) ? ['Standing'] : []), 'Seen', 'First', 'Last', 'Pattern'];
  const rows = report.patterns.map((one) => [
    numberOf(report, one.id),
    ...(isCompared(report) ? [standingOf(report, one)] : []),
    howOftenOfAll(report, one),
    clock(one.subject.firstAtMs),
    clock(one.subject.lastAtMs),
    clip(patternName(one), LONGEST.name),
  ]);
  return aligned([head, ...rows]);
}

function standingOf(report: ErrorReport, pattern: Pattern): string {
  const standing = standingWords(report, pattern);
  return pattern.muted === null ? standing : `${standing === '' ? '' : `${standing}, `}muted`;
}

function detailsOf(report: ErrorReport, pattern: Pattern): string {
  const { subject, platform, muted } = pattern;
  const { template, values } = shownTemplate(pattern);
  const seen = `${howOftenOfAll(report, pattern)}, ${counted(subject.errors, 'error')}`;
  const stable = stableWords(report, pattern);
  const trouble = platform === null ? null : PLATFORM_WORDS[platform];
  const rows: readonly (readonly [string, string | null])[] = [
    ['Pattern', clip(template.trim(), LONGEST.template)],
    ['Seen', `${seen}, on ${counted(subject.instances, 'instance')}`],
    [isOwnPast(report) ? 'Before' : 'Stable', stable === null ? null : stable.replace(/^(stable|before) /, '')],
    ['First, last', `${stamp(subject.firstAtMs)}, ${stamp(subject.lastAtMs)}`],
    ['Muted', muted && `until ${stamp(muted.untilMs)}`],
    ['Platform', trouble && `${trouble.name}. ${trouble.next}`],
    ['Codes', codeLine(pattern)],
    ['Values', values.join('\n')],
    ['Where', pattern.frames.map(plainLine).join('\n')],
    ['Example', clip(plainText(pattern.example).trim(), LONGEST.example)],
  ];
  const title = [numberOf(report, pattern.id), standingOf(report, pattern)].filter((part) => part !== '').join('  ');
  return [title, '', ...rows.flatMap(labelled)].join('\n');
}

/** What takes several lines stands under its label. */
function labelled([label, text]: readonly [string, string | null]): readonly string[] {
  if (!text) return [];
  return text.includes('\n')
    ? [`${label}:`, ...text.split('\n').map((line) => `    ${line}`)]
    : [`${`${label}:`.padEnd(13)}${text}`];
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Words of ours as they are read where nothing draws them. */
function inWords({ mrkdwn: markup }: Mrkdwn): string {
  return readable(markup).replace(/[*`]/g, '');
}

function stamp(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
}

function clock(atMs: number): string {
  return stamp(atMs).slice(11);
}
