import { count, shareOf } from '../core/share.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "1 request", "7,500 requests". */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** "1 %" for 0.993 %: what was excluded, in two digits that claim no more. */
export function shareUpTo(share: number): string {
  const step = 10 ** (Math.floor(Math.log10(share)) - 1);
  return shareOf(Math.min(1, Math.ceil(share / step) * step), 1);
}

/** True where minutes would hide what happened: beginning and end could read the same. */
export function needsSeconds(spanMs: number): boolean {
  return spanMs < 10 * MINUTE;
}

/** Rounded to what a reader needs: "800 ms", "2.3 s", "45 s", "6 min", "1 h 5 min". */
export function duration(ms: number): string {
  if (ms < SECOND) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 10 * SECOND) return `${Number((ms / SECOND).toFixed(1))} s`;
  if (ms < 2 * MINUTE) return `${Math.round(ms / SECOND)} s`;
  if (ms < HOUR) return `${Math.round(ms / MINUTE)} min`;
  const minutes = Math.round((ms % HOUR) / MINUTE);
  if (minutes === 60) return `${Math.floor(ms / HOUR) + 1} h`;
  return `${Math.floor(ms / HOUR)} h${minutes > 0 ? ` ${minutes} min` : ''}`;
}

/** One unit is all that somebody who chooses from a list needs: "just now", "3 min ago", "20 h ago", "5 days ago". */
export function ago(ms: number): string {
  if (ms < MINUTE) return 'just now';
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min ago`;
  if (ms < 2 * DAY) return `${Math.floor(ms / HOUR)} h ago`;
  return `${count(Math.floor(ms / DAY))} days ago`;
}

/** As exact as Monitoring's own numbers are: "340", "9,871", "41,000", "1.2 M". */
export function roughly(value: number): string {
  if (value < 10_000) return count(value);
  const rounded = Number(value.toPrecision(2));
  return rounded < 1_000_000 ? count(rounded) : `${Number((rounded / 1_000_000).toPrecision(2))} M`;
}
