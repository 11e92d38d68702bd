import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Why a request is not answered, or null. Whoever reaches this server can press buttons as anybody, so a page of another
 * site must not: neither by a name that it made point to this machine (the Host is foreign then) nor across sites (the
 * Origin is).
 */
export function refusalOf({ host, origin }: Pick<IncomingHttpHeaders, 'host' | 'origin'>): string | null {
  const asked = hostOf(`http://${host ?? ''}`);
  if (asked === null || !LOOPBACK.has(asked.hostname)) {
    return 'The sandbox answers only under http://127.0.0.1 and http://localhost: open one of these.';
  }
  if (origin === undefined || hostOf(origin)?.host === asked.host) return null;
  return `A page from ${origin} may not act in the sandbox: open the sandbox itself, at http://${asked.host}.`;
}

function hostOf(url: string): Pick<URL, 'host' | 'hostname'> | null {
  return URL.canParse(url) ? new URL(url) : null;
}
