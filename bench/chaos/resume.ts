import type { Post } from './crew.ts';
import type { Evidence } from './evidence.ts';
import { rolloutOf, stepOf } from './evidence.ts';
import type { LineWrite } from './google-line.ts';
import type { Kill } from './killer.ts';

export type Resume = {
  readonly rolloutId: string;
  readonly kind: Kill['kind'];
  readonly atMs: number;
  readonly tookMs: number;
};

/**
 * Milliseconds from each kill to the next sign of life of a rollout that the victim held: a worker that was killed or put
 * to sleep after Cloud Run took its write and before it had the reply, so that the commit was certainly still to come. A sign of life is what comes after that step, by
 * the versions that Cloud Run and Slack were told: a later write, or a line in the thread. Nobody has to press anything for it.
 */
export function resumesOf(kills: readonly Kill[], posts: readonly Post[], evidence: Evidence): readonly Resume[] {
  return kills.flatMap(({ victim, kind, atMs }) =>
    holdersAt(kind, victim, posts).flatMap((post) =>
      heldBy(post, atMs).flatMap((write) => {
        const tookMs = nextSignOf(write, atMs, evidence);
        return tookMs === undefined ? [] : [{ rolloutId: rolloutOf(write.entry), kind, atMs, tookMs }];
      }),
    ),
  );
}

/** Every worker holds what it has when Redis goes away. */
function holdersAt(kind: Kill['kind'], victim: Post | null, posts: readonly Post[]): readonly Post[] {
  if (kind === 'redis' || kind === 'redisHangs') return posts;
  return victim === null ? [] : [victim];
}

function heldBy({ line }: Post, atMs: number): readonly LineWrite[] {
  return line.writes.filter(({ entry, answeredAtMs }) => {
    if (entry.outcome !== 'committed' || entry.atMs > atMs) return false;
    return answeredAtMs === null || answeredAtMs >= atMs;
  });
}

function nextSignOf({ entry }: LineWrite, atMs: number, { town, diary }: Evidence): number | undefined {
  const rolloutId = rolloutOf(entry);
  const { version } = stepOf(entry);
  const writes = town.google.model.run.journal.of(entry.service).filter(({ outcome }) => outcome === 'committed');
  const later = writes.filter((write) => rolloutOf(write) === rolloutId && stepOf(write).version > version);
  const lines = diary.posts(rolloutId).filter(({ mark }) => mark !== null && mark.version > version);
  const signsMs = [...later, ...lines].map((sign) => sign.atMs).filter((signMs) => signMs > atMs);
  return signsMs.length === 0 ? undefined : Math.min(...signsMs) - atMs;
}
