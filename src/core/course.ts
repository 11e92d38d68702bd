import type { EventEntry, RolloutEvent } from './event.ts';
import { never } from './never.ts';
import type { Rollout } from './rollout.ts';

/** What held for a while; `untilMs` null: it still does. */
export type Span<Of> = { readonly of: Of; readonly sinceMs: number; readonly untilMs: number | null };

/** A press, the end of a pause (or of a stop for what others did), or the repair of what is stuck. */
export type WaitsFor = 'advance' | 'resume' | 'repair';

/** How a rollout went by the clock, told from what happened to it alone. */
export type Course = {
  /** The canary's shares, as they became real and until all traffic was elsewhere. */
  readonly phases: readonly Span<number>[];
  readonly waits: readonly Span<WaitsFor>[];
  /** The last one; nulls while that has not come. */
  readonly rollback: {
    readonly decidedAtMs: number;
    readonly backAtMs: number | null;
    readonly endedAtMs: number | null;
  } | null;
  readonly endedAtMs: number | null;
};

type Unchanging = Pick<Rollout, 'stable' | 'plan'>;

export function courseOf(rollout: Unchanging, entries: readonly EventEntry[]): Course {
  const turns = entries.map(({ atMs, event }, index) => {
    const unseen = becameRealUnseen(entries, index, rollout);
    return { atMs, ...turnOf(event, rollout), ...(unseen === null ? {} : { share: unseen }) };
  });
  return {
    phases: spansOf(turns.map(({ atMs, share }) => ({ atMs, of: share }))),
    waits: spansOf(withoutRepeats(turns.map(({ atMs, waitsFor }) => ({ atMs, of: waitsFor })))),
    rollback: rollbackIn(entries),
    endedAtMs: entries.find(({ event }) => isEnd(event))?.atMs ?? null,
  };
}

/** How long people kept it waiting, in milliseconds, up to `nowMs`. */
export function waitedMs({ waits }: Course, nowMs: number): number {
  // A clock that was put back takes nothing away.
  return waits.reduce((sum, { sinceMs, untilMs }) => sum + Math.max(0, (untilMs ?? nowMs) - sinceMs), 0);
}

/** What an event changes; undefined: it goes on as it was; null: it is over. */
type Turn = { readonly share?: number | null; readonly waitsFor?: WaitsFor | null };

function turnOf(event: RolloutEvent, rollout: Unchanging): Turn {
  switch (event.kind) {
    case 'planned':
    case 'expired':
    case 'queued':
    case 'held':
    case 'notStarted':
    case 'leftQueue':
    case 'started':
    case 'revisionCreated':
    case 'revisionReady':
    case 'singleWriterStopped':
    case 'singleWriterStarting':
    case 'looked':
    case 'bakesOn':
    case 'troubled':
    case 'recovered':
    case 'restored':
    case 'unfrozen':
    case 'foundHalfWay':
      return {};
    case 'verified':
      return verified(rollout);
    case 'phaseBegan':
      return { share: event.percent };
    case 'askedToAdvance':
      return { waitsFor: 'advance' };
    case 'foundAgain':
      return { ...(event.percent > 0 && { share: event.percent }), waitsFor: 'resume' };
    case 'paused':
    case 'foreignChange':
    case 'foreignGone':
      return { waitsFor: 'resume' };
    case 'stuck':
      return { waitsFor: 'repair' };
    case 'shifting':
    case 'resumed':
    case 'adopted':
    case 'restoring':
    case 'rollbackBegan':
      return { waitsFor: null };
    case 'routedBack':
      return { share: null };
    case 'rolledBack':
    case 'aborted':
    case 'failed':
    case 'succeeded':
      return { share: null, waitsFor: null };
    default:
      return never(event);
  }
}

/** What serves from the moment it answers begins its phase with it; what nobody is on yet waits for its switch. */
function verified({ stable, plan }: Unchanging): Turn {
  const percent = plan.phases[0]?.percent ?? 0;
  if (plan.singleWriter || stable === null) return { share: percent };
  return percent === 0 ? { waitsFor: 'advance' } : {};
}

/**
 * A share that was decided and became real just before the rollback from it, or before others stopped it: no event says
 * when, so it counts from here.
 */
function becameRealUnseen(entries: readonly EventEntry[], index: number, rollout: Unchanging): number | null {
  const asked = shareAskedFor(entries[index]?.event);
  const next = entries.slice(index + 1).find(({ event }) => isAboutShare(event))?.event;
  if (!asked || shareLeft(next) !== asked) return null;
  const stood = entries.slice(0, index).map(({ event }) => turnOf(event, rollout).share);
  return stood.findLast((share) => share !== undefined) === asked ? null : asked;
}

function isAboutShare(event: RolloutEvent): boolean {
  return event.kind === 'phaseBegan' || shareAskedFor(event) !== null || shareLeft(event) !== null;
}

function shareAskedFor(event: RolloutEvent | undefined): number | null {
  const isAsked = event?.kind === 'shifting' || event?.kind === 'adopted' || event?.kind === 'restoring';
  return isAsked ? event.toPercent : null;
}

function shareLeft(event: RolloutEvent | undefined): number | null {
  if (event?.kind === 'rollbackBegan') return event.fromPercent;
  return event?.kind === 'foreignChange' ? event.percent : null;
}

type Change<Of> = { readonly atMs: number; readonly of: Of | null | undefined };

/** Whoever is waited for already is waited for since then: others may stop what a person has paused. */
function withoutRepeats<Of>(changes: readonly Change<Of>[]): readonly Change<Of>[] {
  const known = changes.filter(({ of }) => of !== undefined);
  return known.filter(({ of }, index) => of !== known[index - 1]?.of);
}

function spansOf<Of>(changes: readonly Change<Of>[]): Span<Of>[] {
  const known = changes.flatMap(({ atMs, of }) => (of === undefined ? [] : [{ atMs, of }]));
  return known.flatMap(({ atMs, of }, index) =>
    of === null ? [] : [{ of, sinceMs: atMs, untilMs: known[index + 1]?.atMs ?? null }],
  );
}

function rollbackIn(entries: readonly EventEntry[]): Course['rollback'] {
  const began = entries.findLastIndex(({ event }) => event.kind === 'rollbackBegan');
  const [decided, ...after] = began === -1 ? [] : entries.slice(began);
  if (!decided) return null;
  const first = (is: (event: RolloutEvent) => boolean) => after.find(({ event }) => is(event))?.atMs ?? null;
  const backAtMs = first(({ kind }) => kind === 'routedBack');
  return { decidedAtMs: decided.atMs, backAtMs, endedAtMs: first(isEnd) };
}

const ENDING: readonly RolloutEvent['kind'][] = [
  'expired',
  'notStarted',
  'leftQueue',
  'rolledBack',
  'aborted',
  'failed',
  'succeeded',
  'foundHalfWay',
];

function isEnd({ kind }: RolloutEvent): boolean {
  return ENDING.includes(kind);
}
