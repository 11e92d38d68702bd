import { isHidden } from '../core/patterns/muted.ts';
import type { ErrorReport, Pattern, Standing } from '../core/patterns/report.ts';
import { count, shareOf } from '../core/share.ts';
import { counted, roughly } from './figures.ts';
import { bold, code, joined, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { isCompared, isOwnPast, spanBefore, spanWords } from './pattern-words.ts';

/** "312 errors in 214 of about 41,000 requests (0.52 %), stable 0.07 %". */
export function errorCount(report: ErrorReport): Mrkdwn {
  const { errors, failingRequests, subject, beside, failingBeside } = report;
  const { requests, isEstimated } = subject;
  if (requests === 0) return bold(mrkdwn`${counted(errors, 'error')}`);
  if (requests === null) return bold(mrkdwn`${counted(errors, 'error')} in ${counted(failingRequests, 'request')}`);
  const all = `${isEstimated ? 'about ' : ''}${roughly(requests)} requests`;
  const ours = mrkdwn`${counted(errors, 'error')} in ${roughly(failingRequests)} of ${all} (${share(failingRequests, requests)})`;
  return failingBeside !== null && beside?.requests
    ? mrkdwn`${bold(ours)}, stable ${share(failingBeside, beside.requests)}`
    : bold(ours);
}

/** Requests that were counted and those that were served come from two places, and one may be late. */
function share(failing: number, requests: number): string {
  return shareOf(Math.min(failing, requests), requests);
}

const KINDS: readonly (readonly [Standing, string])[] = [
  ['new', 'new'],
  ['raised', 'raised'],
  ['unseen', 'perhaps new'],
  ['variant', 'like one of stable’s'],
  ['same', 'as on stable'],
];
/** The same for what is compared with its own past. */
const OWN: Partial<Record<Standing, string>> = { variant: 'like one before', same: 'as before' };

/** "6 patterns: 2 new, 1 raised, 2 as on stable, 1 muted". */
export function kindsCount(report: ErrorReport): Mrkdwn {
  const { patterns } = report;
  const heard = patterns.filter((pattern) => !isHidden(pattern));
  const kinds = isCompared(report)
    ? KINDS.flatMap(([standing, name]) =>
        kindCount(heard, standing, (isOwnPast(report) ? OWN[standing] : null) ?? name),
      )
    : [];
  const muted = patterns.length - heard.length;
  const all = [...kinds, ...(muted > 0 ? [mrkdwn`${count(muted)} muted`] : [])];
  return joined([mrkdwn`${counted(patterns.length, 'pattern')}`, ...(all.length > 0 ? [joined(all, ', ')] : [])], ': ');
}

function kindCount(heard: readonly Pattern[], standing: Standing, name: string): readonly Mrkdwn[] {
  const many = heard.filter((one) => one.standing === standing).length;
  const words = mrkdwn`${count(many)} ${name}`;
  if (many === 0) return [];
  return [standing === 'new' || standing === 'raised' ? bold(words) : words];
}

/** Whose errors, when, and beside what. */
export function comparison(report: ErrorReport): Mrkdwn {
  const { subject, beside, before } = report;
  const ours = mrkdwn`${code(subject.revision)} ${spanWords(subject.span)}`;
  if (!isCompared(report)) return mrkdwn`${ours} · no older revision to compare it with`;
  if (before && isOwnPast(report)) return mrkdwn`${ours} · beside its own errors ${spanBefore(before)}`;
  const stable = beside ?? before;
  const when = [...(beside ? ['at the same time'] : []), ...(before ? [spanBefore(before)] : [])].join(' and ');
  return mrkdwn`${ours} · beside ${code(stable?.revision ?? '')} ${when}`;
}
