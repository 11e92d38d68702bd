/** What the middle of the page shows, and what stands beside it. The address bar says the same. */
export type Place = {
  /** Null for the app's Home tab. */
  readonly channelId: string | null;
  readonly threadTs: string | null;
  /** The message that a permalink names; it is marked and scrolled to. */
  readonly markTs: string | null;
};

export const HOME: Place = { channelId: null, threadTs: null, markTs: null };

const PERMALINK = /^\/archives\/([A-Z][A-Z0-9]+)(?:\/p(\d{10})(\d{6}))?\/?$/;

/** Reads Slack's form of a permalink, `/archives/C/p1700000000000100?thread_ts=…`, and `/home`. Null for anything else. */
export function placeOf(pathname: string, search: string): Place | null {
  if (pathname === '/home') return HOME;
  const found = PERMALINK.exec(pathname);
  const channelId = found?.[1];
  if (found === null || channelId === undefined) return null;
  const markTs = found[2] === undefined ? null : `${found[2]}.${found[3]}`;
  return { channelId, threadTs: new URLSearchParams(search).get('thread_ts'), markTs };
}

/** The address of a place, without the host. */
export function addressOf(place: Place): string {
  if (place.channelId === null) return '/home';
  const message = place.markTs === null ? '' : `/p${place.markTs.replace('.', '')}`;
  const query = place.threadTs === null ? '' : `?thread_ts=${place.threadTs}&cid=${place.channelId}`;
  return `/archives/${place.channelId}${message}${query}`;
}

/** A link of the workspace, at the page's own `origin` or at slack.com, opens in the page instead of a new tab. Null for links to elsewhere. */
export function placeOfLink(href: string, origin: string): Place | null {
  if (!URL.canParse(href, origin)) return null;
  const url = new URL(href, origin);
  const isOurs = url.origin === origin || url.hostname.endsWith('.slack.com');
  return isOurs ? placeOf(url.pathname, url.search) : null;
}
