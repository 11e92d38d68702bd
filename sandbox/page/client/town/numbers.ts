import type { RevisionRow, ServiceRow, Slice } from '../../protocol/town.ts';

/** Small rates with a digit, large ones without. */
export function rateText(perSecond: number): string {
  return perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond).toString();
}

/** A share of 0 to 1 as percent; what is not zero never looks like zero. */
export function shareText(share: number): string {
  const percent = share * 100;
  if (percent === 0) return '0 %';
  if (percent < 0.1) return '< 0.1 %';
  return `${percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`;
}

/** Above this a revision is marked: what the example catalog allows. */
const MOST_ERROR_SHARE = 0.001;
/** Below it one failure would mark a revision. */
const FEWEST_REQUESTS_PER_SECOND = 0.5;

export function isErring({ errorShare, requestsPerSecond }: RevisionRow): boolean {
  return requestsPerSecond >= FEWEST_REQUESTS_PER_SECOND && errorShare > MOST_ERROR_SHARE * 5;
}

export type Bar = { readonly x: number; readonly height: number; readonly errorHeight: number };

/** The bars of a sparkline `height` high: requests against the busiest slice, and the part of them that failed. */
export function barsOf(history: readonly Slice[], height: number): Bar[] {
  const most = Math.max(1, ...history.map(({ requests }) => requests));
  return history.map(({ requests, errors }, x) => {
    // A single failure among many would be thinner than a pixel.
    const errorHeight = errors === 0 ? 0 : Math.max(1.5, (errors / most) * height);
    return { x, height: (requests / most) * height, errorHeight: Math.min(errorHeight, height) };
  });
}

/** Something happens to it that somebody may want to watch. */
export function isBusy({ revisions, isMoving, hasOutage }: ServiceRow): boolean {
  return isMoving || hasOutage || revisions.filter(({ percent }) => percent > 0).length > 1;
}

/** A whole service on one line: what runs, what is newest and has no traffic (a preview, or what was rolled back), how much it does, how much of that fails. */
export function sumOf({ revisions }: ServiceRow): string {
  const withTraffic = revisions.filter(({ percent }) => percent > 0);
  const newest = revisions[0];
  const isWaiting = newest?.percent === 0 && withTraffic.length > 0;
  const waiting = isWaiting ? [`${newest.imageTag} at 0 %`] : [];
  const tags = [...withTraffic.map(({ imageTag }) => imageTag), ...waiting].join(' + ') || 'no traffic';
  const rate = withTraffic.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0);
  const errors = withTraffic.reduce((sum, row) => sum + row.requestsPerSecond * row.errorShare, 0);
  return `${tags} · ${rateText(rate)} req/s · ${shareText(rate === 0 ? 0 : errors / rate)} errors`;
}

/** The real split in words, and what was asked for where that differs. */
export function splitText(revisions: readonly RevisionRow[]): string {
  const withTraffic = revisions.filter(({ percent, desiredPercent }) => percent > 0 || desiredPercent > 0);
  const parts = withTraffic.map(({ name, percent, desiredPercent }) =>
    percent === desiredPercent ? `${name} ${percent} %` : `${name} ${percent} %, asked for ${desiredPercent} %`,
  );
  return parts.join('; ') || 'no traffic';
}
