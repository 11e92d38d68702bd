import type { BadRequest } from '../src/core/bad-request.ts';
import type { Gap } from '../src/core/evidence/evidence.ts';
import { HELD_BACK_MS, LATE_MS } from '../src/core/evidence/hearing.ts';
import type { TailHears, TailWish } from '../src/ports/cloud.ts';
import { inBatches } from './batches.ts';
import type { World } from './job.ts';
import { heardIn } from './tail-wish.ts';

/** A line that died without a word is found out by gRPC within its keep-alive of 30 s and the 10 s it waits for an answer. */
const DIES_WITHIN_MS = 45_000;
/** One that stood so long was cut, and the next one follows at once; shorter ones wait for the next round. */
const STOOD_MS = 5_000;

export type Listening = {
  readonly project: string;
  readonly worker: string;
  readonly wish: TailWish;
  readonly world: Pick<World, 'tail' | 'hearing' | 'now' | 'log'>;
  readonly count: (requests: readonly BadRequest[]) => Promise<void>;
  /** A session that stood is over, and not because it was stopped. */
  readonly onCut: () => void;
};

export type TailSession = {
  /** Tells one wish from another. */
  readonly print: string;
  isOver(): boolean;
  /** Everything that came has been counted and what is missing is noted: the log is heard until now. False: it is not. */
  mark(): Promise<boolean>;
  /** Not wanted any more: another follows, here or in another worker. */
  stop(): void;
};

export const printOf = (wish: TailWish) => JSON.stringify(wish);

/** Follows one project's log until it ends or is stopped, and vouches for what was heard of it. */
export function openSession(listening: Listening): TailSession {
  const { project, worker, wish, world, count } = listening;
  const stop = new AbortController();
  const missed = notesOf(listening);
  const batches = inBatches(count, (lost: readonly BadRequest[], error) => {
    world.log('tail.uncounted', { project, requests: lost.length, err: error });
    missed.note(spanOf(lost));
  });
  const life: Life = { upAtMs: null, provenAtMs: null, heardUntilMs: null, isOver: false };
  const end = async () => {
    life.isOver = true;
    if (life.upAtMs === null || life.provenAtMs === null || stop.signal.aborted) return;
    const nowMs = world.now();
    missed.note({ fromMs: Math.max(life.provenAtMs, nowMs - DIES_WITHIN_MS) - LATE_MS, untilMs: nowMs, why: 'away' });
    await batches.settled();
    await missed.tell();
    if (nowMs - life.upAtMs >= STOOD_MS) listening.onCut();
  };
  const hear: TailHears = {
    onUp: () => begin(life, listening, stop),
    onSuppressed: (entries, because) => {
      const nowMs = world.now();
      world.log('tail.suppressed', { project, entries, because });
      missed.note({ fromMs: (life.provenAtMs ?? nowMs) - LATE_MS, untilMs: nowMs, why: 'suppressed' });
    },
    onRequests: (requests) => {
      life.provenAtMs = world.now();
      batches.add(requests);
    },
  };
  world.tail
    .follow(project, wish, hear, stop.signal)
    .catch((error: unknown) => world.log('tail.ended', { project, err: error }))
    .then(end)
    .catch((error: unknown) => world.log('tail.failed', { project, err: error }));
  return {
    print: printOf(wish),
    isOver: () => life.isOver,
    mark: async () => {
      if (life.heardUntilMs === null || life.isOver) return false;
      const fromMs = life.heardUntilMs;
      const untilMs = Math.max(fromMs, world.now() - HELD_BACK_MS);
      await batches.settled();
      await missed.tell();
      const isOurs = await world.hearing.heard(project, worker, { fromMs, untilMs });
      if (isOurs) life.heardUntilMs = untilMs;
      else stop.abort();
      return isOurs;
    },
    stop: () => stop.abort(),
  };
}

type Life = {
  upAtMs: number | null;
  /** When it last proved that it lives; null until it stands. */
  provenAtMs: number | null;
  /** Until when it has vouched for what was heard; null until that has begun. */
  heardUntilMs: number | null;
  isOver: boolean;
};

function begin(life: Life, { project, wish, world }: Listening, stop: AbortController): void {
  const nowMs = world.now();
  life.upAtMs = nowMs;
  life.provenAtMs = nowMs;
  world.hearing.begin(project, heardIn(wish), nowMs).then(
    () => {
      life.heardUntilMs = nowMs;
    },
    (error: unknown) => {
      world.log('tail.failed', { project, err: error });
      stop.abort();
    },
  );
}

/** What was missed, until Redis knows of it: only then may a session vouch for a later time. */
function notesOf({ project, world }: Pick<Listening, 'project' | 'world'>) {
  let notes: readonly Gap[] = [];
  return {
    note: (gap: Gap) => {
      notes = [...notes, gap];
    },
    tell: async () => {
      for (const gap of notes) {
        await world.hearing.missed(project, { ...gap, services: null });
        notes = notes.filter((one) => one !== gap);
      }
    },
  };
}

function spanOf(lost: readonly BadRequest[]): Gap {
  const times = lost.map(({ atMs }) => atMs).toSorted((one, other) => one - other);
  return { fromMs: times[0] ?? 0, untilMs: (times.at(-1) ?? 0) + 1, why: 'away' };
}
