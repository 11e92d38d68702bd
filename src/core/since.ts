const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Errors are kept for longer, but a report is read in one piece, and Redis does nothing else meanwhile. */
const MOST_MINUTES = 24 * 60;
const DEFAULT_MINUTES = 15;

/** From when on somebody wants to know: so many minutes ago, or from a time of the day in UTC, today or else yesterday. */
export type Since =
  | { readonly by: 'ago'; readonly minutes: number }
  | { readonly by: 'clock'; readonly minuteOfDay: number };

const MINUTES_PER = { m: 1, h: 60, d: 24 * 60 } as const;
const AGO = /^(\d{1,5})([mhd])$/;
const CLOCK = /^([01]?\d|2[0-3])[:.]([0-5]\d)(z|utc)?$/;

/** The word after `since`; `because`: why it is none, and what to say instead. */
export function readSince(word: string): Since | { readonly because: string } {
  const [, number, unit] = AGO.exec(word) ?? [];
  if (number !== undefined && isUnit(unit)) return ago(Number(number) * MINUTES_PER[unit]);
  const [, hours, minutes] = CLOCK.exec(word) ?? [];
  if (hours !== undefined) return { by: 'clock', minuteOfDay: Number(hours) * 60 + Number(minutes) };
  return { because: 'after `since` stands how long ago, like `15m`, `2h` or `1d`, or a time in UTC, like `14:05`' };
}

function ago(minutes: number): ReturnType<typeof readSince> {
  if (minutes < 1) return { because: 'a minute ago is the least: `since 1m`' };
  if (minutes > MOST_MINUTES)
    return { because: 'a day is the most: `since 1d`; what is older is in the Logs Explorer' };
  return { by: 'ago', minutes };
}

function isUnit(unit: string | undefined): unit is keyof typeof MINUTES_PER {
  return unit !== undefined && unit in MINUTES_PER;
}

/** The word that is read as the same again. */
export function printSince(since: Since): string {
  if (since.by === 'ago') {
    const { minutes } = since;
    if (minutes % MINUTES_PER.d === 0) return `${minutes / MINUTES_PER.d}d`;
    return minutes % MINUTES_PER.h === 0 ? `${minutes / MINUTES_PER.h}h` : `${minutes}m`;
  }
  const twoDigits = (value: number) => String(value).padStart(2, '0');
  return `${twoDigits(Math.floor(since.minuteOfDay / 60))}:${twoDigits(since.minuteOfDay % 60)}`;
}

/** The moment that was meant at `nowMs`; without a word for it a quarter of an hour ago. */
export function sinceMs(since: Since | null, nowMs: number): number {
  if (since === null) return nowMs - DEFAULT_MINUTES * MINUTE_MS;
  if (since.by === 'ago') return nowMs - since.minutes * MINUTE_MS;
  const today = nowMs - (nowMs % DAY_MS) + since.minuteOfDay * MINUTE_MS;
  // Of this very minute too little has passed to show anything.
  return today > nowMs - MINUTE_MS ? today - DAY_MS : today;
}
