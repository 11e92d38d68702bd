import type { Files, ShareOutcome, UploadOutcome } from '../../src/ports/slack.ts';

type Shared = Parameters<Files['share']>[0] & { readonly name: string; readonly text: string };

/** What the next step is answered with; `lost`: it is done, and nobody is told. */
export type Failure = Exclude<UploadOutcome, { kind: 'uploaded' }> | ShareOutcome | 'lost';

export type MemoryFiles = Files & {
  readonly uploads: number;
  /** What everybody sees. */
  readonly shared: readonly Shared[];
  fail(...outcomes: readonly Failure[]): void;
};

/** Slack's files in memory: an upload is shared once and then known no more. */
export function memoryFiles(): MemoryFiles {
  const waiting = new Map<string, { readonly name: string; readonly text: string }>();
  const shared: Shared[] = [];
  const failures: Failure[] = [];
  let uploads = 0;
  return {
    get uploads() {
      return uploads;
    },
    shared,
    fail: (...outcomes) => void failures.push(...outcomes),
    upload: async (file) => {
      const failure = failures[0];
      if (failure && failure !== 'lost' && (failure.kind === 'later' || failure.kind === 'refused')) {
        failures.shift();
        return failure;
      }
      uploads += 1;
      const fileId = `F${uploads}`;
      waiting.set(fileId, file);
      return { kind: 'uploaded', fileId };
    },
    share: async (wish) => {
      const failure = failures.shift();
      if (failure && failure !== 'lost') return failure;
      const file = waiting.get(wish.fileId);
      if (!file) return { kind: 'gone' };
      waiting.delete(wish.fileId);
      shared.push({ ...wish, ...file });
      return failure === 'lost' ? { kind: 'unknown' } : { kind: 'shared' };
    },
  };
}
