import type { ErrorGlance } from '../core/patterns/glance.ts';
import { counted } from './figures.ts';
import { code, type Mrkdwn, mrkdwn } from './mrkdwn.ts';

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
  return mrkdwn`${of}, first in ${counted(top.requests, 'request')}: ${code(top.words)}`;
}
