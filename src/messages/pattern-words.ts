import { HOUR_MS } from '../core/evidence/last-hour.ts';
import { isHidden } from '../core/patterns/muted.ts';
import type { ErrorReport, Pattern, Shown, Side } from '../core/patterns/report.ts';
import { shareOf } from '../core/share.ts';
import { counted, duration, needsSeconds, roughly } from './figures.ts';
import { date, joined, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { PLATFORM_WORDS } from './platform-words.ts';

/** A report without stable, as of a first deploy, can call nothing new. */
export function isCompared({ beside, before }: ErrorReport): boolean {
  return beside !== null || before !== null;
}

/** Nothing else served beside it: it is compared with its own past. */
export function isOwnPast({ subject, beside, before }: ErrorReport): boolean {
  return beside === null && before?.revision === subject.revision;
}

/** "#3": its place in the report, which the reply, its table, the modal and the file share. */
export function numberOf(report: ErrorReport, patternId: string): string {
  return `#${report.patterns.findIndex(({ id }) => id === patternId) + 1}`;
}

/** For the eye alone: the words beside it say the same. */
export function standingSign(report: ErrorReport, pattern: Pattern): string {
  const { standing } = pattern;
  if (isHidden(pattern)) return '🔕';
  if (!isCompared(report)) return '⚪';
  if (standing === 'new') return '🔴';
  return standing === 'raised' ? '🟠' : '⚪';
}

/** "NEW", "6.1× stable", "variant of #2", "as on stable"; empty where nothing is there to compare with. */
export function standingWords(report: ErrorReport, { standing, times, variantOf }: Pattern): string {
  if (!isCompared(report)) return '';
  switch (standing) {
    case 'new':
      return 'NEW';
    case 'raised':
      return raisedWords(report, times);
    case 'variant':
      return variantOf === null ? 'variant' : variantWords(report, variantOf.id);
    case 'unseen':
      return 'perhaps new';
    case 'same':
      return isOwnPast(report) ? 'as before' : 'as on stable';
  }
}

function raisedWords(report: ErrorReport, times: number | null): string {
  if (isOwnPast(report)) return times === null ? 'more than before' : `${timesText(times)} as often as before`;
  return times === null ? 'more than stable' : `${timesText(times)} stable`;
}

/** What it reads like is stable's, and has a number only where the subject showed it too. */
function variantWords(report: ErrorReport, id: string): string {
  return report.patterns.some((one) => one.id === id) ? `variant of ${numberOf(report, id)}` : variantOfOld(report);
}

function variantOfOld(report: ErrorReport): string {
  return isOwnPast(report) ? 'variant of one before' : 'variant of stable’s';
}

function timesText(times: number): string {
  return `${times < 10 ? Number(times.toFixed(1)) : roughly(times)}×`;
}

/** "214 requests"; "3 times" for what happens to an instance, or where no request was served. */
export function howOften(report: ErrorReport, { platform, subject }: Pattern): string {
  return isOfRequests(report, platform) ? counted(subject.requests, 'request') : counted(subject.errors, 'time');
}

function isOfRequests({ subject }: ErrorReport, platform: Pattern['platform']): boolean {
  return subject.requests !== 0 && (platform === null || PLATFORM_WORDS[platform].counts === 'requests');
}

/** "0.52 %" of all requests of the revision; null where that says nothing or is not known. */
export function shareOfAll(report: ErrorReport, { platform, subject }: Pattern): string | null {
  const { requests } = report.subject;
  if (requests === null || !isOfRequests(report, platform)) return null;
  return shareOf(Math.min(subject.requests, requests), requests);
}

/** "214 requests (0.52 %)". */
export function howOftenOfAll(report: ErrorReport, pattern: Pattern): string {
  const share = shareOfAll(report, pattern);
  return share === null ? howOften(report, pattern) : `${howOften(report, pattern)} (${share})`;
}

/** "#2, NEW, out of memory, 3 times": for who hears it, without anything that was logged. */
export function spokenName(report: ErrorReport, pattern: Pattern): string {
  const trouble = pattern.platform === null ? '' : PLATFORM_WORDS[pattern.platform].name.toLowerCase();
  return [numberOf(report, pattern.id), standingWords(report, pattern), trouble, howOften(report, pattern)]
    .filter((part) => part !== '')
    .join(', ');
}

/** "0 of 1.2 M", "290 of 1.2 M (0.024 %)"; without exposure the count alone. */
export function stableCount({ requests }: Shown, { requests: served }: Side): string {
  if (served === null || served === 0) return roughly(requests);
  const share = requests > 0 ? ` (${shareOf(Math.min(requests, served), served)})` : '';
  return `${roughly(requests)} of ${roughly(served)}${share}`;
}

/** "0 of 1.2 M", "0.024 % of 1.2 M": to be read beside a share of ours. Null where stable served nothing. */
function stableShare({ requests }: Shown, { requests: served }: Side): string | null {
  if (served === null) return requests === 0 ? 'never' : counted(requests, 'request');
  if (served === 0) return null;
  return requests === 0
    ? `0 of ${roughly(served)}`
    : `${shareOf(Math.min(requests, served), served)} of ${roughly(served)}`;
}

/** "in the hour before". */
export function spanBefore({ span }: Side): string {
  const lengthMs = span.untilMs - span.fromMs;
  return lengthMs === HOUR_MS ? 'in the hour before' : `in the ${duration(lengthMs)} before`;
}

/** "stable 0 of 1.2 M, before 0.024 % of 4.8 M"; null where there is no stable, or it served nothing. */
export function stableWords(report: ErrorReport, pattern: Pattern): string | null {
  const meanwhile = report.beside && pattern.beside && stableShare(pattern.beside, report.beside);
  const before = report.before && stableShare(pattern.before, report.before);
  if (meanwhile && before) return `stable ${meanwhile}, before ${before}`;
  if (meanwhile) return `stable ${meanwhile}`;
  return before && `${isOwnPast(report) ? '' : 'stable '}before ${before}`;
}

/** "first 14:03:11, last 14:11:58". */
export function seenWords({ subject: { firstAtMs, lastAtMs } }: Pattern): Mrkdwn {
  return firstAtMs === lastAtMs
    ? mrkdwn`at ${date(firstAtMs, 'seconds')}`
    : mrkdwn`first ${date(firstAtMs, 'seconds')}, last ${date(lastAtMs, 'seconds')}`;
}

/** "14:02 to 14:12". */
export function spanWords({ fromMs, untilMs }: Side['span']): Mrkdwn {
  const format = needsSeconds(untilMs - fromMs) ? 'seconds' : 'time';
  return joined([date(fromMs, format), date(untilMs, format)], ' to ');
}
