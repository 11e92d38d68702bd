import type { TailWish } from '../ports/cloud.ts';

/** Logging refuses longer ones. */
const MOST_CHARACTERS = 20_000;

/**
 * One filter for all services of a project. In Logging's filters OR binds tighter than AND, in everybody's head the other
 * way round: hence the parentheses. A service with a signal of its own is heard by that alone.
 */
export function badRequestsFilter(wish: TailWish): string {
  const { services } = wish;
  const named = filterOf(wish, services.length === 0 ? [] : [`resource.labels.service_name=${anyOf(services)}`]);
  if (named.length <= MOST_CHARACTERS) return named;
  // Others are thrown away when they are counted, but a signal's service has no say in the request log.
  const signalled = wish.signals.map(({ service }) => service);
  return filterOf(wish, signalled.length === 0 ? [] : [`NOT resource.labels.service_name=${anyOf(signalled)}`]);
}

function filterOf({ services, signals, slowOverMs }: TailWish, of: readonly string[]): string {
  const http = ['log_id("run.googleapis.com/requests")', ...of, `(${badHttp(slowOverMs).join(' OR ')})`];
  const ways = [
    ...(services.length === 0 ? [] : [http.join(' AND ')]),
    ...signals.map(({ service, failures }) => `resource.labels.service_name="${service}" AND (${failures})`),
  ];
  return `resource.type="cloud_run_revision" AND (${ways.map((way) => `(${way})`).join(' OR ')})`;
}

/** 429 is the application's own answer, unless Cloud Run gave it for want of an instance. */
function badHttp(slowOverMs: number): readonly string[] {
  const refused = '(httpRequest.status=429 AND textPayload:"no available instance")';
  const slow = Number.isFinite(slowOverMs) ? [`httpRequest.latency>"${slowOverMs / 1000}s"`] : [];
  return ['httpRequest.status>=500', ...slow, refused];
}

const anyOf = (names: readonly string[]) => `(${names.map((name) => `"${name}"`).join(' OR ')})`;
