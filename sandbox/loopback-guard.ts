import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Why a request is not answered, or null. Whoever reaches a server of the sandbox can press buttons as anybody and take
 * Slack or Google away, so a page of another site must not: neither by a name that it made point to this machine (the Host
 * is foreign then) nor across sites (the Origin is).
 */
export function refusalOf({ host, origin }: Pick<IncomingHttpHeaders, 'host' | 'origin'>): string | null {
  const asked = parsed(`http://${host ?? ''}`);
  if (asked === null || !isLoopback(asked.hostname)) {
    return 'The sandbox answers only under http://127.0.0.1 and http://localhost: open one of these.';
  }
  if (origin === undefined || parsed(origin)?.host === asked.host) return null;
  return `A page from ${origin} may not act in the sandbox: open the sandbox itself, at http://${asked.host}.`;
}

/** Names below `localhost` can be given to no other machine (RFC 6761); gcloud needs one, because it puts a region in front. */
const isLoopback = (hostname: string) => LOOPBACK.has(hostname) || hostname.endsWith('.localhost');

/** What is asked for. Null for what is no address, such as `//`: any page can send that. */
export function addressOf({ url = '/' }: Pick<IncomingMessage, 'url'>): URL | null {
  return parsed(url, 'http://localhost');
}

function parsed(url: string, base?: string): URL | null {
  return URL.canParse(url, base) ? new URL(url, base) : null;
}
