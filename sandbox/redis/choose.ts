import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What a machine offers, as far as a Redis can come from it. */
export type Machine = {
  readonly redisUrl: string | undefined;
  /** Where a command is, or null. */
  readonly find: (command: string) => string | null;
  readonly dockerAnswers: (docker: string) => boolean;
};

/** One way to a Redis. */
export type Way =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'binary'; readonly path: string }
  | { readonly kind: 'packages' }
  | { readonly kind: 'docker'; readonly path: string };

/** What to do where there is no way. */
export const ADVICE =
  'Slipway needs Redis or Valkey: set REDIS_URL, or install one (`apt-get install redis-server`, `brew install valkey`), or start docker.';

/** The ways to try, in this order. A way that people chose or installed is the only one: its failure must be seen. */
export function waysToRedis({ redisUrl, find, dockerAnswers }: Machine): readonly Way[] {
  if (redisUrl) return [{ kind: 'url', url: redisUrl }];
  const path = find('redis-server') ?? find('valkey-server');
  if (path) return [{ kind: 'binary', path }];
  const docker = find('docker');
  const canUnpack = ['apt-get', 'apt-cache', 'dpkg'].every((command) => find(command) !== null);
  return [
    ...(canUnpack ? [{ kind: 'packages' } as const] : []),
    ...(docker && dockerAnswers(docker) ? [{ kind: 'docker', path: docker } as const] : []),
  ];
}

/** Looks a command up as a shell would. */
export function findOn(path: string): Machine['find'] {
  return (command) =>
    path
      .split(delimiter)
      .map((folder) => join(folder, command))
      .find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
