import type { ErrorGlance } from '../core/patterns/glance.ts';
import { counted } from './figures.ts';
import { code, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { PLATFORM_WORDS } from './platform-words.ts';

/** What the log says in a few words, for a notice or the card; null where it says nothing. All of it stands in the thread. */
export function glanceText(errors: ErrorGlance | null): Mrkdwn | null {
  const top = errors?.top;
  if (!errors || !top) return null;
  const kinds = [
    ...(errors.fresh > 0 ? [`${errors.fresh} new`] : []),
    ...(errors.raised > 0 ? [`${errors.raised} more often than on stable`] : []),
  ];
  const patterns = counted(errors.patterns, 'pattern');
  const of = kinds.length > 0 ? `${kinds.join(', ')} of ${patterns}` : patterns;
  return mrkdwn`${of}, first ${topWords(top)}`;
}

/** "in 190 requests: `TypeError: …`", "3 times: out of memory". */
function topWords({ requests, words, platform }: NonNullable<ErrorGlance['top']>): Mrkdwn {
  if (platform === null) return mrkdwn`in ${counted(requests, 'request')}: ${code(words)}`;
  const { name, counts } = PLATFORM_WORDS[platform];
  const seen = counts === 'times' ? counted(requests, 'time') : `in ${counted(requests, 'request')}`;
  return mrkdwn`${seen}: ${name.toLowerCase()}`;
}
