import { execFile } from 'node:child_process';

const LONGEST_MS = 30_000;

export type Ended = { readonly code: number; readonly said: string };

/** `npm run slipway -- …` with nothing in its environment but Redis and what is given. */
export function slipway(words: readonly string[], redisUrl: string, more: Record<string, string> = {}): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const env = { PATH: process.env['PATH'] ?? '', REDIS_URL: redisUrl, ...more };
  execFile(process.execPath, ['src/cli.ts', ...words], { env, timeout: LONGEST_MS }, (error, stdout, stderr) => {
    resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: stdout + stderr });
  });
  return promise;
}
