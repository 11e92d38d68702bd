import type { Gap } from '../src/core/evidence/evidence.ts';
import { HELD_BACK_MS, LATE_MS } from '../src/core/evidence/hearing.ts';
import { inBatches } from './batches.ts';
import type { World } from './job.ts';

/** A line that died without a word is found out by gRPC within its keep-alive of 30 s and the 10 s it waits for an answer. */
const DIES_WITHIN_MS = 45_000;
/** One that stood so long was cut, and the next one follows at once; shorter ones wait for the next round. */
const STOOD_MS = 5_000;

type Dated = { readonly atMs: number };

/** As `TailHears`, for whatever a log brings. */
type SessionHears<Item> = {
  readonly onItems: (items: readonly Item[]) => void;
  readonly onSuppressed: (entries: number, because: string) => void;
  readonly onUp: () => void;
};

export type Listening<Item extends Dated> = {
  /** Under which it is kept how far it was heard. */
  readonly tail: string;
  readonly worker: string;
  /** Tells one wish from another. */
  readonly print: string;
  /** The services that are listened for. */
  readonly heard: readonly string[];
  readonly follow: (hear: SessionHears<Item>, signal: AbortSignal) => Promise<void>;
  readonly world: Pick<World, 'hearing' | 'now' | 'log'>;
  readonly count: (items: readonly Item[]) => Promise<void>;
  /** While they cannot be counted. */
  readonly mostWaiting: number;
  /** A session that stood is over, and not because it was stopped. */
  readonly onCut: () => void;
};

export type TailSession = {
  readonly print: string;
  isOver(): boolean;
  /** Everything that came has been counted and what is missing is noted: the log is heard until now. False: it is not. */
  mark(): Promise<boolean>;
  /** Not wanted any more: another follows, here or in another worker. */
  stop(): void;
};

/** Follows one project's log until it ends or is stopped, and vouches for what was heard of it. */
export function openSession<Item extends Dated>(listening: Listening<Item>): TailSession {
  const { tail, worker, world, count, mostWaiting } = listening;
  const stop = new AbortController();
  const missed = notesOf(listening);
  const batches = inBatches<Item>({
    ...{ handle: count, mostWaiting },
    onLost: (lost, error) => {
      world.log('tail.uncounted', { tail, entries: lost.length, err: error });
      missed.note(spanOf(lost));
    },
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
  const hear: SessionHears<Item> = {
    onUp: () => begin(life, listening, stop),
    onSuppressed: (entries, because) => {
      const nowMs = world.now();
      world.log('tail.suppressed', { tail, entries, because });
      missed.note({ fromMs: (life.provenAtMs ?? nowMs) - LATE_MS, untilMs: nowMs, why: 'suppressed' });
    },
    onItems: (items) => {
      life.provenAtMs = world.now();
      batches.add(items);
    },
  };
  listening
    .follow(hear, stop.signal)
    .catch((error: unknown) => world.log('tail.ended', { tail, err: error }))
    .then(end)
    .catch((error: unknown) => world.log('tail.failed', { tail, err: error }));
  return {
    print: listening.print,
    isOver: () => life.isOver,
    mark: async () => {
      if (life.heardUntilMs === null || life.isOver) return false;
      const fromMs = life.heardUntilMs;
      const untilMs = Math.max(fromMs, world.now() - HELD_BACK_MS);
      await batches.settled();
      await missed.tell();
      const isOurs = await world.hearing.heard(tail, worker, { fromMs, untilMs });
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

function begin<Item extends Dated>(life: Life, { tail, heard, world }: Listening<Item>, stop: AbortController): void {
  const nowMs = world.now();
  life.upAtMs = nowMs;
  life.provenAtMs = nowMs;
  world.hearing.begin(tail, heard, nowMs).then(
    () => {
      life.heardUntilMs = nowMs;
    },
    (error: unknown) => {
      world.log('tail.failed', { tail, err: error });
      stop.abort();
    },
  );
}

/** What was missed, until Redis knows of it: only then may a session vouch for a later time. */
function notesOf({ tail, world }: Pick<Listening<Dated>, 'tail' | 'world'>) {
  let notes: readonly Gap[] = [];
  return {
    note: (gap: Gap) => {
      notes = [...notes, gap];
    },
    tell: async () => {
      for (const gap of notes) {
        await world.hearing.missed(tail, { ...gap, services: null });
        notes = notes.filter((one) => one !== gap);
      }
    },
  };
}

function spanOf(lost: readonly Dated[]): Gap {
  const times = lost.map(({ atMs }) => atMs).toSorted((one, other) => one - other);
  return { fromMs: times[0] ?? 0, untilMs: (times.at(-1) ?? 0) + 1, why: 'away' };
}
