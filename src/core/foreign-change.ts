import type { Accepted, Foreign, ForeignChange, OurTags, Share } from './foreign.ts';
import { leftPercent, ownRows, ownTags, tagsAtEnd } from './own-split.ts';
import { type Over, phaseAt, type Rollout, type RolloutIn } from './rollout.ts';
import type { ServiceView } from './service-view.ts';
import { fenceOf, traceOn } from './trace.ts';
import { ourTagsOf, sameSplit, split, type TrafficRow } from './traffic.ts';

type Seen = Pick<
  ServiceView,
  'traffic' | 'latestCreated' | 'image' | 'lastModifier' | 'client' | 'annotations' | 'settled'
>;

/** What a client may call itself; anything longer or stranger is not repeated. */
const CLIENT = /^[A-Za-z0-9][\w.-]{0,39}$/;
/** What Slipway calls itself: who writes without naming a tool leaves the name of the last one there. */
const OWN_CLIENT = 'slipway';

/**
 * What others changed, against what the rollout left with its canary at `percent`: traffic, the template (our own create is
 * the newest revision as long as nobody deploys) and our two tags. Null for nothing. Other people's tags are theirs.
 */
export function foreignChange(
  view: Seen,
  rollout: Rollout,
  percent: number = leftPercent(rollout),
): ForeignChange | null {
  const left = ownRows(view.traffic, rollout, percent);
  const traffic = sameSplit(view.traffic, left) ? null : { was: sharesOf(left), now: sharesOf(view.traffic) };
  // While Cloud Run makes our own revision it may go on naming the one before as the newest.
  const isOpen = rollout.state === 'deploying' && !view.settled;
  const isOurs = isOpen || isKnown(view.latestCreated, rollout);
  const template = isOurs ? null : { revision: view.latestCreated, image: view.image };
  const tags = movedTags(view, rollout);
  if (traffic === null && template === null && tags.length === 0) return null;
  return { who: accountOf(view), client: clientOf(view), traffic, template, tags };
}

/** The same to whoever reads it, whoever touched the service since. */
export function sameChange(one: ForeignChange | null, other: ForeignChange | null): boolean {
  return JSON.stringify(standing(one)) === JSON.stringify(standing(other));
}

function standing(change: ForeignChange | null) {
  return change && [change.traffic?.now, change.template?.revision, change.tags.map(({ tag, now }) => [tag, now])];
}

/** The account that wrote last. Every message masks mail addresses, and an account of Google looks like one. */
export function accountOf({ lastModifier }: Pick<ServiceView, 'lastModifier'>): string | null {
  return lastModifier === '' ? null : lastModifier.replace('@', ' of ');
}

function clientOf({ client }: Pick<ServiceView, 'client'>): string | null {
  return client !== OWN_CLIENT && CLIENT.test(client) ? client : null;
}

/**
 * Finishing takes our tags away. It may have been carried out late, and Cloud Run may have gone back from it: then either is
 * our own doing. Nothing else is written from the states it is in.
 */
function movedTags(view: Seen, rollout: Rollout): ForeignChange['tags'] {
  const now = ourTagsOf(view.traffic);
  const moved = tagsBetween(ownTags(rollout), now);
  const trace = traceOn(view);
  const isFinished = trace?.rolloutId === rollout.id && (trace.state === 'baking' || trace.state === 'waiting');
  return isFinished && moved.length > 0 ? tagsBetween(tagsAtEnd(rollout), now) : moved;
}

function isKnown(newest: string, { canary, accepted }: Rollout): boolean {
  return newest === '' || newest === canary || newest === accepted.newest;
}

export function sharesOf(rows: readonly TrafficRow[]): readonly Share[] {
  return [...split(rows)]
    .map(([revision, percent]) => ({ revision, percent }))
    .sort((one, other) => one.revision.localeCompare(other.revision, 'en'));
}

function tagsBetween(left: OurTags, now: OurTags): ForeignChange['tags'] {
  return (['canary', 'stable'] as const)
    .filter((tag) => left[tag] !== now[tag])
    .map((tag) => ({ tag, was: left[tag], now: now[tag] }));
}

/** True while a write that was decided still is for what stands there, or stands there itself. */
export function isAsDecided(view: Seen, rollout: RolloutIn<'shifting'>): boolean {
  const { over, toPercent } = rollout;
  const change = foreignChange(view, rollout);
  if (change === null) return true;
  const written = over === null ? rollout : { ...rollout, accepted: acceptedWith(rollout, over) };
  return foreignChange(view, written, toPercent) === null || (over !== null && sameChange(change, over.change));
}

/**
 * True while the service is as its write left it, or as it was before: that Cloud Run went back to, because it could not make
 * the new split real, and it is nobody's doing. Our write names Slipway: where another tool is named, somebody wrote after it.
 */
export function isAfterWrite(view: Seen, rollout: RolloutIn<'shifting'>): boolean {
  if (fenceOf(view) > rollout.fence) return false;
  if (foreignChange(view, rollout, rollout.toPercent) === null) return true;
  if (clientOf(view) !== null) return false;
  const back = foreignChange(view, rollout);
  if (back === null || rollout.over === null) return back === null;
  const served = ({ traffic }: ForeignChange) => JSON.stringify(traffic?.now);
  return back.template === null && served(back) === served(rollout.over.change);
}

/** A rollout that others have stopped. */
export type Stopped = RolloutIn<'paused'> & { readonly foreign: Foreign };

export function isStoppedByOthers(rollout: Rollout): rollout is Stopped {
  return rollout.state === 'paused' && rollout.foreign !== null;
}

export type Adoption =
  /** Its traffic is as it was: it goes on where it stopped. */
  | { readonly kind: 'goOn' }
  /** Their share is ours now, and is watched from new. */
  | { readonly kind: 'shift'; readonly phaseIndex: number; readonly toPercent: number }
  /** `rolledBack`: stable has everything. `handedOver`: what they made is no rollout of ours any more. */
  | { readonly kind: 'end'; readonly why: 'rolledBack' | 'handedOver' };

/**
 * What becomes of a rollout when a person takes on what others did: the highest phase that has no more than their share. A
 * single writer has no shares, and a revision that is neither canary nor stable was never judged here.
 */
export function adoptionOf(rollout: Stopped): Adoption {
  const { foreign, canary, stable, plan, passed } = rollout;
  if (foreign.traffic === null) {
    // Its health is asked at the address that this tag makes.
    const needsTag = passed !== 'health' && !plan.singleWriter && foreign.tags.some(({ tag }) => tag === 'canary');
    return needsTag ? { kind: 'shift', phaseIndex: 0, toPercent: leftPercent(rollout) } : { kind: 'goOn' };
  }
  const { now } = foreign.traffic;
  const isOurs = now.every(({ revision }) => revision === canary || revision === stable?.revision);
  const toPercent = now.find(({ revision }) => revision === canary)?.percent ?? 0;
  if (isOurs && toPercent === 0) return { kind: 'end', why: 'rolledBack' };
  const phaseIndex = phaseOf(rollout, toPercent);
  if (!isOurs || plan.singleWriter || phaseIndex === null) return { kind: 'end', why: 'handedOver' };
  return { kind: 'shift', phaseIndex, toPercent };
}

/** The highest phase with no more than this share; below the first of several it is the first. */
function phaseOf({ plan: { phases } }: Rollout, share: number): number | null {
  const phaseIndex = phases.findLastIndex(({ percent }) => percent <= share);
  if (phaseIndex >= 0) return phaseIndex;
  return phases.length > 1 ? 0 : null;
}

/** The share that stood before others came, and its phase; where none stood yet, the one that it was on its way to. */
export function restorationOf(rollout: Stopped): { readonly phaseIndex: number; readonly toPercent: number } {
  const { phaseIndex, passed } = rollout;
  const toPercent = leftPercent(rollout);
  if (passed !== 'health') return { phaseIndex: 0, toPercent };
  const { percent } = phaseAt(rollout, phaseIndex);
  if (toPercent === 0 || toPercent === percent) return { phaseIndex, toPercent: percent };
  return { phaseIndex: phaseOf(rollout, toPercent) ?? phaseIndex, toPercent };
}

/**
 * What stops the rollout no more. A revision that others made stays there either way; their tags stay when they are
 * adopted, but a canary that was not asked for its health yet needs its own.
 */
export function acceptedWith(rollout: Rollout, { how, change, passed }: Over): Accepted {
  const { accepted, canary } = rollout;
  const newest = change.template?.revision ?? accepted.newest;
  if (how === 'restore' || change.tags.length === 0) return { newest, tags: accepted.tags };
  const theirs: OurTags = { ...ownTags(rollout), ...Object.fromEntries(change.tags.map(({ tag, now }) => [tag, now])) };
  return { newest, tags: passed === 'health' ? theirs : { ...theirs, canary } };
}
