import type { Post } from './crew.ts';
import type { Evidence } from './evidence.ts';
import { rolloutOf, stepOf } from './evidence.ts';
import type { LineWrite } from './google-line.ts';
import type { Kill } from './killer.ts';

/** Somebody who was seen to work for a rollout: Slack or Cloud Run was called by this worker then. */
export type Work = { readonly workerId: string; readonly atMs: number };

type Blow = Pick<Kill, 'kind' | 'atMs'> & { readonly victim: Pick<Post, 'id' | 'door'> | null };

export type Resume = {
  readonly rolloutId: string;
  readonly kind: Kill['kind'];
  readonly atMs: number;
  readonly tookMs: number;
  /** Whoever took over was hit as well before the sign came, so the time is that of two resumes. */
  readonly isHitTwice: boolean;
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
        if (tookMs === undefined) return [];
        const isHit = isHitTwice({ atMs, tookMs }, kills, workFor(write, posts, evidence));
        return [{ rolloutId: rolloutOf(write.entry), kind, atMs, tookMs, isHitTwice: isHit }];
      }),
    ),
  );
}

/** A second blow, before the sign, to a worker that had worked for the rollout since the first, or to Redis. */
export function isHitTwice(
  { atMs, tookMs }: Pick<Resume, 'atMs' | 'tookMs'>,
  blows: readonly Blow[],
  work: readonly Work[],
): boolean {
  const later = blows.filter((blow) => blow.atMs > atMs && blow.atMs < atMs + tookMs);
  return later.some(({ kind, victim, atMs: hitMs }) => {
    if (hitsAll(kind)) return true;
    const isOfVictim = ({ workerId }: Work) => victim?.door === 'worker' && workerId === victim.id;
    return work.some((done) => isOfVictim(done) && done.atMs > atMs && done.atMs <= hitMs);
  });
}

/** Calls to Slack for the channel of its place, which hold up its thread, and writes to its service. */
function workFor({ entry }: LineWrite, posts: readonly Post[], { town, places }: Evidence): readonly Work[] {
  const channel = places.find(({ name }) => name === entry.service)?.channel;
  return posts.flatMap(({ id, token, line }) => {
    const calls = town.slack.log.calls.filter((call) => call.token === token && call.channelId === channel);
    const writes = line.writes.filter((write) => write.entry.service === entry.service);
    return [...calls, ...writes.map((write) => write.entry)].map(({ atMs }) => ({ workerId: id, atMs }));
  });
}

function hitsAll(kind: Kill['kind']): boolean {
  return kind === 'redis' || kind === 'redisHangs';
}

/** Every worker holds what it has when Redis goes away. */
function holdersAt(kind: Kill['kind'], victim: Post | null, posts: readonly Post[]): readonly Post[] {
  if (hitsAll(kind)) return posts;
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
