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
