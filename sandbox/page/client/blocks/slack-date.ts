const DAY_MS = 86_400_000;

type Shape = Intl.DateTimeFormatOptions;
const SHAPES: { readonly [token: string]: Shape } = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit', hour12: false },
  time_secs: { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false },
};
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Slack's `<!date^…>` in the reader's own zone, such as `{date_short_pretty} {time}` → "today 14:12". */
export function slackDate(seconds: number, format: string, nowMs: number): string {
  const at = new Date(seconds * 1000);
  return format.replaceAll(/\{(\w+)\}/g, (whole, token: string) => {
    if (token === 'ago') return ago(nowMs - at.getTime());
    const plain = token.replace(/_pretty$/, '');
    const shape = SHAPES[plain];
    if (shape === undefined) return whole;
    const near = token.endsWith('_pretty') ? nearDay(at, nowMs) : null;
    return near ?? formatted(plain, shape, at);
  });
}

/** "14:12", as it stands beside the name of who wrote a message. */
export function clockTime(ts: string): string {
  return formatted('time', SHAPES['time'] ?? {}, new Date(Number(ts) * 1000));
}

/** "Friday, November 21, 2026 14:12:07", for who wants to know exactly. */
export function exactTime(ts: string): string {
  return slackDate(Number(ts), '{date_long} {time_secs}', 0);
}

/** "Today", "Yesterday" or the date: what a line between two days says. */
export function dayOf(ts: string, nowMs: number): string {
  const day = slackDate(Number(ts), '{date_long_pretty}', nowMs);
  return day.charAt(0).toUpperCase() + day.slice(1);
}

function formatted(token: string, shape: Shape, at: Date): string {
  const formatter = formatters.get(token) ?? new Intl.DateTimeFormat('en-US', shape);
  formatters.set(token, formatter);
  return formatter.format(at);
}

function nearDay(at: Date, nowMs: number): string | null {
  const days = Math.round((startOfDay(at.getTime()) - startOfDay(nowMs)) / DAY_MS);
  if (days === 0) return 'today';
  if (days === -1) return 'yesterday';
  return days === 1 ? 'tomorrow' : null;
}

function startOfDay(ms: number): number {
  return new Date(ms).setHours(0, 0, 0, 0);
}

function ago(passedMs: number): string {
  const minutes = Math.round(Math.abs(passedMs) / 60_000);
  const words = minutes < 60 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
  return passedMs < 0 ? `in ${words}` : `${words} ago`;
}
