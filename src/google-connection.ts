import { credentials } from '@grpc/grpc-js';
import { PassThroughClient } from 'google-auth-library';
import type { CallOptions, ClientOptions } from 'google-gax';

/** What every Google client of Slipway is made with. */
export type GoogleConnection = ClientOptions;

/**
 * `sandbox` is `host:port` of an emulator that speaks plaintext gRPC, or null for Google itself. With a sandbox no
 * credentials are looked for, so that those of a laptop can neither leak nor be used by accident.
 */
export function googleConnection({ sandbox }: { readonly sandbox: string | null }): GoogleConnection {
  // A follower of the request log that waits on a dead connection must find out within a minute.
  const keepAlive = { 'grpc.keepalive_time_ms': 30_000, 'grpc.keepalive_timeout_ms': 10_000 };
  if (sandbox === null) return keepAlive;
  const { hostname, port } = new URL(`http://${sandbox}`);
  return {
    ...keepAlive,
    // Without a project of its own a client would ask the metadata server for one.
    projectId: 'sandbox',
    apiEndpoint: hostname,
    port: Number(port),
    sslCreds: credentials.createInsecure(),
    authClient: new PassThroughClient(),
  };
}

/**
 * Deadlines of one call. The clients' own retries are off: by default they go on for ten minutes, and end as
 * DEADLINE_EXCEEDED whatever was the matter.
 */
export const READ: CallOptions = { timeout: 4_000, retry: null };
export const WRITE: CallOptions = { timeout: 10_000, retry: null };
