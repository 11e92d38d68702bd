import type { MessageContent } from '../core/outgoing.ts';
import type { ErrorPattern, PatternSummary } from '../core/patterns.ts';
import { clip } from '../core/plain-text.ts';
import type { Rollout } from '../core/rollout.ts';
import { count } from '../core/share.ts';
import { andMore, type Block, context, message, preformatted, section } from './blocks.ts';
import { counted } from './figures.ts';
import { code, date, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { inPlace } from './names.ts';
import { failsAsMuch, IMAGE_IS_NOT_IT } from './shared-outage.ts';

const MOST_PATTERNS = 5;
const LONGEST_TEMPLATE = 600;
const LONGEST_EXAMPLE = 1200;

/**
 * What the new revision wrote into its log, grouped and counted; null when it wrote nothing. Log text stands in
 * preformatted blocks alone, where Slack parses nothing.
 */
export function errorSummary(rollout: Rollout, summary: PatternSummary | null): MessageContent | null {
  if (summary === null || summary.patterns.length === 0) return null;
  const shown = summary.patterns.slice(0, MOST_PATTERNS);
  const kinds = summary.patterns.length + summary.more;
  const what = mrkdwn`${counted(summary.linesRead, 'error line')} of ${code(rollout.canary)} in ${counted(kinds, 'pattern')}`;
  const blocks = shown.flatMap((pattern, index) => patternBlocks(pattern, index));
  return message(mrkdwn`Errors of ${inPlace(rollout)}: ${what}.`, [
    section(mrkdwn`🧾 *Errors of ${inPlace(rollout)}*: ${what}`),
    ...blocks,
    ...(failsAsMuch(rollout) ? [section(mrkdwn`⚠️ ${IMAGE_IS_NOT_IT}.`)] : []),
    context(mrkdwn`${footnote(kinds - shown.length)}`),
  ]);
}

/** Only the first has an example: the others are read from their templates. */
function patternBlocks(pattern: ErrorPattern, index: number): readonly Block[] {
  const template = clip(pattern.template, LONGEST_TEMPLATE);
  const example = index === 0 && pattern.example !== pattern.template ? clip(pattern.example, LONGEST_EXAMPLE) : null;
  return [
    section(mrkdwn`*${index + 1}.* ${counted(pattern.requests, 'request')} · ${seen(pattern)}`),
    preformatted(template),
    ...(example === null ? [] : [context(mrkdwn`One of them:`), preformatted(example)]),
  ];
}

function seen({ firstAtMs, lastAtMs }: ErrorPattern): Mrkdwn {
  return firstAtMs === lastAtMs
    ? mrkdwn`at ${date(firstAtMs, 'seconds')}`
    : mrkdwn`first ${date(firstAtMs, 'seconds')}, last ${date(lastAtMs, 'seconds')}`;
}

function footnote(leftOut: number): string {
  const more = andMore(leftOut);
  return `${more === '' ? '' : `${more}. `}Numbers and ids are folded, secrets are masked.`;
}

/** For the end notice: the pattern that counts most, in numbers alone; its text stands in the summary. */
export function topPatternCount(summary: PatternSummary | null): string | null {
  const top = summary?.patterns[0];
  if (!summary || !top) return null;
  return `${count(summary.patterns.length + summary.more)}, see the thread; the first in ${counted(top.requests, 'request')}`;
}
