import type { EventEntry, RolloutEvent } from '../core/event.ts';
import type { Image, Reason, Rollout } from '../core/rollout.ts';
import { duration } from './figures.ts';
import { foundText } from './foreign-words.ts';
import { clause, shortDigest } from './names.ts';
import { probesDeed } from './probes.ts';

/** What somebody did, as the rest of a sentence that begins with who it was. `who`: a Slack user id, null for Slipway. */
export type Deed = { readonly atMs: number; readonly who: string | null; readonly did: string };

type Kind = RolloutEvent['kind'];
type EventOf<K extends Kind> = RolloutEvent & { readonly kind: K };
type Told = Omit<Deed, 'atMs'>;
/** `isAbort`: traffic went back, or goes back, because the rollout was aborted. */
type Around = { readonly rollout: Rollout; readonly isAbort: boolean };
type Tellers = { readonly [K in Kind]: (event: EventOf<K>, around: Around) => Told | null };

/** Who did what, in plain words without marks, oldest first. What others wrote is masked. */
export function deedsOf(rollout: Rollout, entries: readonly EventEntry[]): readonly Deed[] {
  return entries.flatMap(({ atMs, event }, index) => {
    const told = tellOne(event.kind, event, { rollout, isAbort: isAbort(rollout, entries, index) });
    return told === null ? [] : [{ atMs, ...told }];
  });
}

function tellOne<K extends Kind>(kind: K, event: EventOf<K>, around: Around): Told | null {
  return TELLERS[kind](event, around);
}

const slipway = (did: string): Told => ({ who: null, did });
const by = (who: string | null, did: string): Told => ({ who, did });

const TELLERS: Tellers = {
  planned: (_, { rollout }) => by(rollout.requestedBy, `asked for ${wishOf(rollout)}${because(rollout.because)}`),
  expired: () => slipway('let the plan go: it was not confirmed'),
  queued: ({ how }, { rollout }) => by(rollout.requestedBy, `confirmed the plan, ${QUEUED[how ?? 'wait']}`),
  held: (event) => slipway(`kept it waiting: ${clause(event.because)}`),
  notStarted: (event) => slipway(`did not start it: ${clause(event.because)}`),
  leftQueue: ({ reason }) =>
    reason?.who ? by(reason.who, 'took it out of the queue') : slipway(`took it out of the queue${reasonOf(reason)}`),
  started: (event, { rollout }) => by(event.by, `started it${confirmed(rollout)}`),
  revisionCreated: (_, { rollout }) => slipway(`created ${rollout.canary}${rollout.stable ? ', without traffic' : ''}`),
  revisionReady: ({ tookMs }, { rollout }) => slipway(`found ${rollout.canary} ready after ${duration(tookMs)}`),
  singleWriterStopped: (_, { rollout }) => slipway(`stopped ${stableOf(rollout)}`),
  singleWriterStarting: (_, { rollout }) => slipway(`began to start ${rollout.canary}`),
  verified: ({ detail }, { rollout }) => slipway(`verified ${rollout.canary}: ${clause(detail)}${probesDeed(rollout)}`),
  shifting: ({ toPercent, by: who }) =>
    who === null
      ? slipway(`began to send ${toPercent} % to it, by the plan`)
      : by(who, `pressed for ${toPercent} % to go to it`),
  phaseBegan: ({ percent }) => slipway(`brought ${percent} % of the traffic to it`),
  looked: () => null,
  bakesOn: (event) => slipway(`watched it longer than planned: ${clause(event.because)}`),
  askedToAdvance: ({ missing }) =>
    slipway(
      missing === null ? 'asked for a press to go on' : `asked for a press to go on, without: ${clause(missing)}`,
    ),
  paused: ({ reason }) => by(reason.who, `paused it${reasonOf(reason)}`),
  resumed: (event) => by(event.by, `resumed it${because(event.because)}`),
  foreignChange: ({ change, again }, { rollout }) =>
    slipway(`${again ? 'found it changed once more' : 'stopped it'}: ${foundText(change, rollout)}`),
  foreignGone: () => slipway('found that others had undone it'),
  adopted: ({ toPercent, ...event }) =>
    by(event.by, `adopted what others did${toPercent === null ? '' : `, at ${toPercent} %`}`),
  restoring: ({ toPercent, ...event }) =>
    by(event.by, `had what others did put back${toPercent === null ? '' : `, to ${toPercent} %`}`),
  restored: () => slipway('brought it back to where it had been stopped'),
  rollbackBegan: ({ reason, fromPercent }, { isAbort: isAborted }) =>
    by(reason.who, `${isAborted ? 'aborted it' : 'began to roll it back'} at ${fromPercent} %${reasonOf(reason)}`),
  routedBack: (_, { rollout }) => slipway(`brought all traffic back to ${stableOf(rollout)}`),
  rolledBack: () => slipway('ended it as rolled back, and froze the place'),
  aborted: ({ reason }, { isAbort: isAborted }) =>
    isAborted ? slipway('ended it as aborted') : by(reason.who, `aborted it${reasonOf(reason)}`),
  failed: ({ cause }) => slipway(`ended it as failed: ${clause(cause)}`),
  succeeded: (event) => (event.by === null ? slipway('finished it, by the plan') : by(event.by, 'finished it')),
  unfrozen: (event) => by(event.by, 'lifted its freeze'),
  stuck: ({ nextStep, reason }) => by(reason?.who ?? null, `could not have it rolled back: ${clause(nextStep)}`),
  troubled: ({ trouble }) => slipway(`met trouble: ${clause(trouble)}`),
  recovered: () => slipway('went on: the trouble was over'),
  foundAgain: ({ percent }) => slipway(`lost its record, and found it again on the service at ${percent} %`),
  foundHalfWay: ({ seen }) => slipway(`found the service half-way: ${clause(seen)}`),
};

const QUEUED = { supersede: 'in place of what was live', wait: 'to start when its turn would come' } as const;

/** An abort of what has traffic begins like a rollback; only its end, or where it stands now, tells them apart. */
function isAbort(rollout: Rollout, entries: readonly EventEntry[], index: number): boolean {
  const kind = entries[index]?.event.kind;
  if (kind === 'aborted') return entries.slice(0, index).some((entry) => entry.event.kind === 'rollbackBegan');
  if (kind !== 'rollbackBegan') return false;
  const turn = entries.slice(index + 1).find(({ event }) => TURNS.includes(event.kind));
  if (turn) return turn.event.kind === 'aborted';
  return rollout.state === 'rollingBack' && rollout.endsAs === 'aborted';
}

const TURNS: readonly Kind[] = ['rollbackBegan', 'stuck', 'rolledBack', 'aborted'];

function wishOf(rollout: Rollout): string {
  return rollout.kind === 'rollback' ? `a rollback to ${stableOf(rollout)}` : imageOf(rollout.image);
}

/** Its tag, or enough of its digest to tell it from others. */
function imageOf({ tag, digest }: Image): string {
  return tag ?? shortDigest(digest);
}

function stableOf({ stable }: Rollout): string {
  return stable?.revision ?? 'nothing';
}

function because(text: string | null): string {
  return text === null || text.trim() === '' ? '' : `, because ${clause(text)}`;
}

function reasonOf(reason: Reason | null): string {
  return reason === null || reason.text.trim() === '' ? '' : `: ${clause(reason.text)}`;
}

function confirmed({ plan }: Rollout): string {
  return plan.checklist.length === 0 ? '' : `, and confirmed: ${plan.checklist.join('; ')}`;
}
