import { setTimeout as sleep } from 'node:timers/promises';
import { type GoogleOptions, startGoogle } from '../sandbox/google/start.ts';
import { type GoogleConnection, googleConnection } from '../src/google-connection.ts';

export const AT = { project: 'acme', region: 'us-central1', service: 'api-gateway' };
export const SERVICE_NAME = `projects/${AT.project}/locations/${AT.region}/services/${AT.service}`;
export const IMAGES = 'us-central1-docker.pkg.dev/acme/apps/api-gateway';
/** The revision that a new town serves. */
export const SEEDED = `${AT.service}-00001-seed`;

/** An emulated Google with one service, and the connection that the adapters under test are made with. */
export async function googleTown(options: GoogleOptions = {}) {
  const google = await startGoogle({
    services: [{ ...AT, image: IMAGES, rps: 0 }],
    timings: { readyMs: 30, routeMs: 20, drainMs: 10 },
    ...options,
  });
  const connection: GoogleConnection = googleConnection({ sandbox: google.grpcAddress });
  const { model } = google;
  const digestOf = (tag: string) => model.registry.digestOf(`${IMAGES}:${tag}`) ?? `no image is tagged ${tag}`;
  return { google, model, connection, digestOf, imageOf: (tag: string) => `${IMAGES}@${digestOf(tag)}` };
}

export type GoogleTown = Awaited<ReturnType<typeof googleTown>>;

/** Looks until `look` finds something (not null, undefined or false), at most 10 s. */
export async function until<T>(look: () => T | Promise<T>): Promise<Exclude<T, null | undefined | false>> {
  const deadlineMs = performance.now() + 10_000;
  while (performance.now() < deadlineMs) {
    const found = await look();
    if (isFound(found)) return found;
    await sleep(10);
  }
  throw new Error('what was waited for did not happen within 10 s');
}

function isFound<T>(found: T): found is Exclude<T, null | undefined | false> {
  return found !== null && found !== undefined && found !== false;
}
