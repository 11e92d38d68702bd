import { count, shareOf, shareWithCount } from '../share.ts';
import type { Proof } from '../verdict.ts';
import type { LookBack } from './look-back.ts';

type Bad = 'errors' | 'slow' | 'verySlow' | 'refused' | 'failingClients';

/** "5xx 9.6 % (45 of 467), stable 0.64 % (59 of 9,161), in 3 min": both revisions, the same while, always with counts. */
export function compared(label: string, what: Bad, span: LookBack): string {
  const { canary, stable } = span;
  const ours = ofRequests(canary[what], canary.requests, span.isCounted);
  const theirs = stable.requests > 0 ? `, stable ${ofRequests(stable[what], stable.requests, span.isCounted)}` : '';
  return `${label} ${ours}${theirs}, in ${lasting(span.untilMs - span.sinceMs)}`;
}

/** An estimated whole is called one. */
function ofRequests(part: number, whole: number, isCounted: boolean): string {
  return isCounted || whole <= 0
    ? shareWithCount(part, whole)
    : `${shareOf(part, whole)} (${count(part)} of about ${count(whole)})`;
}

/** "3 min", "45 s". */
export function lasting(ms: number): string {
  return ms >= 60_000 ? `${Math.round(ms / 60_000)} min` : `${Math.max(1, Math.round(ms / 1000))} s`;
}

/** "0.5 %". */
export function percent(share: number): string {
  return shareOf(share, 1);
}

/** Odds as they may be said: never larger than anybody believes. */
export function odds(money: number): string {
  return `1 in ${count(Math.floor(Math.min(1e6, money)))}`;
}

/** "95 % sure below 0.42 % 5xx (712 requests)": what the evidence excludes, and how much of it there is. */
export function proved({ sureBelow, requests }: Pick<Proof, 'sureBelow' | 'requests'>): string {
  return `95 % sure below ${percent(sureBelow)} 5xx (${count(requests)} request${requests === 1 ? '' : 's'})`;
}
